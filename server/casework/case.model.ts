import { type Connection, type Model, Schema, type Types } from 'mongoose'
import type { HelpCategory } from '../../shared/domain/code-lists'
import { type CaseEvent, type CaseState, caseStateCodes } from '../../shared/domain/life-cycle'
import { type Urgency, urgencyCodes } from '../../shared/domain/urgency'
import type { Actor } from '../people/people.service'
import type { RoutingDecision } from '../routing/route'
import type { Ciphertext } from '../trust/field-cipher'

/** One step of a case's life. Steps are added and never changed. */
export interface CaseStep {
  at: Date
  event: 'open' | CaseEvent
  state: CaseState
  by: { account: Types.ObjectId; calledAs: string; title: string } | null
  told: string
}

/** The work on one household's trouble. Always has an owner, a next action and a running clock. */
export interface CaseRecord {
  _id: Types.ObjectId
  version: number
  state: CaseState
  open: boolean
  township: string
  village: string | null
  urgency: Urgency
  urgencyReasons: string[]
  owner: Actor
  openedAt: Date
  dueAt: Date
  /** Urgent first, then the nearest clock: one string, so that one index gives a queue's pages in order. */
  queueOrder: string
  subjectName: string | null
  hamlet: string | null
  headline: Ciphertext
  categories: HelpCategory[]
  photoCount: number
  reporterHasPhone: boolean
  routing: RoutingDecision
  history: CaseStep[]
}

const required = true
const schema = new Schema<CaseRecord>(
  {
    version: { type: Number, required },
    state: { type: String, required, enum: caseStateCodes },
    open: { type: Boolean, required },
    township: { type: String, required },
    village: { type: String, default: null },
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
    dueAt: { type: Date, required },
    queueOrder: { type: String, required },
    subjectName: { type: String, default: null },
    hamlet: { type: String, default: null },
    headline: { type: String, required },
    categories: { type: [String], default: [] },
    photoCount: { type: Number, required },
    reporterHasPhone: { type: Boolean, required },
    routing: { type: Schema.Types.Mixed, required },
    history: { type: [Schema.Types.Mixed], default: [] } as never,
  },
  { collection: 'cases', versionKey: false },
)
schema.index({ 'owner.account': 1, open: 1, queueOrder: 1 })
schema.index({ 'owner.account': 1, open: 1, dueAt: 1 })
schema.index({ township: 1, state: 1, queueOrder: 1 })
schema.index({ township: 1, state: 1, dueAt: 1 })

export const caseModel = (db: Connection): Model<CaseRecord> => db.model<CaseRecord>('Case', schema)
