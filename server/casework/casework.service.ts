import { type QueryFilter, Types, type UpdateQuery } from 'mongoose'
import type { HelpCategory } from '../../shared/domain/code-lists'
import {
  type CaseEvent,
  type CaseState,
  caseEvents,
  caseStates,
  eventsOpenTo,
  stateRule,
} from '../../shared/domain/life-cycle'
import type { DivisionCode } from '../../shared/domain/territory'
import type { Urgency } from '../../shared/domain/urgency'
import { inTransaction, type Work } from '../database/transaction'
import { dueAt } from '../deadlines/due-time'
import type { House } from '../house'
import { changedMeanwhile, notFound, Problem, wrongField } from '../http/problem'
import type { Actor, People } from '../people/people.service'
import { villageIn } from '../places/gazetteer'
import type { Places } from '../places/places.service'
import type { RoutingDecision } from '../routing/route'
import type { Ciphertext } from '../trust/field-cipher'
import { type CaseTerritory, rolesOver, type Viewer } from '../trust/policy'
import { type CaseRecord, type CaseStep, caseModel } from './case.model'
import { orderOf, pageMark, queueOrder } from './queue-order'

/** What a report brings to the case it opens. */
export interface Opening {
  township: DivisionCode
  decision: RoutingDecision
  owner: Actor
  urgency: { urgency: Urgency; reasons: string[] }
  subjectName: string | null
  hamlet: string | null
  headline: Ciphertext
  categories: HelpCategory[]
  photoCount: number
  reporterHasPhone: boolean
}

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

/** The work on cases. The only place that writes them. */
export interface Casework {
  /** Who will own a case in this state at this place. @throws Problem unavailable when nobody at all is set up. */
  ownerFor(state: CaseState, place: DivisionCode): Promise<Actor>
  /** Opens a case inside the transaction that stores its report. */
  open(opening: Opening, at: Date, actor: string, work: Work): CaseRecord
  find(id: string): Promise<CaseRecord>
  many(ids: readonly Types.ObjectId[]): Promise<CaseRecord[]>
  territoryOf(id: string): Promise<CaseTerritory | null>
  queueOf(account: string, after: string | undefined): Promise<CasePage & { counts: QueueCounts }>
  triageOf(
    townships: readonly DivisionCode[],
    after: string | undefined,
  ): Promise<CasePage & { counts: QueueCounts }>
  accept(id: string, version: number, viewer: Viewer): Promise<CaseRecord>
  /** Writes down that somebody took a reporter's number to call it (design: every look at it is logged). */
  noteCall(id: string, receipt: string, viewer: Viewer): Promise<void>
  place(id: string, version: number, village: DivisionCode, viewer: Viewer): Promise<CaseRecord>
}

const pageSize = 20
const mostCounted = 100

const territory = ({ township, village }: CaseRecord): CaseTerritory => ({ township, village })

