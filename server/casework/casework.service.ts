import { type ClientSession, type QueryFilter, Types } from 'mongoose'
import { type CaseState, stateRule } from '../../shared/domain/case-states'
import { type HelpCategory, hiddenTracks, isHidden, type Track } from '../../shared/domain/code-lists'
import { deskRoles, type Role } from '../../shared/domain/roles'
import { type DivisionCode, isWithin } from '../../shared/domain/territory'
import type { Urgency } from '../../shared/domain/urgency'
import type { Work } from '../database/transaction'
import type { Deadlines } from '../deadlines/deadlines.service'
import type { House } from '../house'
import { notFound, Problem } from '../http/problem'
import type { Notices } from '../notifications/notices.service'
import { type Actor, type People, viewerOf } from '../people/people.service'
import type { RoutingDecision } from '../routing/route'
import type { Ciphertext } from '../trust/field-cipher'
import { type CaseTerritory, postsFor, postsOver, type Viewer } from '../trust/policy'
import { type CaseRecord, caseModel, territoryOf } from './case.model'
import type { CaseMover } from './move-case'
import { clockSet, orderOf, pageMark } from './queue-order'
import { type DoneLater, doneAt } from './sent-deeds.service'
import { noticesOf } from './tell-of-case'

/** What a report brings to the case it opens. */
export interface Opening {
  township: DivisionCode
  decision: RoutingDecision
  owner: Actor
  urgency: { urgency: Urgency; reasons: string[] }
  track: { track: Track; reason: string }
  subjectName: string | null
  nameSound: string | null
  homeHash: string | null
  householdHashes: string[]
  hamlet: string | null
  headline: Ciphertext
  categories: HelpCategory[]
  photoCount: number
  voiceCount: number
  reporterHasPhone: boolean
  /** The resident who sent it; null for what the staff wrote down. */
  reporter: Types.ObjectId | null
  /** The open case of the same household that the report belongs to, when its phone or identity number says so. */
  joinInto: CaseRecord | null
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

/** Which cases of a township are asked for. */
export interface CaseFilter {
  township: DivisionCode
  /** Left out: all that are open. */
  state?: CaseState
  village?: DivisionCode
  pressing?: 'urgent' | 'overdue'
}

/** The work on cases. */
export interface Casework {
  /** Who is told of what was reported under one account: another one of the same person. */
  reporterBecomes(from: Types.ObjectId, to: Types.ObjectId, session: ClientSession): Promise<void>
  /**
   * Who will own a case in this state at this place: one of `passing` only where there is nobody else.
   * @throws Problem unavailable when nobody at all is set up.
   */
  ownerFor(
    state: CaseState,
    place: DivisionCode,
    track?: Track,
    passing?: readonly Types.ObjectId[],
  ): Promise<Actor>
  /** Somebody in the post they hold over this case now; null when they have left it. */
  actingAs(account: Types.ObjectId, work: CaseRecord): Promise<Actor | null>
  /** Who looks again at what was refused: the lead, and not the one who refused it. */
  objectionOwner(township: DivisionCode): Promise<Actor>
  /** The first of these roles who is there for a place. @throws Problem unavailable when nobody at all is set up. */
  firstOf(place: DivisionCode, roles: readonly Role[]): Promise<Actor>
  /** Opens a case inside the transaction that stores its report. */
  open(opening: Opening, at: Date, actor: string, work: Work): Promise<CaseRecord>
  find(id: string): Promise<CaseRecord>
  many(ids: readonly Types.ObjectId[]): Promise<CaseRecord[]>
  territoryOf(id: string): Promise<CaseTerritory | null>
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
  accept(id: string, version: number, viewer: Viewer, sent?: DoneLater): Promise<CaseRecord>
  /** Writes down that somebody took a reporter's number to call it (design: every look at it is logged). */
  noteCall(id: string, receipt: string, viewer: Viewer): Promise<void>
}

const pageSize = 20
const mostCounted = 100

/** Who acts on a hidden case, and looks again at what was refused: the township's lead, and where there is none, the nearest who may know of it. */
const hiddenOwners: readonly Role[] = ['township_lead', 'county_officer', 'township_officer']

const toldFirst: Partial<Record<CaseState, string>> = {
  triage: '收到了，乡里看是哪个村',
  assigned: '收到了，到了村里',
  merged: '收到了，和您家报过的另一件并在一起办',
}

/** Where a case begins. What is no hardship waits for a person, whatever place it names. */
function firstState({ decision, track, joinInto }: Opening): CaseState {
  if (joinInto) return 'merged'
  return decision.outcome === 'village' && track.track === 'hardship' ? 'assigned' : 'triage'
}

/** The viewer in the post in which they stand over a case. @throws Problem not-found for who holds none. */
export function actorIn(viewer: Viewer, work: CaseRecord): Actor {
  const [post] = postsOver(viewer, territoryOf(work))
  if (!post) throw notFound()
  return {
    account: new Types.ObjectId(viewer.account),
    role: post.role,
    calledAs: viewer.calledAs,
    title: post.title,
  }
}

/** Makes the casework service. */
export function caseworkService(
  { db, now, audit, cipher }: Pick<House, 'db' | 'now' | 'audit' | 'cipher'>,
  {
    people,
    mover,
    notices,
    deadlines,
  }: { people: People; mover: CaseMover; notices: Notices; deadlines: Deadlines },
): Casework {
  const cases = caseModel(db)

  const someone = async (
    place: DivisionCode,
    roles: readonly Role[],
    passing: readonly Types.ObjectId[] = [],
  ) => {
    const actor = (await people.nextInLine(place, roles, passing)) ?? (await people.actorFor(place, roles))
    if (!actor) throw new Problem('unavailable', '这个乡还没有安排好接单的人，请先打求助电话')
    return actor
  }

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
    async reporterBecomes(from, to, session) {
      await cases.updateMany(
        { 'reporters.account': from },
        { $set: { 'reporters.$[one].account': to } },
        { session, arrayFilters: [{ 'one.account': from }] },
      )
    },
    find: mover.find,
    objectionOwner: (township) => someone(township, hiddenOwners),
    firstOf: someone,
    ownerFor: (state, place, track = 'hardship', passing) =>
      someone(place, isHidden(track) ? hiddenOwners : stateRule(state).owners, passing),
    async actingAs(account, work) {
      const person = await people.account(account.toHexString())
      if (!person) return null
      const [post] = postsOver(viewerOf(person), territoryOf(work))
      return post ? { account, role: post.role, calledAs: person.calledAs, title: post.title } : null
    },
    async open(opening, at, actor, work) {
      const { decision, urgency, track, joinInto } = opening
      const state = firstState(opening)
      const id = new Types.ObjectId()
      const { clock } = stateRule(state)
      const due = clock ? await deadlines.dueAt(opening.township, clock, urgency.urgency, at) : at
      const village = joinInto ? joinInto.village : state === 'assigned' ? decision.village : null
      const owner = joinInto?.owner ?? opening.owner
      const record: CaseRecord = {
        _id: id,
        version: 0,
        state,
        open: clock !== null,
        township: opening.township,
        village,
        track: track.track,
        trackReason: track.reason ? cipher.encrypt('case.trackReason', track.reason) : null,
        mergedInto: joinInto?._id ?? null,
        urgency: urgency.urgency,
        urgencyReasons: urgency.reasons,
        owner,
        openedAt: at,
        ...clockSet(id, urgency.urgency, clock, due),
        subjectName: opening.subjectName,
        nameSound: opening.nameSound,
        homeHash: opening.homeHash,
        householdHashes: opening.householdHashes,
        hamlet: opening.hamlet,
        fromElsewhere: false,
        classification: null,
        headline: opening.headline,
        categories: opening.categories,
        photoCount: opening.photoCount,
        voiceCount: opening.voiceCount,
        reporterHasPhone: opening.reporterHasPhone,
        reporters: opening.reporter ? [{ account: opening.reporter, case: id }] : [],
        paused: null,
        relief: [],
        jointInquiry: null,
        transfers: [],
        followUps: [],
        filing: null,
        rating: null,
        routing: decision,
        history: [
          {
            at,
            event: 'open',
            state,
            by: null,
            told: toldFirst[state] ?? '',
          },
        ],
      }
      work.insert(cases, record)
      const [step] = record.history
      if (step && record.open) notices.tell(noticesOf(record, step, null), at, work)
      audit.record(
        {
          actor,
          action: 'case.open',
          subject: { kind: 'case', id: id.toHexString() },
          details: {
            state,
            village,
            track: track.track,
            confidence: decision.confidence,
            gazetteer: decision.gazetteerVersion,
          },
        },
        at,
        work,
      )
      return record
    },
    many: (ids) => cases.find({ _id: { $in: ids } }).lean<CaseRecord[]>(),
    async territoryOf(id) {
      const found = await cases
        .findById(id, { township: 1, village: 1, track: 1, owner: 1 })
        .lean<CaseRecord>()
      return found && territoryOf(found)
    },
    queueOf: (account, after) => page({ 'owner.account': new Types.ObjectId(account), open: true }, after),
    triageOf(viewer, after) {
      const desks = postsFor(viewer, deskRoles).map(({ territory }) => territory)
      return page({ township: { $in: desks }, state: 'triage', ...known(viewer) }, after)
    },
    listOf(viewer, { township, state, village, pressing }, after) {
      if (!postsFor(viewer, deskRoles).some(({ territory }) => isWithin(township, territory)))
        throw notFound()
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
    async accept(id, version, viewer, { also, ...sending } = {}) {
      const before = await mover.find(id)
      const owner = actorIn(viewer, before)
      // The family was promised a visit when it reported: that clock runs from then, however late the case is taken.
      return mover.moveAs(viewer, before, version, 'accept', {
        owner,
        dueFrom: before.openedAt,
        ...doneAt(sending, before, now()),
        also,
      })
    },
    async noteCall(id, receipt, viewer) {
      const deed = {
        actor: viewer.account,
        action: 'case.call',
        subject: { kind: 'case', id },
        details: { receipt },
      }
      await audit.note(deed, now())
    },
  }
}
