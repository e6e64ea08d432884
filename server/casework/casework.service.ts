import { type ClientSession, Types } from 'mongoose'
import { type CaseState, stateRule } from '../../shared/domain/case-states'
import { type HelpCategory, isHidden, type Track } from '../../shared/domain/code-lists'
import type { Role } from '../../shared/domain/roles'
import type { DivisionCode } from '../../shared/domain/territory'
import type { Urgency } from '../../shared/domain/urgency'
import type { Work } from '../database/transaction'
import type { Deadlines } from '../deadlines/deadlines.service'
import type { House } from '../house'
import { notFound, Problem } from '../http/problem'
import type { Notices } from '../notifications/notices.service'
import { type Actor, type People, viewerOf } from '../people/people.service'
import type { RoutingDecision } from '../routing/route'
import type { Ciphertext } from '../trust/field-cipher'
import { type CaseTerritory, postsOver, type Viewer } from '../trust/policy'
import { type CaseRecord, caseModel, territoryOf } from './case.model'
import type { CaseMover } from './move-case'
import { clockSet } from './queue-order'
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
  accept(id: string, version: number, viewer: Viewer, sent?: DoneLater): Promise<CaseRecord>
  /** Writes down that somebody took a reporter's number to call it (design: every look at it is logged). */
  noteCall(id: string, receipt: string, viewer: Viewer): Promise<void>
}

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
