import type { intakeEndpoints } from '../../shared/contract/intake'
import { isClosed } from '../../shared/domain/case-states'
import { deskRoles, villageRoles } from '../../shared/domain/roles'
import { townshipOf } from '../../shared/domain/territory'
import { dangerSigns } from '../../shared/domain/urgency'
import type { CaseRecord } from '../casework/case.model'
import { placeNameOf } from '../casework/case.presenter'
import type { Casework } from '../casework/casework.service'
import type { Closing } from '../casework/closing.service'
import type { Joining } from '../casework/joining.service'
import type { CaseMover, Mover } from '../casework/move-case'
import type { Deadlines } from '../deadlines/deadlines.service'
import type { House } from '../house'
import { changedMeanwhile, notFound } from '../http/problem'
import { known, type RoutesOf } from '../http/serve-contract'
import { publicPersonOf } from '../people/public-person'
import type { Gazetteer } from '../places/gazetteer'
import type { Places } from '../places/places.service'
import type { Consents } from '../rights/consents.service'
import { postsFor, type Viewer } from '../trust/policy'
import type { Additions } from './additions.service'
import type { EntryDesk } from './incoming'
import type { Intake } from './intake.service'
import { objectionTo, presentOwnReport, presentReceipt, stageOf } from './own-report.presenter'
import type { OpenReport, Reports } from './reports.service'
import type { StatusDesk } from './status-desk'

/** The resident who reported, as the mover of their own case. */
const reporterOf = (account: string): Mover => ({
  account,
  calledAs: '',
  title: '报的人',
  roles: ['resident'],
})

