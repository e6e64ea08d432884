import type { intakeEndpoints } from '../../shared/contract/intake'
import type { Casework } from '../casework/casework.service'
import { known, type RoutesOf } from '../http/serve-contract'
import type { Places } from '../places/places.service'
import type { Attachments } from './attachments.service'
import type { Intake } from './intake.service'
import { presentOwnReport, presentReceipt } from './own-report.presenter'
import { readUpload } from './read-upload'
import type { OpenReport, Reports } from './reports.service'

/** Reporting, and seeing what became of it. */
export function intakeRoutes(rooms: {
  intake: Intake
  reports: Reports
  casework: Casework
  places: Places
  attachments: Attachments
}): RoutesOf<keyof typeof intakeEndpoints> {
  const { intake, reports, casework, places, attachments } = rooms

  const present = async (own: readonly OpenReport[]) => {
    const works = new Map(
      (await casework.many(own.map((one) => one.case))).map((work) => [work._id.toHexString(), work]),
    )
    const names = await places.names([...works.values()].flatMap(({ village }) => (village ? [village] : [])))
    const townships = [...new Set(own.map((one) => one.township))]
    const desks = new Map(
      await Promise.all(townships.map(async (code) => [code, await places.township(code)] as const)),
    )
    return own.flatMap((one) => {
      const work = works.get(one.case.toHexString())
      const desk = desks.get(one.township)
      return work && desk ? [presentOwnReport(one, work, names.get(work.village ?? '') ?? null, desk)] : []
    })
  }

  return {
    async 'POST /api/reports'({ body, viewer }) {
      const accepted = await intake.submit(body, known(viewer).account)
      return presentReceipt(accepted, await places.township(accepted.report.township))
    },
    async 'GET /api/my-reports'({ viewer }) {
      return { reports: await present(await reports.ofReporter(known(viewer).account)) }
    },
    async 'GET /api/my-reports/:receipt'({ params, viewer }) {
      const own = await reports.ofReporterByReceipt(known(viewer).account, params.receipt)
      const [shown] = await present([own])
      if (!shown) throw new Error(`Report ${own.receipt} stands without its case`)
      return shown
    },
    async 'POST /api/attachments'({ ctx, viewer }) {
      return { id: await attachments.store(await readUpload(ctx), known(viewer).account) }
    },
    async 'GET /api/attachments/:attachmentId'({ params, query, ctx }) {
      ctx.body = await attachments.open(params.attachmentId, query.expires, query.signature)
      ctx.set('Cache-Control', 'private, max-age=300')
      return undefined
    },
  }
}
