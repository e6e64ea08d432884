import { Types } from 'mongoose'
import { caseRoles } from '../../shared/domain/roles'
import type { VisitRecord } from '../../shared/domain/visit-form'
import type { House } from '../house'
import { notFound } from '../http/problem'
import type { Reports } from '../intake/reports.service'
import { mayReach, type Viewer } from '../trust/policy'
import { type CaseRecord, territoryOf } from './case.model'
import type { Casework } from './casework.service'
import { type HomeVisitRecord, homeVisitModel } from './home-visit.model'
import type { Joining } from './joining.service'

/** A visit with its form opened. */
export type OpenVisit = HomeVisitRecord & VisitRecord

/** Reading home visits. Who reads a form in full is noted, as every look at what identifies a family is. */
export interface VisitFile {
  of(cases: readonly Types.ObjectId[]): Promise<OpenVisit[]>
  /** One visit in full; the look is noted. @throws Problem not-found for one of another case. */
  read(caseId: string, visitId: string, viewer: Viewer): Promise<OpenVisit>
  /** The last visit of this case, or of the same household where this viewer may know of it; the look is noted. */
  lastOf(work: CaseRecord, viewer: Viewer, reason: 'visit-draft' | 'household'): Promise<OpenVisit | null>
  /** The moment before which no visit of a case can have been. */
  notBefore(work: CaseRecord): Promise<Date>
}

/** Of one household's visits so many are looked at until one is found that the viewer may read. */
const mostLooked = 5
/** Whoever finds trouble on the way and enters it afterwards was there before the report: the same day. */
const day = 24 * 3_600_000

/** Makes the service that reads home visits. */
export function visitFileService(
  { db, now, cipher, audit }: Pick<House, 'db' | 'now' | 'cipher' | 'audit'>,
  { casework, joining, reports }: { casework: Casework; joining: Joining; reports: Reports },
): VisitFile {
  const visits = homeVisitModel(db)

  const open = (record: HomeVisitRecord): OpenVisit => ({
    ...record,
    ...(JSON.parse(cipher.decrypt('visit.form', record.sealed)) as VisitRecord),
  })

  const noted = async (viewer: Viewer, visit: HomeVisitRecord, details: Record<string, unknown>) => {
    const subject = { kind: 'visit', id: visit._id.toHexString() }
    const deed = { actor: viewer.account, action: 'visit.read', subject, details }
    await audit.note(deed, now())
  }

  /** A case and those that were joined to it. */
  const withJoined = async (id: Types.ObjectId) => {
    const joined = await joining.joinedTo([id])
    return { joined, ids: [id, ...joined.map(({ _id }) => _id)] }
  }

  return {
    async of(ids) {
      const found = await visits
        .find({ case: { $in: [...ids] } })
        .sort({ case: 1, happenedAt: 1 })
        .lean<HomeVisitRecord[]>()
      return found.map(open).sort((a, b) => a.happenedAt.getTime() - b.happenedAt.getTime())
    },
    async read(caseId, visitId, viewer) {
      const { ids } = await withJoined(new Types.ObjectId(caseId))
      const found = await visits
        .findOne({ _id: new Types.ObjectId(visitId), case: { $in: ids } })
        .lean<HomeVisitRecord>()
      if (!found) throw notFound()
      await noted(viewer, found, { case: caseId })
      return open(found)
    },
    async lastOf(work, viewer, reason) {
      const { joined, ids } = await withJoined(work._id)
      const hashes = [...new Set([work, ...joined].flatMap(({ householdHashes }) => householdHashes))]
      const [own, household] = await Promise.all([
        visits
          .find({ case: { $in: ids } })
          .sort({ happenedAt: -1 })
          .limit(1)
          .lean<HomeVisitRecord[]>(),
        visits
          .find({ householdHashes: { $in: hashes }, township: work.township })
          .sort({ happenedAt: -1 })
          .limit(mostLooked)
          .lean<HomeVisitRecord[]>(),
      ])
      const near = [...own, ...household].sort((a, b) => b.happenedAt.getTime() - a.happenedAt.getTime())
      const theirs = await casework.many(near.map((visit) => visit.case))
      const readable = near.find((visit) => {
        const of = theirs.find(({ _id }) => _id.equals(visit.case))
        return of && mayReach(caseRoles, viewer, territoryOf(of)) === 'allowed'
      })
      if (!readable) return null
      await noted(viewer, readable, { case: work._id.toHexString(), for: reason })
      return open(readable)
    },
    async notBefore(work) {
      const { ids } = await withJoined(work._id)
      const told = await reports.ofCases(ids)
      const [first] = told.sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime())
      const from = first?.receivedAt ?? work.openedAt
      return first?.channel === 'visit' ? new Date(from.getTime() - day) : from
    },
  }
}