/** Reporting, and seeing what became of it. */
export function intakeRoutes(
  { cipher }: Pick<House, 'cipher'>,
  rooms: {
    intake: Intake
    reports: Reports
    additions: Additions
    statusDesk: StatusDesk
    casework: Casework
    joining: Joining
    deadlines: Deadlines
    closing: Closing
    mover: CaseMover
    places: Places
    consents: Pick<Consents, 'mustStand'>
  },
): RoutesOf<keyof typeof intakeEndpoints> {
  const {
    intake,
    reports,
    additions,
    statusDesk,
    casework,
    joining,
    deadlines,
    closing,
    mover,
    places,
    consents,
  } = rooms

  const present = async (own: readonly OpenReport[]) => {
    const cases = await casework.many(own.map((one) => one.case))
    const works = new Map(cases.map((work) => [work._id.toHexString(), work]))
    const leading = await joining.leading(cases)
    const named = [...leading.values()].flatMap(({ village }) => (village ? [village] : []))
    const [names, said] = await Promise.all([places.names(named), additions.of(own.map((one) => one._id))])
    const townships = [...new Set(own.map((one) => one.township))]
    const desks = new Map(
      await Promise.all(townships.map(async (code) => [code, await places.township(code)] as const)),
    )
    return own.flatMap((one) => {
      const id = one.case.toHexString()
      const work = works.get(id)
      const main = leading.get(id)
      const desk = desks.get(one.township)
      if (!work || !main || !desk) return []
      const story = {
        cipher,
        own: work,
        leading: main,
        villageName: names.get(main.village ?? '') ?? null,
        desk,
        additions: said.filter(({ report }) => report.equals(one._id)),
      }
      return [presentOwnReport(one, story)]
    })
  }
  const presentOne = async (own: OpenReport) => {
    const [shown] = await present([own])
    if (!shown) throw new Error(`Report ${own.receipt} stands without its case`)
    return shown
  }

  /** The desk somebody of the staff writes at: their village's where they have one, else their township's. */
  const deskOf = (viewer: Viewer): EntryDesk => {
    const [village] = postsFor(viewer, villageRoles)
    const [desk] = postsFor(viewer, deskRoles)
    const territory = village?.territory ?? desk?.territory
    if (!territory) throw notFound()
    return {
      account: viewer.account,
      township: townshipOf(territory),
      village: village && !desk ? village.territory : null,
    }
  }
  const presentLookalike = (work: CaseRecord, why: string, gazetteer: Gazetteer) => ({
    caseId: work._id.toHexString(),
    state: work.state,
    subjectName: work.subjectName,
    placeName: placeNameOf(work, gazetteer),
    headline: cipher.decrypt('case.headline', work.headline),
    openedAt: work.openedAt.toISOString(),
    why,
  })

  return {
    async 'POST /api/reports'({ body, viewer }) {
      const accepted = await intake.submit(body, known(viewer).account)
      const { report, case: work } = accepted
      const [desk, contactBy, visitBy] = await Promise.all([
        places.township(report.township),
        deadlines.dueAt(work.township, 'acknowledgement', work.urgency, report.receivedAt),
        deadlines.dueAt(work.township, 'home_visit', work.urgency, report.receivedAt),
      ])
      return presentReceipt(accepted, desk, { contactBy, visitBy })
    },
    async 'GET /api/my-reports'({ viewer }) {
      return { reports: await present(await reports.ofReporter(known(viewer).account)) }
    },
    async 'GET /api/my-reports/:receipt'({ params, viewer }) {
      return presentOne(await reports.ofReporterByReceipt(known(viewer).account, params.receipt))
    },
    async 'POST /api/my-reports/:receipt/additions'({ params, body, viewer }) {
      const own = await reports.ofReporterByReceipt(known(viewer).account, params.receipt)
      await consents.mustStand(own.reporter)
      await additions.add(own, body)
      return presentOne(own)
    },
    async 'POST /api/my-reports/:receipt/withdraw'({ params, viewer }) {
      const { account } = known(viewer)
      const own = await reports.ofReporterByReceipt(account, params.receipt)
      const work = await mover.find(own.case.toHexString())
      await mover.move(work, work.version, 'withdraw', reporterOf(account), {
        owner: work.owner,
      })
      return presentOne(own)
    },
    async 'POST /api/my-reports/:receipt/object'({ params, body, viewer }) {
      const { account } = known(viewer)
      const own = await reports.ofReporterByReceipt(account, params.receipt)
      const work = await mover.find(own.case.toHexString())
      const event = objectionTo(work)
      if (!event) throw changedMeanwhile('这件事已经再看过一次，或者不用再看了')
      await mover.move(work, work.version, event, reporterOf(account), {
        // Not the one who refused looks again, but the one above.
        owner: await casework.objectionOwner(work.township),
        ...(event === 'object' && { set: { track: 'hardship' } }),
        words: body.reason,
      })
      return presentOne(own)
    },
    async 'POST /api/my-reports/:receipt/rating'({ params, body, viewer }) {
      const { account } = known(viewer)
      const own = await reports.ofReporterByReceipt(account, params.receipt)
      const opened = await mover.find(own.case.toHexString())
      const work = (await joining.leading([opened])).get(opened._id.toHexString()) ?? opened
      await closing.rate(work, reporterOf(account), body.satisfied, body.words)
      return presentOne(own)
    },
    async 'POST /api/status'({ body, ctx }) {
      const report = await statusDesk.find(body.receipt, body.lastFour, ctx.ip)
      const [work] = await casework.many([report.case])
      const main = work && (await joining.leading([work])).get(work._id.toHexString())
      if (!main) throw new Error(`Report ${report.receipt} stands without its case`)
      const { hotline } = await places.township(report.township)
      return { stage: stageOf(main), ended: isClosed(main.state), hotline }
    },
    async 'POST /api/entries'({ body, viewer }) {
      const {
        report,
        case: work,
        gazetteer,
        alreadyReceived,
      } = await intake.enter(body, deskOf(known(viewer)))
      return {
        receipt: report.receipt,
        caseId: (work.mergedInto ?? work._id).toHexString(),
        placed: work.village !== null,
        placeName: placeNameOf(work, gazetteer),
        owner: publicPersonOf(work.owner),
        joined: work.mergedInto !== null,
        alreadyReceived,
      }
    },
    async 'POST /api/entries/preview'({ body, viewer }) {
      const { gazetteer, decision, urgency, joins, lookalikes } = await intake.preview(
        body,
        deskOf(known(viewer)),
      )
      const sure = decision.candidates.find(({ village }) => village === decision.village)
      return {
        village: sure ? { code: sure.village, name: sure.name } : null,
        elsewhere: decision.elsewhere?.name ?? null,
        reasons: decision.reasons,
        suggestions: decision.candidates.map(({ village, name, reasons }) => ({ village, name, reasons })),
        urgency: urgency.urgency,
        dangers: dangerSigns(body.text),
        joins: joins && presentLookalike(joins, '电话或者身份证号一样', gazetteer),
        lookalikes: lookalikes.map(({ work, why }) => presentLookalike(work, why, gazetteer)),
      }
    },
  }
}
