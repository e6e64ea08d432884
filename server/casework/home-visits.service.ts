import { Types } from 'mongoose'
import { stateRule } from '../../shared/domain/case-states'
import { eventOfVisit, faultOfVisitTime } from '../../shared/domain/home-visit'
import { type CaseEvent, eventRule } from '../../shared/domain/life-cycle'
import { caseRoles } from '../../shared/domain/roles'
import type { VisitRecord } from '../../shared/domain/visit-form'
import { inTransaction, isDuplicateKey, type Work } from '../database/transaction'
import type { Deadlines } from '../deadlines/deadlines.service'
import type { House } from '../house'
import { changedMeanwhile, Problem, wrongField } from '../http/problem'
import type { Attachments } from '../intake/attachments.service'
import type { Notices } from '../notifications/notices.service'
import { mayReach, rolesOver, type Viewer } from '../trust/policy'
import { type CaseRecord, type CaseStep, caseModel, territoryOf } from './case.model'
import { actorIn, type Casework } from './casework.service'
import { type HomeVisitRecord, homeVisitModel } from './home-visit.model'
import type { Joining } from './joining.service'
import type { CaseMover } from './move-case'
import { possibleEvents } from './possible-events'
import { noticesOf } from './tell-of-case'
import type { VisitFile } from './visit-file.service'
import { ownerAfterVisit, stepOfVisit, type VisitSubmission, whatVisitTells } from './visit-outcome'

/** What became of a visit that was sent. */
export interface RecordedVisit {
  case: CaseRecord
  moved: boolean
  /** One plain sentence: what it did, or why it moved nothing. */
  told: string
  alreadyReceived: boolean
}

/** Home visits (R2, R8): they move a case where its state allows it, and are kept with it in any case. */
export interface HomeVisits {
  /**
   * Stores a visit once, however often and however late it is sent. The case's state decides and not the version that
   * the visitor saw: a visit that really happened is never refused because the office worked on meanwhile. Where
   * somebody else's visit came first, or the state has gone on, it is kept with the case and moves nothing.
   * @throws Problem invalid-input for a time that cannot be, or somebody else's photograph; already-sent.
   */
  record(caseId: string, visit: VisitSubmission, viewer: Viewer): Promise<RecordedVisit>
}

const mostAttempts = 5

