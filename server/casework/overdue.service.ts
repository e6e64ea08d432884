import { stateRule } from '../../shared/domain/case-states'
import { isHidden } from '../../shared/domain/code-lists'
import { reliefRule } from '../../shared/domain/relief'
import { type Role, roleCodes } from '../../shared/domain/roles'
import type { Deadlines } from '../deadlines/deadlines.service'
import type { House } from '../house'
import { Problem } from '../http/problem'
import type { People } from '../people/people.service'
import { type CaseRecord, caseModel } from './case.model'
import type { KinOfStaff } from './kin-of-staff'
import type { CaseMover } from './move-case'
import { whyNotYet } from './possible-events'
import { goingOn, nextPublicationEnd, publicationEnd, runningClock } from './running-clock'

/** What time itself does with cases: nobody may sit on one, and none may be forgotten (R2, R10). */
export interface Overdue {
  /**
   * Moves on every case whose time has come: a missed clock goes up the line to the next in it, a pause that is over
   * ends, what hung on the notice board comes down, and what the county had its time to sample is closed. Any number of processes may sweep at once: each case
   * is moved by one of them. Answers how many cases it moved.
   */
  sweep(): Promise<number>
}

/** How many cases are read at once, and how many are moved at the same time. */
const batch = 200
const atOnce = 16

/** How long whoever takes a case up has it to itself, in milliseconds: one that died with it leaves it to the next sweep. */
const claimed = 2 * 60_000

/** Nobody below the level at which a case lies is next in line. */
const rank = (role: Role) => roleCodes.indexOf(role)
/** Who may know of a hidden case at all. */
const hiddenLine: readonly Role[] = ['township_lead', 'county_officer']

/** Makes the service that minds the clocks. */
export function overdueService(
  { db, now }: Pick<House, 'db' | 'now'>,
  {
    people,
    mover,
    deadlines,
    kinOfStaff,
  }: { people: People; mover: CaseMover; deadlines: Deadlines; kinOfStaff: KinOfStaff },
): Overdue {
  const cases = caseModel(db)

  /** The next who is there: at the same post a deputy, then the post above (design: a missed clock moves up). */
  const nextInLine = (work: CaseRecord) => {
    const line = isHidden(work.track) ? hiddenLine : stateRule(work.state).escalatesTo
    const upward = line.filter((role) => rank(role) >= rank(work.owner.role))
    return people.nextInLine(work.village ?? work.township, upward, [...work.passedOver, work.owner.account])
  }

  const furtherUp = ({ township, urgency }: CaseRecord) =>
    deadlines.dueAt(township, 'escalation', urgency, now())

  /** What has hung on the notice board for as long as it must. */
  const hungOutIn = ({ relief }: CaseRecord) =>
    relief.filter((item) => {
      const end = publicationEnd(item)
      return end !== null && end <= now()
    })

  /** A publication that is over: whoever decides has the case, is told, and the item's own term runs on. */
  const takeDown = async (work: CaseRecord) => {
    const over = hungOutIn(work)
    const relief = work.relief.map((item) =>
      over.includes(item) && item.publication
        ? { ...item, publication: { ...item.publication, overAt: now() } }
        : item,
    )
    await mover.move(work, work.version, 'publication_over', 'system', {
      owner: await kinOfStaff.ownerWith(work, relief),
      ...runningClock(relief, work.transfers),
      told: `${over.map(({ type }) => reliefRule(type).label).join('、')}：公示到期了，没有人反映就可以定`,
      set: {
        relief,
        // Where another clock has run out already, it goes on moving up as it did.
        ...(work.clock !== 'publication' && { movesUpAt: await furtherUp(work) }),
      },
      details: { items: over.map(({ id }) => id.toHexString()) },
    })
  }

  /** When it is looked at again: what hangs on the notice board ends whoever has the case. */
  const notAfterPublication = (moment: Date | null, { relief }: CaseRecord) => {
    const end = nextPublicationEnd(relief)
    return end && (!moment || end < moment) ? end : moment
  }

  const moveUp = async (work: CaseRecord) => {
    const next = await nextInLine(work)
    if (!next) {
      // It lies with the highest there is, and stays overdue in their hands.
      await cases.updateOne(
        { _id: work._id, version: work.version },
        { $set: { movesUpAt: notAfterPublication(null, work) } },
      )
      return
    }
    const movesUpAt = notAfterPublication(await furtherUp(work), work)
    await mover.move(work, work.version, 'escalate', 'system', {
      owner: next,
      told: `${work.owner.title}${work.owner.calledAs}到时间没有办，报给${next.title}${next.calledAs}`,
      set: { movesUpAt, passedOver: [...work.passedOver, work.owner.account] },
    })
  }

  const moveOn = async (work: CaseRecord) => {
    const { paused } = work
    if (paused && paused.until <= now())
      await mover.move(work, work.version, 'resume', 'system', {
        owner: work.owner,
        told: '约好的日子到了，接着办',
        ...(await goingOn(deadlines, work, work.dueAt, now())),
      })
    else if (hungOutIn(work).length > 0) await takeDown(work)
    else if (work.clock === 'sampling' && whyNotYet('close', work) === null)
      await mover.move(work, work.version, 'close', 'system', {
        owner: work.owner,
        told: '备案期满，没有发现问题，销案',
      })
    else await moveUp(work)
  }

  /**
   * Takes a case up, away from the sweeps of other processes: one small write, which costs whoever comes second
   * nothing more, where two transactions on one case would turn each other back.
   */
  const claim = async ({ _id, movesUpAt }: CaseRecord) => {
    const until = new Date(now().getTime() + claimed)
    const { matchedCount } = await cases.updateOne({ _id, movesUpAt }, { $set: { movesUpAt: until } })
    return matchedCount > 0
  }

  /** One case; when somebody else has it or has just moved it, it is theirs. */
  const take = async (work: CaseRecord): Promise<number> => {
    if (!(await claim(work))) return 0
    try {
      await moveOn(work)
      return 1
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return 0
    }
  }

  return {
    async sweep() {
      let moved = 0
      for (;;) {
        const due = await cases
          .find({ movesUpAt: { $lte: now() } })
          .sort({ movesUpAt: 1 })
          .limit(batch)
          .lean<CaseRecord[]>()
        let taken = 0
        for (let i = 0; i < due.length; i += atOnce) {
          const done = await Promise.all(due.slice(i, i + atOnce).map(take))
          taken += done.reduce((sum, one) => sum + one, 0)
        }
        moved += taken
        // A round in which another process was everywhere first leaves the rest to it.
        if (due.length < batch || taken === 0) return moved
      }
    },
  }
}
