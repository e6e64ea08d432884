import { type PipelineStage, type QueryFilter, Types } from 'mongoose'
import { type HelpCategory, helpCategoryCodes } from '../../shared/domain/code-lists'
import { caseRoles } from '../../shared/domain/roles'
import { type DivisionCode, isWithin } from '../../shared/domain/territory'
import {
  boundsOfMonth,
  monthsUpTo,
  type VillageFigure,
  villageFigureCodes,
} from '../../shared/domain/village-figures'
import type { House } from '../house'
import { notFound } from '../http/problem'
import { postsFor, type Viewer } from '../trust/policy'
import { type CaseRecord, caseModel } from './case.model'
import type { CasePage } from './case-lists.service'
import { orderOf, pageMark } from './queue-order'
import { figureFilters, leadsOf } from './village-figures'

/** What was counted of the leads that came in within one month. */
export interface MonthOfVillage {
  month: string
  figures: Record<VillageFigure, number>
  categories: Record<HelpCategory, number>
}

/** Which leads of a village are asked for. */
export interface LeadsAsked {
  figure: VillageFigure
  category?: HelpCategory
  month?: string
}

/** A village's own figures, and the leads behind each of them (R15: from the record itself). */
export interface VillageFigures {
  /** @throws Problem not-found for a village outside the viewer's territory. */
  of(village: DivisionCode, viewer: Viewer): Promise<MonthOfVillage[]>
  /** Newest first. @throws Problem not-found for a village outside the viewer's territory. */
  leads(
    village: DivisionCode,
    asked: LeadsAsked,
    after: string | undefined,
    viewer: Viewer,
  ): Promise<CasePage>
}

/** One count as the store gives it: of a month, and of a category where it was asked for. */
interface Counted {
  _id: { month: string; category?: HelpCategory }
  count: number
}

const pageSize = 20
const monthOfCase = { $dateToString: { date: '$openedAt', format: '%Y-%m', timezone: '+08:00' } }
const byMonth: PipelineStage.FacetPipelineStage = {
  $group: { _id: { month: monthOfCase }, count: { $sum: 1 } },
}
const byCategory: PipelineStage.FacetPipelineStage[] = [
  { $unwind: '$categories' },
  { $group: { _id: { month: monthOfCase, category: '$categories' }, count: { $sum: 1 } } },
]
/** What the counting needs: no word that anybody wrote. */
const counted = {
  openedAt: 1,
  open: 1,
  state: 1,
  categories: 1,
  'history.event': 1,
  'history.late': 1,
} as const

/** Makes the service of the figures. */
export function villageFiguresService({ db, now }: Pick<House, 'db' | 'now'>): VillageFigures {
  const cases = caseModel(db)

  const own = (village: DivisionCode, viewer: Viewer) => {
    if (!postsFor(viewer, caseRoles).some(({ territory }) => isWithin(village, territory))) throw notFound()
  }

  return {
    async of(village, viewer) {
      own(village, viewer)
      const months = monthsUpTo(now())
      const { from } = boundsOfMonth(months[0] ?? '')
      const facets = Object.fromEntries(
        villageFigureCodes.map((figure) => [figure, [{ $match: figureFilters[figure] }, byMonth]]),
      )
      const [found] = await cases.aggregate<Record<VillageFigure | 'categories', Counted[]>>([
        { $match: leadsOf(village, from) },
        { $project: counted },
        { $facet: { ...facets, categories: byCategory } },
      ])
      const countOf = (counts: readonly Counted[] = [], month: string, category?: HelpCategory) =>
        counts.find(({ _id }) => _id.month === month && _id.category === category)?.count ?? 0
      return months.map((month) => ({
        month,
        figures: Object.fromEntries(
          villageFigureCodes.map((figure) => [figure, countOf(found?.[figure], month)]),
        ) as Record<VillageFigure, number>,
        categories: Object.fromEntries(
          helpCategoryCodes.map((category) => [category, countOf(found?.categories, month, category)]),
        ) as Record<HelpCategory, number>,
      }))
    },
    async leads(village, { figure, category, month }, after, viewer) {
      own(village, viewer)
      const { from, until } = month
        ? boundsOfMonth(month)
        : { from: boundsOfMonth(monthsUpTo(now())[0] ?? '').from, until: undefined }
      const [before = '', id = ''] = after ? orderOf(after).split('|') : []
      const beyond: QueryFilter<CaseRecord> = isMark(before, id)
        ? {
            $or: [
              { openedAt: { $lt: new Date(before) } },
              { openedAt: new Date(before), _id: { $lt: new Types.ObjectId(id) } },
            ],
          }
        : {}
      const items = await cases
        .find({
          $and: [
            leadsOf(village, from, until),
            figureFilters[figure],
            category ? { categories: category } : {},
            beyond,
          ],
        })
        .sort({ openedAt: -1, _id: -1 })
        .limit(pageSize + 1)
        .lean<CaseRecord[]>()
      const shown = items.slice(0, pageSize)
      const last = shown.at(-1)
      return {
        items: shown,
        after:
          items.length > pageSize && last
            ? pageMark(`${last.openedAt.toISOString()}|${last._id.toHexString()}`)
            : null,
      }
    },
  }
}

/** A mark that was made up leads to the first page, never to an error. */
const isMark = (at: string, id: string) => !Number.isNaN(Date.parse(at)) && /^[0-9a-f]{24}$/.test(id)
