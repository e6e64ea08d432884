import { z } from 'zod'
import { caseStateCodes } from '../domain/case-states'
import { channelCodes, discovererCodes, reportGroundsCodes, trackCodes } from '../domain/code-lists'
import { caseEventCodes } from '../domain/life-cycle'
import { helpCategory, instant, objectId, publicPerson, receiptNumber, urgency, villageCode } from './fields'
import { jointInquiry, reliefItem } from './relief-views'
import { transferView } from './transfer-views'
import { visitInCase } from './visit-views'

/** Which version of the case the screen showed: a stale screen is told so instead of overwriting. */
export const version = z.int().min(0)

/** One line of a queue. */
export const queueItem = z
  .object({
    id: objectId,
    version,
    state: z.enum(caseStateCodes),
    urgency,
    subjectName: z.string().nullable(),
    placeName: z.string(),
    headline: z.string(),
    categories: z.array(helpCategory),
    nextAction: z.string(),
    openedAt: instant,
    dueAt: instant,
    photoCount: z.int(),
    voiceCount: z.int(),
    reporterHasPhone: z.boolean(),
  })
  .meta({ id: 'QueueItem', description: '待办里的一条线索' })

/** One line of a township's list of cases: a queue's line, and in whose hands it is. */
export const listedCase = queueItem
  .extend({ owner: publicPerson, mine: z.boolean() })
  .meta({ id: 'ListedCase', description: '全乡线索里的一条' })

/** A village that a triage desk may place a lead in, with why. */
const suggestion = z
  .object({
    village: villageCode,
    name: z.string(),
    score: z.number().min(0).max(1),
    reasons: z.array(z.string()),
  })
  .meta({ id: 'VillageSuggestion', description: '可能的村和理由' })

/** A stretch of the report's text in which a place was recognised. */
const recognised = z.object({ start: z.int(), end: z.int(), text: z.string() })

/** A recording to be heard: a link for a few minutes, and its length. */
const voice = z
  .object({
    link: z.string(),
    seconds: z.int(),
    /** What a machine understood; null where none has listened. A hint for whoever can hear it, and no more. */
    transcript: z.string().nullable(),
  })
  .meta({ id: 'Voice', description: '一段录音：几分钟内有效的链接，有几秒，机器转写的话（可能有误）' })

const reportInCase = z.object({
  receipt: receiptNumber,
  sentAt: instant,
  channel: z.enum(channelCodes),
  forWhom: z.enum(['self', 'other']),
  discoverer: z.enum(discovererCodes).nullable(),
  /** By what a report for somebody else was made; null for one's own, and where nothing was said of it. */
  grounds: z.enum(reportGroundsCodes).nullable(),
  categories: z.array(helpCategory),
  text: z.string(),
  hamlet: z.string().nullable(),
  placeWords: z.string().nullable(),
  photos: z.array(z.string()),
  voices: z.array(voice),
  phoneMasked: z.string().nullable(),
  reporterName: z.string().nullable(),
  /** What the reporter has said since. */
  additions: z.array(
    z.object({ at: instant, text: z.string(), photos: z.array(z.string()), voices: z.array(voice) }),
  ),
  /** What WeChat's content check pointed at, in words. It stopped nothing: a person decides. */
  flags: z.array(
    z.object({
      id: objectId,
      words: z.string(),
      /** Who of the township has looked at it, and when; null while nobody has. */
      looked: z.object({ by: publicPerson, at: instant }).nullable(),
    }),
  ),
  /** The joined case that this report came with, so that it can be taken out again; null for the case's own. */
  joinedFrom: z.object({ id: objectId, version }).nullable(),
})

/** An open case that may speak of the same household, with its words to compare. */
const lookalike = z.object({
  id: objectId,
  version,
  subjectName: z.string().nullable(),
  placeName: z.string(),
  texts: z.array(z.string()),
  openedAt: instant,
  why: z.string(),
})

/** A case with its story, as staff of its territory see it. */
export const caseView = z
  .object({
    id: objectId,
    version,
    state: z.enum(caseStateCodes),
    urgency,
    urgencyReasons: z.array(z.string()),
    subjectName: z.string().nullable(),
    placeName: z.string(),
    village: z.object({ code: villageCode, name: z.string() }).nullable(),
    owner: publicPerson,
    mine: z.boolean(),
    nextAction: z.string(),
    openedAt: instant,
    dueAt: instant,
    /** Null once the case is closed. */
    clock: z
      .object({
        label: z.string(),
        nature: z.enum(['internal', 'notice', 'statutory']),
        source: z.string(),
      })
      .nullable(),
    track: z.enum(trackCodes),
    /** The case it was joined to. */
    mergedInto: objectId.nullable(),
    /** Who else could have it, for whoever may reassign it. */
    candidates: z.array(z.object({ id: objectId, calledAs: z.string(), title: z.string() })),
    lookalikes: z.array(lookalike),
    routing: z.object({
      reasons: z.array(z.string()),
      confidence: z.number().min(0).max(1),
      suggestions: z.array(suggestion),
    }),
    reports: z.array(reportInCase),
    /** Home visits, oldest first. */
    visits: z.array(visitInCase),
    /** Where the family is registered elsewhere: help is owed where the trouble is (急难发生地). */
    fromElsewhere: z.boolean(),
    /** The green channel: who goes together, and when; null where nobody was asked. */
    jointInquiry: jointInquiry.nullable(),
    /** What is given and applied for, in the order it was begun. */
    relief: z.array(reliefItem),
    history: z.array(
      z.object({
        at: instant,
        /** When it really happened, where that was before it was written down. */
        happenedAt: instant.nullable(),
        told: z.string(),
        by: publicPerson.nullable(),
      }),
    ),
    transfers: z.array(transferView),
    /** The events this viewer may cause now: the screen's buttons. */
    events: z.array(z.enum(caseEventCodes)),
  })
  .meta({ id: 'Case', description: '一条线索和它的经过' })

/** A waiting lead on the triage desk, with the words that were recognised and the ranked villages. */
export const triageItem = queueItem
  .extend({
    text: z.string(),
    placeWords: z.string().nullable(),
    voices: z.array(voice),
    channel: z.enum(channelCodes),
    recognised: z.array(recognised),
    reasons: z.array(z.string()),
    suggestions: z.array(suggestion),
    desk: z.string(),
    track: z.enum(trackCodes),
    trackReason: z.string(),
    /** The police station's contact, where it is suspected abuse and the roster has one. */
    police: publicPerson.nullable(),
    /** Where outside it seems to belong, by name. */
    elsewhere: z.object({ division: z.string(), name: z.string() }).nullable(),
    /** Words of the report that can be taught to mean the village it is placed in. */
    teachable: z.array(z.string()),
    events: z.array(z.enum(caseEventCodes)),
  })
  .meta({ id: 'TriageItem', description: '待分派的一条线索' })
