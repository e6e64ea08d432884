import { isHidden } from '../../shared/domain/code-lists'
import { call, type Reply } from './api'
import { askOrRead, keptForReading, keptNames, type Read } from './kept-for-reading'

type Case = Reply<'GET /api/cases/:caseId'>
type Listed = Pick<Reply<'GET /api/queue'>['items'][number], 'id' | 'version'>

const prefix = 'case.'
const nameOf = (caseId: string) => `${prefix}${caseId}`
/** How many of a list's first cases are fetched before they are opened. */
const readyAhead = 20

/**
 * What of a case may lie on a phone: not what other households say, no links that end in minutes, and nothing at all
 * of what is kept from all but two.
 */
export function readable(work: Case): Case | null {
  if (isHidden(work.track)) return null
  const withoutFiles = <T extends { photos: unknown[]; voices: unknown[] }>(said: T): T => ({
    ...said,
    photos: [],
    voices: [],
  })
  return {
    ...work,
    lookalikes: [],
    candidates: [],
    routing: { ...work.routing, suggestions: [] },
    reports: work.reports.map((report) => ({
      ...withoutFiles(report),
      reporterName: null,
      phoneMasked: null,
      additions: report.additions.map(withoutFiles),
    })),
    visits: work.visits.map((visit) => ({ ...visit, photos: [] })),
  }
}

/** A case: from the server, or as this phone was shown it last where there is no signal. */
export const fetchCase = (caseId: string): Promise<Read<Case>> =>
  askOrRead(nameOf(caseId), () => call('GET /api/cases/:caseId', { params: { caseId } }), readable)

/** The kept cases of whoever is signed in, by their clocks: what the queue's page shows where there is no signal. */
export async function keptCases(): Promise<{ work: Case; at: number }[]> {
  const found = await Promise.all(
    keptNames()
      .filter((name) => name.startsWith(prefix))
      .map((name) => keptForReading<Case>(name)),
  )
  return found
    .flatMap((kept) => (kept ? [{ work: kept.value, at: kept.at }] : []))
    .filter(({ work }) => work.clock !== null && work.mine)
    .sort((a, b) => (a.work.dueAt < b.work.dueAt ? -1 : 1))
}

/** Fetches the first cases of a list as far as this phone does not know them as they are: on the hill there is no signal. */
export async function readyForReading(items: readonly Listed[]): Promise<void> {
  for (const { id, version } of items.slice(0, readyAhead)) {
    const kept = await keptForReading<Case>(nameOf(id))
    if (kept?.value.version === version) continue
    const { keptAt } = await fetchCase(id).catch(() => ({ keptAt: 0 }))
    // The signal is gone: the others would only be waited for.
    if (keptAt !== null) return
  }
}
