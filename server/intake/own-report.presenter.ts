import type { z } from 'zod'
import type { ownReport, receipt } from '../../shared/contract/intake'
import { stateRule } from '../../shared/domain/life-cycle'
import type { CaseRecord } from '../casework/case.model'
import { dueAt } from '../deadlines/due-time'
import type { TownshipDesk } from '../places/places.service'
import type { Accepted } from './intake.service'
import type { OpenReport } from './reports.service'

/** The person who will come, as the reporter may know them; nobody yet while the village is not known. */
const contactOf = ({ state, owner }: CaseRecord) =>
  state === 'triage' ? null : { calledAs: owner.calledAs, title: owner.title }

/** What comes to the family next, in plain words. */
function nextOf(work: CaseRecord): { told: string; by: string } {
  const by = work.dueAt.toISOString()
  const who = work.owner.calledAs
  if (work.state === 'triage') return { told: '乡里正在看是哪个村', by }
  return { told: work.state === 'assigned' ? `${who}会来接` : `${who}会上门看`, by }
}

/** 收条: number, who will come and by when (R4). */
export function presentReceipt(
  { report, case: work, gazetteer, alreadyReceived }: Accepted,
  desk: TownshipDesk,
): z.input<typeof receipt> {
  const { receivedAt } = report
  return {
    receipt: report.receipt,
    sentAt: receivedAt.toISOString(),
    placed: work.village !== null,
    villageName: gazetteer.villages.find((village) => village.code === work.village)?.name ?? null,
    promise: {
      contact: contactOf(work),
      contactBy: dueAt('acknowledgement', work.urgency, receivedAt).toISOString(),
      visitBy: dueAt('home_visit', work.urgency, receivedAt).toISOString(),
    },
    hotline: desk.hotline,
    alreadyReceived,
  }
}

/** One's own report and how far it has come; the words of the staff's timeline stay with the staff. */
export function presentOwnReport(
  report: OpenReport,
  work: CaseRecord,
  villageName: string | null,
  desk: TownshipDesk,
): z.input<typeof ownReport> {
  return {
    receipt: report.receipt,
    sentAt: report.receivedAt.toISOString(),
    forWhom: report.forWhom,
    categories: report.categories,
    text: report.text,
    subjectName: report.subjectName,
    photoCount: report.photos.length,
    villageName,
    stage: stateRule(work.state).stage,
    steps: work.history.map((step) => ({
      stage: stateRule(step.state).stage,
      at: step.at.toISOString(),
      told:
        step.event === 'accept' && step.by
          ? `${step.by.title}${step.by.calledAs}接了，准备上门看`
          : step.told,
    })),
    contact: contactOf(work),
    hotline: desk.hotline,
    next: nextOf(work),
  }
}
