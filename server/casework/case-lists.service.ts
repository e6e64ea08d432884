import { type QueryFilter, Types } from 'mongoose'
import type { CaseState } from '../../shared/domain/case-states'
import { hiddenTracks } from '../../shared/domain/code-lists'
import { deskRoles } from '../../shared/domain/roles'
import type { DivisionCode } from '../../shared/domain/territory'
import type { House } from '../house'
import { notFound } from '../http/problem'
import { deskPostOver, postsFor, type Viewer } from '../trust/policy'
import { type CaseRecord, caseModel } from './case.model'
import { orderOf, pageMark } from './queue-order'

/** One page of cases in the order they must be worked. */
export interface CasePage {
  items: CaseRecord[]
  /** Where the next page begins; null at the end. */
  after: string | null
}

/** Counts on a queue's head; none counts beyond 100. */
export interface QueueCounts {
  open: number
  urgent: number
  overdue: number
}

/** Which cases of a township are asked for. */
export interface CaseFilter {
  township: DivisionCode
  /** Left out: all that are open. */
  state?: CaseState
  village?: DivisionCode
  pressing?: 'urgent' | 'overdue'
}

/** Cases as they wait: in somebody's hands, at a desk, in a township. */
export interface CaseLists {
  queueOf(account: string, after: string | undefined): Promise<CasePage & { counts: QueueCounts }>
  /** Leads that wait at a viewer's desks; hidden ones only where the viewer may know of them. */
  triageOf(viewer: Viewer, after: string | undefined): Promise<CasePage & { counts: QueueCounts }>
  /**
   * The cases of a township, of what state and village and how pressing as asked; hidden ones only where the viewer
   * may know of them. @throws Problem not-found for a township outside the viewer's territory.
   */
  listOf(
    viewer: Viewer,
    filter: CaseFilter,
    after: string | undefined,
  ): Promise<CasePage & { counts: QueueCounts }>
}

const pageSize = 20
const mostCounted = 100

/** Makes the service that lists cases. */
export function caseListsService({ db, now }: Pick<House, 'db' | 'now'>): CaseLists {
  const cases = caseModel(db)

  const count = async (filter: QueryFilter<CaseRecord>) => cases.countDocuments(filter).limit(mostCounted)

  /** The order itself holds urgency and due time, so that what is overdue is two stretches of it. */
  const countOverdue = async (filter: QueryFilter<CaseRecord>) => {
    const upTo = now().toISOString()
    const [urgent, ordinary] = await Promise.all([
      count({ ...filter, queueOrder: { $lt: `0|${upTo}` } }),
      count({ ...filter, queueOrder: { $gte: '1|', $lt: `1|${upTo}` } }),
    ])
    return Math.min(mostCounted, urgent + ordinary)
  }

  const page = async (
    filter: QueryFilter<CaseRecord>,
    after: string | undefined,
  ): Promise<CasePage & { counts: QueueCounts }> => {
    const wanted = after ? { ...filter, queueOrder: { $gt: orderOf(after) } } : filter
    const [items, open, urgent, overdue] = await Promise.all([
      cases
        .find(wanted)
        .sort({ queueOrder: 1 })
        .limit(pageSize + 1)
        .lean<CaseRecord[]>(),
      count(filter),
      count({ ...filter, queueOrder: { $lt: '1' } }),
      countOverdue(filter),
    ])
    const shown = items.slice(0, pageSize)
    const last = shown.at(-1)
    return {
      items: shown,
      after: items.length > pageSize && last ? pageMark(last.queueOrder) : null,
      counts: { open, urgent, overdue },
    }
  }

  /** Hidden cases are there only for the lead, and for whoever was given one. */
  const known = (viewer: Viewer): QueryFilter<CaseRecord> => {
    const leads = postsFor(viewer, ['township_lead']).map(({ territory }) => territory)
    return {
      $or: [
        { track: { $nin: hiddenTracks } },
        { township: { $in: leads } },
        { 'owner.account': new Types.ObjectId(viewer.account) },
      ],
    }
  }

  return {
    queueOf: (account, after) => page({ 'owner.account': new Types.ObjectId(account), open: true }, after),
    triageOf(viewer, after) {
      const desks = postsFor(viewer, deskRoles).map(({ territory }) => territory)
      return page({ township: { $in: desks }, state: 'triage', ...known(viewer) }, after)
    },
    listOf(viewer, { township, state, village, pressing }, after) {
      if (!deskPostOver(viewer, township)) throw notFound()
      return page(
        {
          township,
          ...(state ? { state } : { open: true }),
          ...(village && { village }),
          ...(pressing === 'urgent' && { urgency: 'urgent' }),
          ...(pressing === 'overdue' && { dueAt: { $lt: now() } }),
          ...known(viewer),
        },
        after,
      )
    },
  }
}
