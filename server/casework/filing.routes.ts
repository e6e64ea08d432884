import type { filingEndpoints } from '../../shared/contract/filing'
import { dateOf } from '../../shared/domain/absence-days'
import { periodInWords, urgentLedgerColumns } from '../../shared/domain/urgent-ledger'
import type { House } from '../house'
import { known, type RoutesOf } from '../http/serve-contract'
import type { Reports } from '../intake/reports.service'
import { urgentLedgerRow } from '../ledgers/urgent-ledger'
import { workbookOf } from '../ledgers/workbook'
import { publicPersonOf } from '../people/public-person'
import type { Places } from '../places/places.service'
import { rolesOver, type Viewer } from '../trust/policy'
import { type CaseRecord, territoryOf } from './case.model'
import { placeNameOf } from './case.presenter'
import type { Filing } from './filing.service'
import type { FilingDrawRecord } from './filing-draw.model'
import type { FilingDraws } from './filing-draws.service'
import { possibleEvents } from './possible-events'
import type { VisitFile } from './visit-file.service'

/** What a township reports to the county's bureau, on screen and as Excel. */
export function filingRoutes(
  { now }: Pick<House, 'now'>,
  {
    filing,
    filingDraws,
    visitFile,
    reports,
    places,
  }: { filing: Filing; filingDraws: FilingDraws; visitFile: VisitFile; reports: Reports; places: Places },
): RoutesOf<keyof typeof filingEndpoints> {
  const rowsOf = async (township: string, works: readonly CaseRecord[]) => {
    const ids = works.map(({ _id }) => _id)
    const [gazetteer, visits, told] = await Promise.all([
      places.gazetteer(township),
      visitFile.of(ids),
      reports.ofCases(ids),
    ])
    return works.map((work, at) => {
      const own = <T extends { case: CaseRecord['_id'] }>(all: readonly T[]) =>
        all.filter((one) => one.case.equals(work._id))
      const source = {
        work,
        visits: own(visits),
        reports: own(told),
        placeName: placeNameOf(work, gazetteer),
      }
      return urgentLedgerRow(source, at + 1)
    })
  }
  const present = async (township: string, works: readonly CaseRecord[], viewer: Viewer) => {
    const rows = await rowsOf(township, works)
    return works.flatMap((work, at) => {
      const cells = rows[at]
      if (!cells) return []
      const events = possibleEvents(work, rolesOver(viewer, territoryOf(work)))
      return [
        {
          id: work._id.toHexString(),
          version: work.version,
          cells,
          filing: work.filing && {
            period: work.filing.period,
            at: work.filing.at.toISOString(),
            by: publicPersonOf(work.filing.by),
            marked: work.filing.marked && publicPersonOf(work.filing.marked),
          },
          canFile: events.includes('file'),
          canMark: work.filing !== null && events.includes('mark_filed'),
        },
      ]
    })
  }
  const presentDraw = ({ at, by, seed, among, cases }: FilingDrawRecord) => ({
    at: at.toISOString(),
    by: publicPersonOf(by),
    seed,
    among,
    cases: cases.map((id) => id.toHexString()),
  })
  return {
    async 'GET /api/townships/:township/filings'({ params: { township }, query: { period }, viewer }) {
      const by = known(viewer)
      const { waiting, filed, more } = await filing.of(township, period, by)
      const { name } = await places.township(township)
      return {
        townshipName: name,
        waiting: await present(township, waiting, by),
        filed: await present(township, filed, by),
        more,
        draws: (await filingDraws.of(township, period)).map(presentDraw),
      }
    },
    'POST /api/townships/:township/filings': ({ params, body, viewer }) =>
      filing.file(params.township, body.period, body.cases, known(viewer)),
    'POST /api/townships/:township/filings/marks': ({ params, body, viewer }) =>
      filing.mark(params.township, body.cases, known(viewer)),
    'POST /api/townships/:township/filings/draws': async ({ params, body, viewer }) =>
      presentDraw(await filingDraws.draw(params.township, body.period, body.count, known(viewer))),
    async 'GET /api/townships/:township/filings/sheet'({
      params: { township },
      query: { period },
      viewer,
      ctx,
    }) {
      const by = known(viewer)
      const { filed } = await filing.of(township, period, by)
      const [rows, { name }] = await Promise.all([rowsOf(township, filed), places.township(township)])
      await filing.noteExport(township, period, rows.length, by)
      ctx.body = await workbookOf({
        title: `${name}急难对象备案表`,
        unit: name,
        period: `${periodInWords(period)}　制表 ${dateOf(now())}`,
        columns: urgentLedgerColumns,
        rows,
      })
      ctx.set('Content-Disposition', `attachment; filename="filing-${period}.xlsx"`)
      return undefined
    },
  }
}