/** Makes the casework service. */
export function caseworkService(
  { db, now, audit }: Pick<House, 'db' | 'now' | 'audit'>,
  { people, places }: { people: People; places: Places },
): Casework {
  const cases = caseModel(db)

  const ownerFor = async (state: CaseState, place: DivisionCode) => {
    const actor = await people.actorFor(place, stateRule(state).owners)
    if (!actor) throw new Problem('unavailable', '这个乡还没有安排好接单的人，请先打求助电话')
    return actor
  }

  const find = async (id: string) => {
    const found = await cases.findById(id).lean<CaseRecord>()
    if (!found) throw notFound()
    return found
  }

  const count = async (filter: QueryFilter<CaseRecord>) => cases.countDocuments(filter).limit(mostCounted)

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
      count({ ...filter, dueAt: { $lt: now() } }),
    ])
    const shown = items.slice(0, pageSize)
    const last = shown.at(-1)
    return {
      items: shown,
      after: items.length > pageSize && last ? pageMark(last.queueOrder) : null,
      counts: { open, urgent, overdue },
    }
  }

  /**
   * Moves a case by one event of the life cycle. Exactly one of two who act at once wins; the other is told who
   * did. The same person doing the same again gets the case as it is.
   */
  const move = async (
    id: string,
    version: number,
    event: CaseEvent,
    viewer: Viewer,
    next: {
      owner: Actor
      dueFrom: Date
      set?: UpdateQuery<CaseRecord>['$set']
      details?: Record<string, unknown>
    },
  ): Promise<CaseRecord> => {
    const before = await find(id)
    const roles = rolesOver(viewer, territory(before))
    const at = now()
    const post = viewer.posts.find((held) => roles.includes(held.role))
    if (!eventsOpenTo(before.state, roles).includes(event) || before.version !== version) {
      const last = before.history.at(-1)
      if (last?.event === event && last.by?.account.toHexString() === viewer.account) return before
      const who = last?.by ? `${last.by.title}${last.by.calledAs}` : '系统'
      throw changedMeanwhile(`${who}刚才已经办了：${last?.told ?? stateRule(before.state).label}`)
    }
    const rule = caseEvents[event]
    const due = dueAt(stateRule(rule.to).clock, before.urgency, next.dueFrom)
    const step: CaseStep = {
      at,
      event,
      state: rule.to,
      by: {
        account: new Types.ObjectId(viewer.account),
        calledAs: viewer.calledAs,
        title: post?.title ?? '',
      },
      told: rule.told,
    }
    const moved = await inTransaction(db, async (work) => {
      const written = await cases
        .findOneAndUpdate(
          { _id: before._id, version },
          {
            $set: {
              ...next.set,
              state: rule.to,
              owner: next.owner,
              dueAt: due,
              queueOrder: queueOrder(before.urgency, due, before._id),
            },
            $inc: { version: 1 },
            $push: { history: step },
          },
          { returnDocument: 'after', session: work.session },
        )
        .lean<CaseRecord>()
      if (!written) throw changedMeanwhile('刚才有别人先办了，请看看最新情况')
      audit.record(
        {
          actor: viewer.account,
          action: `case.${event}`,
          subject: { kind: 'case', id },
          details: {
            from: before.state,
            to: rule.to,
            owner: next.owner.account.toHexString(),
            ...next.details,
          },
        },
        at,
        work,
      )
      return written
    })
    audit.sealSoon()
    return moved
  }

  return {
    ownerFor,
    open(opening, at, actor, work) {
      const { decision, owner, urgency } = opening
      const state: CaseState = decision.outcome === 'village' ? 'assigned' : 'triage'
      const id = new Types.ObjectId()
      const due = dueAt(caseStates[state].clock, urgency.urgency, at)
      const record: CaseRecord = {
        _id: id,
        version: 0,
        state,
        open: true,
        township: opening.township,
        village: decision.village,
        urgency: urgency.urgency,
        urgencyReasons: urgency.reasons,
        owner,
        openedAt: at,
        dueAt: due,
        queueOrder: queueOrder(urgency.urgency, due, id),
        subjectName: opening.subjectName,
        hamlet: opening.hamlet,
        headline: opening.headline,
        categories: opening.categories,
        photoCount: opening.photoCount,
        reporterHasPhone: opening.reporterHasPhone,
        routing: decision,
        history: [
          {
            at,
            event: 'open',
            state,
            by: null,
            told: state === 'assigned' ? '收到了，到了村里' : '收到了，乡里看是哪个村',
          },
        ],
      }
      work.insert(cases, record)
      audit.record(
        {
          actor,
          action: 'case.open',
          subject: { kind: 'case', id: id.toHexString() },
          details: {
            state,
            village: decision.village,
            confidence: decision.confidence,
            gazetteer: decision.gazetteerVersion,
          },
        },
        at,
        work,
      )
      return record
    },
    find,
    many: (ids) => cases.find({ _id: { $in: ids } }).lean<CaseRecord[]>(),
    async territoryOf(id) {
      const found = await cases.findById(id, { township: 1, village: 1 }).lean<CaseRecord>()
      return found && territory(found)
    },
    queueOf: (account, after) => page({ 'owner.account': new Types.ObjectId(account), open: true }, after),
    triageOf: (townships, after) => page({ township: { $in: townships }, state: 'triage' }, after),
    async accept(id, version, viewer) {
      const before = await find(id)
      const roles = rolesOver(viewer, territory(before))
      const post = viewer.posts.find((held) => roles.includes(held.role))
      if (!post) throw notFound()
      const owner: Actor = {
        account: new Types.ObjectId(viewer.account),
        role: post.role,
        calledAs: viewer.calledAs,
        title: post.title,
      }
      // The family was promised a visit when it reported: that clock runs from then, however late the case is taken.
      return move(id, version, 'accept', viewer, { owner, dueFrom: before.openedAt })
    },
    async noteCall(id, receipt, viewer) {
      const deed = {
        actor: viewer.account,
        action: 'case.call',
        subject: { kind: 'case', id },
        details: { receipt },
      }
      await inTransaction(db, async (work) => audit.record(deed, now(), work))
      audit.sealSoon()
    },
    async place(id, version, village, viewer) {
      const before = await find(id)
      const gazetteer = await places.gazetteer(before.township)
      const known = villageIn(gazetteer, village)
      if (!known) throw wrongField('village', '本乡没有这个村')
      return move(id, version, 'place', viewer, {
        owner: await ownerFor('assigned', village),
        dueFrom: now(),
        set: {
          village,
          'routing.reasons': [`${viewer.calledAs}看过，分到${known.name}`, ...before.routing.reasons],
        },
        details: { village },
      })
    },
  }
}
