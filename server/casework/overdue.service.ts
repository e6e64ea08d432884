import { isHidden } from '../../shared/domain/code-lists'
import { stateRule } from '../../shared/domain/life-cycle'
import { type Role, roleCodes } from '../../shared/domain/roles'
import type { Deadlines } from '../deadlines/deadlines.service'
import type { House } from '../house'
import { Problem } from '../http/problem'
import type { People } from '../people/people.service'
import { type CaseRecord, caseModel } from './case.model'
import type { CaseMover } from './move-case'
import { whyNotYet } from './possible-events'
import { afterPause } from './running-clock'

/** What time itself does with cases: nobody may sit on one, and none may be forgotten (R2, R10). */
export interface Overdue {
  /**
   * Moves on every case whose time has come: a missed clock goes up the line to the next in it, a pause that is over
   * ends, and what the county had its time to sample is closed. Any number of processes may sweep at once: each case
   * is moved by one of them. Answers how many cases it moved.
   */
  sweep(): Promise<number>
}

/** How many cases are read at once, and how many are moved at the same time. */
const batch = 200
const atOnce = 16

/** Nobody below the level at which a case lies is next in line. */
const rank = (role: Role) => roleCodes.indexOf(role)
/** Who may know of a hidden case at all. */
const hiddenLine: readonly Role[] = ['township_lead', 'county_officer']

/** Makes the service that minds the clocks. */
export function overdueService(
  { db, now }: Pick<House, 'db' | 'now'>,
  { people, mover, deadlines }: { people: People; mover: CaseMover; deadlines: Deadlines },
): Overdue {
  const cases = caseModel(db)

  /** The next who is there: at the same post a deputy, then the post above (design: a missed clock moves up). */
  const nextInLine = (work: CaseRecord) => {
    const line = isHidden(work.track) ? hiddenLine : stateRule(work.state).escalatesTo
    const upward = line.filter((role) => rank(role) >= rank(work.owner.role))
    return people.nextInLine(work.village ?? work.township, upward, [...work.passedOver, work.owner.account])
  }

  const moveUp = async (work: CaseRecord) => {
    const next = await nextInLine(work)
    if (!next) {
      // It lies with the highest there is, and stays overdue in their hands.
      await cases.updateOne({ _id: work._id, version: work.version }, { $set: { movesUpAt: null } })
      return
    }
    const movesUpAt = await deadlines.dueAt(work.township, 'escalation', work.urgency, now())
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
        due: work.dueAt,
        told: '约好的日子到了，接着办',
        set: { paused: null, ...(await afterPause(deadlines, work, now())) },
      })
    else if (work.clock === 'sampling' && whyNotYet('close', work) === null)
      await mover.move(work, work.version, 'close', 'system', {
        owner: work.owner,
        told: '备案期满，没有发现问题，销案',
      })
    else await moveUp(work)
  }

  /** One case; when somebody else has just moved it, it is theirs. */
  const take = async (work: CaseRecord): Promise<number> => {
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
