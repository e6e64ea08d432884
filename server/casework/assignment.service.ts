import { Types } from 'mongoose'
import { isClosed, stateRule } from '../../shared/domain/life-cycle'
import { caseRoles, type Role, villageRoles } from '../../shared/domain/roles'
import type { DivisionCode } from '../../shared/domain/territory'
import { isWithin } from '../../shared/domain/territory'
import type { Urgency } from '../../shared/domain/urgency'
import { inTransaction, type Work } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile, notFound, Problem, wrongField } from '../http/problem'
import type { AbsenceRecord } from '../people/absence.model'
import { absenceModel } from '../people/absence.model'
import type { AccountRecord } from '../people/account.model'
import type { Actor, People } from '../people/people.service'
import type { Places } from '../places/places.service'
import { postsOver, type Viewer } from '../trust/policy'
import { type CaseRecord, caseModel, territoryOf } from './case.model'
import type { CaseMover } from './move-case'

/** Somebody on the duty roster. */
export interface OnRoster {
  id: string
  calledAs: string
  title: string
  role: Role
  deputy: boolean
  group: number | null
  /** The absence that runs or comes next. */
  away: AbsenceRecord | null
}

/** One village's line on the duty roster. */
export interface VillageRoster {
  code: DivisionCode
  name: string
  people: OnRoster[]
  /** Who gets a lead of this village now. */
  acting: Actor | null
  /** Groups that nobody watches: no leader of their own, and nobody of the village there (R1). */
  unwatched: number[]
  /** Nobody of the village itself is there: leads go to the township (R1: 全乡无盲区). */
  blind: boolean
}

/** Who has what to do, and who has it while they are away (R2, R13). */
export interface Assignment {
  rosterOf(township: DivisionCode): Promise<{ villages: VillageRoster[]; desk: OnRoster[] }>
  /** Villages where nobody of the village can take a lead now. */
  blindSpots(township: DivisionCode): Promise<{ code: DivisionCode; name: string }[]>
  /**
   * Writes an absence down; one that has begun hands the open cases over at once.
   * @throws Problem not-found for somebody outside the viewer's territory, invalid-input for times that are not.
   */
  setAbsence(
    account: string,
    from: Date,
    until: Date,
    viewer: Viewer,
  ): Promise<{ id: string; handedOver: number }>
  endAbsence(id: string, viewer: Viewer): Promise<void>
  /** Hands over for absences that have begun since; any number of processes may sweep. */
  sweep(): Promise<number>
  /** Who else could have this case. */
  candidatesFor(work: CaseRecord): Promise<{ id: string; calledAs: string; title: string }[]>
  reassign(id: string, version: number, owner: string, reason: string, viewer: Viewer): Promise<CaseRecord>
  /** A person may always change the flag, either way; the system never lowers it. */
  setUrgency(
    id: string,
    version: number,
    urgency: Urgency,
    reason: string,
    viewer: Viewer,
  ): Promise<CaseRecord>
}

const longestAbsence = 366 * 24 * 3_600_000
const onDuty: readonly Role[] = villageRoles
const working: readonly Role[] = caseRoles

