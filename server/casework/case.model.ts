import { type Connection, type Model, Schema, Types } from 'mongoose'
import { type CaseState, caseStateCodes } from '../../shared/domain/case-states'
import type { ClockName, PauseReason } from '../../shared/domain/clocks'
import {
  type HardshipDegree,
  type HelpCategory,
  isHidden,
  type Track,
  trackCodes,
} from '../../shared/domain/code-lists'
import type { Satisfaction } from '../../shared/domain/follow-up'
import type { CaseEvent } from '../../shared/domain/life-cycle'
import { type Urgency, urgencyCodes } from '../../shared/domain/urgency'
import type { Actor } from '../people/people.service'
import type { RoutingDecision } from '../routing/route'
import type { Ciphertext } from '../trust/field-cipher'
import type { CaseTerritory } from '../trust/policy'
import type { FollowUp } from './closing.service'
import type { JointInquiry } from './joint-inquiry.service'
import type { ReliefItem } from './relief-item'
import type { Transfer } from './transfer'

/** One step of a case's life. Steps are added and never changed. */
export interface CaseStep {
  at: Date
  /** When it really happened, where that was before it was written down: a visit without signal. */
  happenedAt?: Date | null
  /**
   * `joined` and `parted`: another report of the same household came to it or left; `added`: the reporter said more;
   * `visited`: a home visit that moved nothing; `transcribed`: a machine understood words of danger in a recording;
   * `noted`: somebody of the staff wrote something to it.
   */
  event: 'open' | 'joined' | 'parted' | 'added' | 'visited' | 'transcribed' | 'noted' | CaseEvent
  state: CaseState
  /** What it did was due before it happened; nothing is said of steps that were in time. */
  late?: true
  by: { account: Types.ObjectId; calledAs: string; title: string } | null
  told: string
  /** What somebody wrote to it in their own words: for the staff, and encrypted as all such words are. */
  words?: Ciphertext | null
  /** What was explained to the family or the reporter, who may read it: why not, which door is the next, what came of it. */
  explained?: Ciphertext | null
}

/** Something under way inside a case with a clock of its own: a relief item, a transfer. */
export interface UnderWay {
  clock: ClockName
  dueAt: Date
  /** Null while it is under way. */
  endedAt: Date | null
}

/** A clock that stands still for a named reason, by a named person, until a day (facts: clocks). */
export interface CasePause {
  reason: PauseReason
  until: Date
  since: Date
  by: Types.ObjectId
  /** When the clock would have run out. */
  dueBefore: Date
}

/**
 * What a case is classified by. The degree of hardship stands in the clear, because ledgers are made by it; what says
 * something of a person's health or means (causes, health, labour, self-care, category) is encrypted as one.
 */
export interface CaseClassification {
  degree: HardshipDegree
  sealed: Ciphertext
}

/** 备案: the period a case was reported to the county in. */
export interface CaseFiling {
  /** A month, as 2026-11. */
  period: string
  at: Date
  by: NonNullable<CaseStep['by']>
  marked: (NonNullable<CaseStep['by']> & { at: Date }) | null
}

/** The work on one household's trouble. Always has an owner, a next action and a running clock. */
export interface CaseRecord {
  _id: Types.ObjectId
  version: number
  state: CaseState
  open: boolean
  /** The township whose case it is; the county's code while the case lies on the county's desk. */
  township: string
  village: string | null
  /** What kind of thing it seems to be until a person has confirmed it, and why. */
  track: Track
  /** Why: words of the report stand in it. */
  trackReason: Ciphertext | null
  /** The case it was joined to; its reports stay its own, so that undoing loses nothing. */
  mergedInto: Types.ObjectId | null
  urgency: Urgency
  urgencyReasons: string[]
  owner: Actor
  openedAt: Date
  /** The clock that runs, which also says what must be done next; null once the case is closed. */
  clock: ClockName | null
  dueAt: Date
  /** When time itself moves it on: up the line when its clock has run out. Null when there is nobody further up. */
  movesUpAt: Date | null
  /** Who had it in their hands while its clock ran out, since the last step was done. */
  passedOver: Types.ObjectId[]
  /** Urgent first, then the nearest clock: one string, so that one index gives a queue's pages in order. */
  queueOrder: string
  subjectName: string | null
  /** Keyed hash of how the name sounds: 岩三木 and 颜三木 are told by ear. */
  nameSound: string | null
  /** Keyed hash of the hamlet and of how the home is found in it: nothing readable of an address stands on a case. */
  homeHash: string | null
  /** Keyed hashes of the household's phones and identity numbers: the same one is the same household. */
  householdHashes: string[]
  hamlet: string | null
  /** The family is registered elsewhere: help is owed where the trouble is (急难发生地). */
  fromElsewhere: boolean
  /** What the last visit that found hardship classified it by (R11); null before. */
  classification: CaseClassification | null
  headline: Ciphertext
  categories: HelpCategory[]
  photoCount: number
  voiceCount: number
  reporterHasPhone: boolean
  /** Why and until when its clock stands still, and who said so; null while it runs. */
  paused: CasePause | null
  /** What is under way inside it: relief items, and transfers to other departments. */
  relief: ReliefItem[]
  /** The green channel: who goes together, and when; null where nobody was asked. */
  jointInquiry: JointInquiry | null
  transfers: Transfer[]
  /** Visits after the result was told (回访). */
  followUps: FollowUp[]
  /** When it was reported to the county for filing, and who of the county marked it as filed (R2). */
  filing: CaseFiling | null
  /** How the reporter found the help. */
  rating: { satisfied: Satisfaction; at: Date } | null
  /** The residents who reported it themselves, each with the case their report opened: they are told of its progress. */
  reporters: { account: Types.ObjectId; case: Types.ObjectId }[]
  routing: RoutingDecision
  history: CaseStep[]
}

