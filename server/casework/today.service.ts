import { type QueryFilter, Types } from 'mongoose'
import { hiddenTracks } from '../../shared/domain/code-lists'
import { villageRoles } from '../../shared/domain/roles'
import { type DivisionCode, townshipOf } from '../../shared/domain/territory'
import { daysAhead, type TodayKind, todayKindOf } from '../../shared/domain/today'
import type { House } from '../house'
import { postsFor, type Viewer } from '../trust/policy'
import { type CaseRecord, caseModel } from './case.model'

/** One thing on somebody's list of the day. */
export interface TodayTask {
  work: CaseRecord
  kind: TodayKind
  /** When it is due: the case's clock, or the hour at which one meets. */
  dueAt: Date
  mine: boolean
}

/** What somebody of a village has to do, or may do as well as the township. */
export interface Today {
  tasks: TodayTask[]
  /** How many more lie in their hands; counted up to 100. */
  later: number
}

/** The day's list of those who work in a village (R2, R7, R11). */
export interface TodayDesk {
  of(viewer: Viewer): Promise<Today>
}

const day = 24 * 3_600_000
/** Of each kind so many are listed: more is no list of a day, and the queue has them all. */
const mostListed = 50
const mostCounted = 100

/** The villages that somebody works for. */
export const villagesOf = (viewer: Viewer): DivisionCode[] => [
  ...new Set(postsFor(viewer, villageRoles).map(({ territory }) => territory)),
]

/** Makes the service that gathers the day's list. */
export function todayService({ db, now }: Pick<House, 'db' | 'now'>): TodayDesk {
  const cases = caseModel(db)

  /** The queue's order holds urgency and due time, so that a stretch of days is two stretches of it. */
  const ownUpTo = async (owner: Types.ObjectId, until: Date) => {
    const own = { 'owner.account': owner, open: true }
    const stretch = (order: QueryFilter<CaseRecord>['queueOrder']) =>
      cases
        .find({ ...own, queueOrder: order })
        .sort({ queueOrder: 1 })
        .limit(mostListed)
        .lean<CaseRecord[]>()
    const end = until.toISOString()
    const [urgent, ordinary, all] = await Promise.all([
      stretch({ $lt: `0|${end}` }),
      stretch({ $gte: '1|', $lt: `1|${end}` }),
      cases.countDocuments(own).limit(mostListed * 2 + mostCounted),
    ])
    const listed = [...urgent, ...ordinary]
    return { listed, later: Math.min(mostCounted, all - listed.length) }
  }

  const notHidden = (owner: Types.ObjectId): QueryFilter<CaseRecord> => ({
    track: { $nin: hiddenTracks },
    'owner.account': { $ne: owner },
  })

  /** Families of the village that wait for their follow-up: whoever lives nearest may make it. */
  const followUpsUpTo = (villages: readonly DivisionCode[], owner: Types.ObjectId, until: Date) =>
    cases
      .find({
        village: { $in: [...villages] },
        state: 'answered',
        clock: 'follow_up',
        dueAt: { $lt: until },
        ...notHidden(owner),
      })
      .sort({ dueAt: 1 })
      .limit(mostListed)
      .lean<CaseRecord[]>()

  /** Where county, township and village go together, the village must know the hour. */
  const meetingsIn = (
    villages: readonly DivisionCode[],
    owner: Types.ObjectId,
    { from, until }: { from: Date; until: Date },
  ) =>
    cases
      .find({
        township: { $in: [...new Set(villages.map(townshipOf))] },
        state: 'joint_inquiry',
        village: { $in: [...villages] },
        'jointInquiry.meetAt': { $gte: from, $lt: until },
        ...notHidden(owner),
      })
      .limit(mostListed)
      .lean<CaseRecord[]>()

  return {
    async of(viewer) {
      const at = now()
      const until = new Date(at.getTime() + daysAhead * day)
      const me = new Types.ObjectId(viewer.account)
      const villages = villagesOf(viewer)
      const [{ listed, later }, followUps, meetings] = await Promise.all([
        ownUpTo(me, until),
        followUpsUpTo(villages, me, until),
        meetingsIn(villages, me, { from: new Date(at.getTime() - day), until }),
      ])
      const task = (work: CaseRecord): TodayTask => ({
        work,
        kind: todayKindOf(work.clock),
        dueAt: work.state === 'joint_inquiry' && work.jointInquiry ? work.jointInquiry.meetAt : work.dueAt,
        mine: work.owner.account.equals(me),
      })
      const tasks = [...listed, ...followUps, ...meetings].map(task)
      return { tasks: tasks.sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime()), later }
    },
  }
}