/** Makes the assignment service. */
export function assignmentService(
  { db, now, audit }: Pick<House, 'db' | 'now' | 'audit'>,
  { people, places, mover }: { people: People; places: Places; mover: CaseMover },
): Assignment {
  const cases = caseModel(db)
  const absences = absenceModel(db)

  /** Gives everything somebody has open to whoever acts now. A case that another hand has just moved is left to it. */
  const handOver = async (account: Types.ObjectId): Promise<number> => {
    const open = await cases.find({ 'owner.account': account, open: true }).lean<CaseRecord[]>()
    let given = 0
    for (const work of open) {
      const owner = await people.actorFor(work.village ?? work.township, stateRule(work.state).owners)
      if (!owner || owner.account.equals(account)) continue
      try {
        await mover.move(work, work.version, 'hand_over', 'system', {
          owner,
          dueFrom: now(),
          told: `${work.owner.calledAs}不在，${owner.title}${owner.calledAs}接着办`,
        })
        given += 1
      } catch (error) {
        if (!(error instanceof Problem)) throw error
      }
    }
    return given
  }

  const rosterLine = (
    account: AccountRecord,
    place: DivisionCode,
    away: readonly AbsenceRecord[],
  ): OnRoster[] =>
    account.posts
      .filter((post) => post.territory === place)
      .map((post) => ({
        id: account._id.toHexString(),
        calledAs: account.calledAs,
        title: post.title,
        role: post.role,
        deputy: post.deputy ?? false,
        group: post.group ?? null,
        away: away.find((one) => one.account.equals(account._id)) ?? null,
      }))

  /** Who holds which post in a township, and in which villages nobody is there. */
  const staffing = async (township: DivisionCode) => {
    const { villages } = await places.placesOf(township)
    const staff = await people.staffOf([township, ...villages.map(({ _id }) => _id)])
    const away = await absences
      .find({ account: { $in: staff.map(({ _id }) => _id) }, until: { $gt: now() } })
      .sort({ from: 1 })
      .lean<AbsenceRecord[]>()
    const lines = (place: DivisionCode) => staff.flatMap((account) => rosterLine(account, place, away))
    const present = ({ away: absence }: OnRoster) => !absence || absence.from > now()
    return {
      desk: lines(township),
      villages: villages.map(({ _id: code, name, groups }): Omit<VillageRoster, 'acting'> => {
        const here = lines(code)
        const blind = !here.some((one) => onDuty.includes(one.role) && present(one))
        const led = here
          .filter((one) => one.role === 'group_leader' && present(one))
          .map(({ group }) => group)
        return {
          code,
          name,
          people: here,
          blind,
          unwatched: blind
            ? groups.map(({ number }) => number).filter((number) => !led.includes(number))
            : [],
        }
      }),
    }
  }

  /** Oneself, or somebody of the territory in which one stands above them. */
  const mayWriteFor = (viewer: Viewer, account: AccountRecord) =>
    account._id.toHexString() === viewer.account ||
    account.posts.some(({ territory }) =>
      viewer.posts.some((post) => post.role.startsWith('township') && isWithin(territory, post.territory)),
    )
  const reached = async (id: string, viewer: Viewer) => {
    const account = await people.account(id)
    if (!account || account.posts.length === 0 || !mayWriteFor(viewer, account)) throw notFound()
    return account
  }

  const candidates = async (work: CaseRecord) => {
    const territory = territoryOf(work)
    const at = [work.township, ...(work.village ? [work.village] : [])]
    const staff = await people.staffOf(at)
    return staff.flatMap((account): Actor[] => {
      const as = {
        account: account._id.toHexString(),
        session: '',
        calledAs: account.calledAs,
        posts: account.posts,
      }
      const [post] = postsOver(as, territory).filter(({ role }) => working.includes(role))
      if (!post || account._id.equals(work.owner.account)) return []
      return [{ account: account._id, role: post.role, calledAs: account.calledAs, title: post.title }]
    })
  }

  const noted = (viewer: Viewer, action: string, id: string, details: Record<string, unknown>, work: Work) =>
    audit.record({ actor: viewer.account, action, subject: { kind: 'account', id }, details }, now(), work)

  return {
    async rosterOf(township) {
      const { desk, villages } = await staffing(township)
      const { owners } = stateRule('assigned')
      const acting = await Promise.all(villages.map(({ code }) => people.actorFor(code, owners)))
      return { desk, villages: villages.map((village, i) => ({ ...village, acting: acting[i] ?? null })) }
    },
    async blindSpots(township) {
      const { villages } = await staffing(township)
      return villages.filter(({ blind }) => blind).map(({ code, name }) => ({ code, name }))
    },
    async setAbsence(id, from, until, viewer) {
      const account = await reached(id, viewer)
      if (until <= from) throw wrongField('until', '回来的时间要在走的时间后面')
      if (until <= now()) throw wrongField('until', '这段时间已经过去了')
      if (until.getTime() - from.getTime() > longestAbsence) throw wrongField('until', '最长一年')
      const record: AbsenceRecord = {
        _id: new Types.ObjectId(),
        account: account._id,
        from,
        until,
        recordedBy: new Types.ObjectId(viewer.account),
        recordedAt: now(),
        handedOver: from <= now(),
      }
      const details = { from: from.toISOString(), until: until.toISOString() }
      await inTransaction(db, async (work) => {
        work.insert(absences, record)
        noted(viewer, 'absence.set', id, details, work)
      })
      audit.sealSoon()
      people.forgetActors()
      return {
        id: record._id.toHexString(),
        handedOver: record.handedOver ? await handOver(account._id) : 0,
      }
    },
    async endAbsence(id, viewer) {
      const absence = await absences.findById(id).lean<AbsenceRecord>()
      if (!absence) throw notFound()
      await reached(absence.account.toHexString(), viewer)
      await inTransaction(db, async (work) => {
        await absences.deleteOne({ _id: absence._id }, { session: work.session })
        noted(viewer, 'absence.end', absence.account.toHexString(), {}, work)
      })
      audit.sealSoon()
      people.forgetActors()
    },
    async sweep() {
      let given = 0
      for (;;) {
        const begun = await absences
          .findOneAndUpdate({ handedOver: false, from: { $lte: now() } }, { $set: { handedOver: true } })
          .lean<AbsenceRecord>()
        if (!begun) return given
        people.forgetActors()
        if (begun.until > now()) given += await handOver(begun.account)
      }
    },
    async candidatesFor(work) {
      if (isClosed(work.state)) return []
      return (await candidates(work)).map(({ account, calledAs, title }) => ({
        id: account.toHexString(),
        calledAs,
        title,
      }))
    },
    async reassign(id, version, owner, reason, viewer) {
      const before = await mover.find(id)
      const to = (await candidates(before)).find(({ account }) => account.toHexString() === owner)
      if (!to) throw wrongField('owner', '这个人管不到这里')
      return mover.moveAs(viewer, before, version, 'reassign', {
        owner: to,
        dueFrom: now(),
        told: `换${to.title}${to.calledAs}来办`,
        words: reason,
      })
    },
    async setUrgency(id, version, urgency, reason, viewer) {
      const before = await mover.find(id)
      if (before.urgency === urgency) throw changedMeanwhile('已经是这样了')
      const event = urgency === 'urgent' ? 'mark_urgent' : 'mark_ordinary'
      return mover.moveAs(viewer, before, version, event, {
        owner: before.owner,
        dueFrom: now(),
        urgency,
        words: reason,
        set: { urgencyReasons: [`${viewer.calledAs}改的`, ...before.urgencyReasons] },
      })
    },
  }
}