/** Makes the home visits service. */
export function homeVisitsService(
  { db, now, cipher, audit }: Pick<House, 'db' | 'now' | 'cipher' | 'audit'>,
  rooms: {
    casework: Casework
    mover: CaseMover
    joining: Joining
    attachments: Attachments
    visitFile: VisitFile
    notices: Notices
    deadlines: Deadlines
  },
): HomeVisits {
  const { casework, mover, joining, attachments, visitFile, notices, deadlines } = rooms
  const visits = homeVisitModel(db)
  const cases = caseModel(db)

  /** The case that is worked now: a visit of one that was joined meanwhile belongs to the one it was joined to. */
  const currentCase = async (caseId: string, viewer: Viewer): Promise<CaseRecord> => {
    const asked = await mover.find(caseId)
    const main = (await joining.leading([asked])).get(asked._id.toHexString()) ?? asked
    return mayReach(caseRoles, viewer, territoryOf(main)) === 'allowed' ? main : asked
  }

  /** Somebody else's visit that was stored after this visitor last looked. */
  const visitSince = (work: CaseRecord, seen: number, viewer: Viewer) =>
    work.version > seen
      ? visits
          .findOne({
            case: work._id,
            movedTo: { $gt: seen },
            'by.account': { $ne: new Types.ObjectId(viewer.account) },
          })
          .lean<HomeVisitRecord>()
      : null

  const put = async (record: HomeVisitRecord, work: Work) => {
    const { photos, signature, by } = record
    work.insert(visits, record)
    await attachments.claim({ photos, voices: [], signature }, by.account, record._id, work.session)
  }

  const move = async (
    before: CaseRecord,
    event: CaseEvent,
    visit: VisitSubmission,
    record: HomeVisitRecord,
    viewer: Viewer,
  ) => {
    const step = stepOfVisit(before, event, visit, now())
    const known = whatVisitTells(before, visit, cipher)
    // Whoever goes before having taken the case is measured by the visit's own term, not by the taking's.
    const wasDue =
      before.clock === 'acknowledgement'
        ? await deadlines.dueAt(before.township, 'home_visit', before.urgency, before.openedAt)
        : undefined
    const moved: HomeVisitRecord = { ...record, event, movedTo: before.version + 1 }
    return mover.moveAs(viewer, before, before.version, event, {
      ...step,
      owner: await ownerAfterVisit(before, event, viewer, casework),
      happenedAt: record.happenedAt,
      wasDue,
      set: { ...known, paused: null },
      details: { visit: record._id.toHexString(), photos: record.photos.length },
      also: (work) => put(moved, work),
    })
  }

  /** Keeps a visit that moves nothing: it stands on the case's history all the same. */
  const keep = (
    before: CaseRecord,
    why: string,
    visit: VisitSubmission,
    record: HomeVisitRecord,
    viewer: Viewer,
  ): Promise<CaseRecord> => {
    const { told, words } = stepOfVisit(before, null, visit, now())
    const step: CaseStep = {
      at: now(),
      happenedAt: record.happenedAt,
      event: 'visited',
      state: before.state,
      by: { account: record.by.account, calledAs: record.by.calledAs, title: record.by.title },
      told,
      words: cipher.encrypt('case.words', [words, why].filter(Boolean).join('。')),
    }
    return inTransaction(db, async (work) => {
      const written = await cases
        .findOneAndUpdate(
          { _id: before._id, version: before.version },
          {
            $push: { history: step },
            $addToSet: { householdHashes: { $each: record.householdHashes } },
            $inc: { version: 1 },
          },
          { returnDocument: 'after', session: work.session },
        )
        .lean<CaseRecord>()
      if (!written) throw changedMeanwhile('刚才有别人先办了，请看看最新情况')
      notices.tell(noticesOf(written, step, { owner: before.owner.account }), now(), work)
      await put(record, work)
      const subject = { kind: 'case', id: before._id.toHexString() }
      const details = { visit: record._id.toHexString(), state: before.state, photos: record.photos.length }
      audit.record({ actor: viewer.account, action: 'case.visited', subject, details }, now(), work)
      return written
    })
  }

  /** Why a visit moves nothing; null where it does. */
  const whyNot = async (work: CaseRecord, event: CaseEvent | null, seen: number, viewer: Viewer) => {
    const other = await visitSince(work, seen, viewer)
    if (other) return `${other.by.title}${other.by.calledAs}先报了上门的结果`
    return event ? null : `这件事现在是“${stateRule(work.state).label}”`
  }

  const attempt = async (
    before: CaseRecord,
    visit: VisitSubmission,
    fingerprint: string,
    viewer: Viewer,
  ): Promise<Omit<RecordedVisit, 'alreadyReceived'>> => {
    const { explanation, words, conclusion, form } = visit
    const said: VisitRecord = { conclusion, explanation, words, form }
    const record: HomeVisitRecord = {
      _id: new Types.ObjectId(),
      case: before._id,
      township: before.township,
      by: actorIn(viewer, before),
      clientKey: visit.clientKey,
      fingerprint,
      happenedAt: new Date(visit.happenedAt),
      recordedAt: now(),
      conclusion,
      event: null,
      movedTo: null,
      householdHashes: whatVisitTells(before, visit, cipher).householdHashes,
      photos: visit.photos.map((id) => new Types.ObjectId(id)),
      signature: visit.signature ? new Types.ObjectId(visit.signature) : null,
      sealed: cipher.encrypt('visit.form', JSON.stringify(said)),
    }
    const event = eventOfVisit(conclusion, possibleEvents(before, rolesOver(viewer, territoryOf(before))))
    const why = await whyNot(before, event, visit.version, viewer)
    if (event && why === null)
      return {
        case: await move(before, event, visit, record, viewer),
        moved: true,
        told: eventRule(event).told,
      }
    return {
      case: await keep(before, why ?? '', visit, record, viewer),
      moved: false,
      told: `${why}。您这次上门也记在这件事里了，没有动它`,
    }
  }

  return {
    async record(caseId, visit, viewer) {
      const { version: _version, ...said } = visit
      const fingerprint = cipher.hash('visit', JSON.stringify([caseId, said]))
      for (let tries = 1; ; tries += 1) {
        const before = await currentCase(caseId, viewer)
        const happened = new Date(visit.happenedAt)
        const fault = faultOfVisitTime(happened, now(), await visitFile.notBefore(before))
        if (fault) throw wrongField('happenedAt', fault)
        try {
          const done = await attempt(before, visit, fingerprint, viewer)
          audit.sealSoon()
          return { ...done, alreadyReceived: false }
        } catch (error) {
          // A second sending finds its key taken, or its own photographs tied to the first one.
          if (!isDuplicateKey(error) && !(error instanceof Problem)) throw error
          const earlier = await visits
            .findOne({ 'by.account': new Types.ObjectId(viewer.account), clientKey: visit.clientKey })
            .lean<HomeVisitRecord>()
          if (earlier) {
            if (earlier.fingerprint !== fingerprint)
              throw new Problem('already-sent', '这次上门已经收到过了，后来改的没有存')
            const told = earlier.event ? eventRule(earlier.event).told : '这次上门已经记在这件事里了'
            const work = await mover.find(earlier.case.toHexString())
            return { case: work, moved: earlier.event !== null, told, alreadyReceived: true }
          }
          // Somebody else worked on the case at this very moment: what the visit still moves is looked at again.
          const moved = error instanceof Problem && ['changed-meanwhile', 'not-yet'].includes(error.problem)
          if (!moved || tries === mostAttempts) throw error
        }
      }
    },
  }
}
