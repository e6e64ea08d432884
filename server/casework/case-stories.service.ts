import type { Types } from 'mongoose'
import type { z } from 'zod'
import type { caseView } from '../../shared/contract/case-views'
import type { House } from '../house'
import type { Additions } from '../intake/additions.service'
import type { Attachments } from '../intake/attachments.service'
import type { ContentChecks } from '../intake/content-checks.service'
import type { OpenReport, Reports } from '../intake/reports.service'
import type { Transcripts } from '../intake/transcripts.service'
import type { Places } from '../places/places.service'
import { rolesOver, type Viewer } from '../trust/policy'
import type { Assignment } from './assignment.service'
import { type CaseRecord, territoryOf } from './case.model'
import { presentCase } from './case.presenter'
import type { Joining } from './joining.service'
import { presentJointInquiry, presentReliefItem } from './relief.presenter'
import type { SaidWords } from './triage.service'
import type { VisitFile } from './visit-file.service'

/** A case with everything that belongs to it, as one viewer may see it: what every deed with a case answers with. */
export interface CaseStories {
  present(work: CaseRecord, viewer: Viewer): Promise<z.input<typeof caseView>>
  /** All reports of a case's household, its own and those of the cases joined to it, in the order they came in. */
  reportsOf(work: CaseRecord): Promise<OpenReport[]>
  /** What they said, for finding the words that a place turned on. */
  wordsOf(work: CaseRecord): Promise<SaidWords[]>
}

/** Makes the service that gathers a case's story from the rooms that hold its parts. */
export function caseStories(
  { cipher, now }: Pick<House, 'cipher' | 'now'>,
  rooms: {
    assignment: Assignment
    joining: Joining
    reports: Reports
    additions: Additions
    places: Places
    attachments: Attachments
    visitFile: VisitFile
    contentChecks: ContentChecks
    transcripts: Transcripts
  },
): CaseStories {
  const {
    assignment,
    joining,
    reports,
    additions,
    places,
    attachments,
    visitFile,
    contentChecks,
    transcripts,
  } = rooms

  const saidOf = async (work: CaseRecord) => {
    const joined = await joining.joinedTo([work._id])
    const told = await reports.ofCases([work._id, ...joined.map(({ _id }) => _id)])
    return { joined, reports: told.sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime()) }
  }

  return {
    async present(work, viewer) {
      const [gazetteer, said, alike, candidates] = await Promise.all([
        places.gazetteer(work.township),
        saidOf(work),
        work.open ? joining.lookalikesOf(work) : [],
        assignment.candidatesFor(work),
      ])
      const told = said.reports.map(({ _id }) => _id)
      const [more, flags, written, visits, theirs] = await Promise.all([
        additions.of(told),
        contentChecks.flagsOf(told),
        transcripts.of(told),
        visitFile.of([work._id, ...said.joined.map(({ _id }) => _id)]),
        reports.ofCases(alike.map((other) => other.work._id)),
      ])
      const of = (id: Types.ObjectId) => theirs.filter((report) => report.case.equals(id))
      const lookalikes = alike.map((other) => ({ ...other, reports: of(other.work._id) }))
      const held = rolesOver(viewer, territoryOf(work))
      const presenting = { cipher, linkTo: attachments.linkTo, held, at: now() }
      const story = {
        ...said,
        additions: more,
        flags,
        transcripts: written,
        lookalikes,
        candidates,
        visits,
        relief: work.relief.map((item) => presentReliefItem(item, presenting)),
        jointInquiry: work.jointInquiry && presentJointInquiry(work.jointInquiry, presenting),
      }
      return presentCase(work, story, gazetteer, viewer, cipher, attachments.linkTo, now())
    },
    reportsOf: async (work) => (await saidOf(work)).reports,
    async wordsOf(work) {
      return (await saidOf(work)).reports.map(({ text, placeWords }) => ({ text, placeWords }))
    },
  }
}