const required = true
const mixedList = { type: [Schema.Types.Mixed], default: [] } as never
const schema = new Schema<CaseRecord>(
  {
    version: { type: Number, required },
    state: { type: String, required, enum: caseStateCodes },
    open: { type: Boolean, required },
    township: { type: String, required },
    village: { type: String, default: null },
    track: { type: String, required, enum: trackCodes },
    trackReason: { type: String, default: null },
    mergedInto: { type: Schema.Types.ObjectId, default: null },
    urgency: { type: String, required, enum: urgencyCodes },
    urgencyReasons: { type: [String], default: [] },
    owner: {
      type: new Schema<Actor>(
        {
          account: { type: Schema.Types.ObjectId, required },
          role: { type: String, required },
          calledAs: { type: String, required },
          title: { type: String, required },
        },
        { _id: false },
      ),
      required,
    },
    openedAt: { type: Date, required },
    clock: { type: String, default: null },
    dueAt: { type: Date, required },
    movesUpAt: { type: Date, default: null },
    passedOver: { type: [Schema.Types.ObjectId], default: [] },
    queueOrder: { type: String, required },
    subjectName: { type: String, default: null },
    nameSound: { type: String, default: null },
    homeHash: { type: String, default: null },
    householdHashes: { type: [String], default: [] },
    hamlet: { type: String, default: null },
    fromElsewhere: { type: Boolean, default: false },
    classification: { type: Schema.Types.Mixed, default: null } as never,
    headline: { type: String, required },
    categories: { type: [String], default: [] },
    photoCount: { type: Number, required },
    voiceCount: { type: Number, default: 0 },
    reporterHasPhone: { type: Boolean, required },
    reporters: mixedList,
    paused: { type: Schema.Types.Mixed, default: null } as never,
    relief: mixedList,
    jointInquiry: { type: Schema.Types.Mixed, default: null } as never,
    transfers: mixedList,
    followUps: mixedList,
    filing: { type: Schema.Types.Mixed, default: null } as never,
    rating: { type: Schema.Types.Mixed, default: null } as never,
    routing: { type: Schema.Types.Mixed, required },
    history: mixedList,
  },
  { collection: 'cases', versionKey: false },
)
schema.index({ 'owner.account': 1, open: 1, queueOrder: 1 })
schema.index({ township: 1, state: 1, queueOrder: 1 })
schema.index({ township: 1, open: 1, queueOrder: 1 })
schema.index({ movesUpAt: 1 })
// A village's figures and the leads behind them.
schema.index({ village: 1, openedAt: -1 })
// Families that wait for their follow-up, for whoever lives in their village: few, among all that came before.
schema.index({ village: 1, dueAt: 1 }, { partialFilterExpression: { state: 'answered' } })
schema.index({ village: 1, nameSound: 1, openedAt: -1 })
schema.index({ village: 1, homeHash: 1, openedAt: -1 })
schema.index({ householdHashes: 1, openedAt: -1 }, { sparse: true })
schema.index(
  { township: 1, 'filing.period': 1 },
  { partialFilterExpression: { 'filing.period': { $exists: true } } },
)
const withTransfers = { partialFilterExpression: { 'transfers.year': { $exists: true } } }
schema.index({ township: 1, 'transfers.year': 1 }, withTransfers)
schema.index({ 'transfers.department': 1, township: 1 }, withTransfers)
schema.index({ 'transfers._id': 1 }, { sparse: true })
schema.index({ 'transfers.remindAt': 1 }, { sparse: true })
schema.index({ 'transfers.link.hash': 1 }, { sparse: true })
// The few that were joined. A comparison, because MongoDB takes an index that says $type for no question but $type;
// with a name of its own, because a database may have that one under the usual name.
const noId = new Types.ObjectId('0'.repeat(24))
schema.index({ mergedInto: 1 }, { name: 'joinedTo', partialFilterExpression: { mergedInto: { $gt: noId } } })

/** What a question of access needs to know of a case. */
export const territoryOf = (
  work: Pick<CaseRecord, 'township' | 'village' | 'track' | 'owner'>,
): CaseTerritory => ({
  township: work.township,
  village: work.village,
  hidden: isHidden(work.track),
  owner: work.owner.account.toHexString(),
})

export const caseModel = (db: Connection): Model<CaseRecord> => db.model<CaseRecord>('Case', schema)
