import type { CaseEvent } from '../../shared/domain/life-cycle'
import type { DivisionCode } from '../../shared/domain/territory'
import type { House } from '../house'
import { notFound, Problem } from '../http/problem'
import { signedBy } from '../people/signed'
import { deskPostOver, postsOver, type Viewer } from '../trust/policy'
import { type CaseFiling, type CaseRecord, caseModel, territoryOf } from './case.model'
import type { CaseMover, NextStep } from './move-case'

/** A case that was chosen in a list, with the version that the list showed. */
export interface Chosen {
  id: string
  version: number
}

/** How many were done, and which could not be, with why. */
export interface FilingOutcome {
  done: number
  refused: { id: string; why: string }[]
}

/** 报县备案: what a township reports to the county's bureau (R2). */
export interface Filing {
  /** What waits to be reported, and what was reported in a period. @throws Problem not-found outside the territory. */
  of(
    township: DivisionCode,
    period: string,
    viewer: Viewer,
  ): Promise<{ waiting: CaseRecord[]; filed: CaseRecord[]; more: boolean }>
  /** Reports what was chosen. One that cannot be holds up none of the others. */
  file(
    township: DivisionCode,
    period: string,
    chosen: readonly Chosen[],
    viewer: Viewer,
  ): Promise<FilingOutcome>
  /** The county marks what it has filed. */
  mark(township: DivisionCode, chosen: readonly Chosen[], viewer: Viewer): Promise<FilingOutcome>
  /** Writes down who took the list of a period out of the house. */
  noteExport(township: DivisionCode, period: string, rows: number, viewer: Viewer): Promise<void>
}

/** More than this nobody files in one sitting; what is left comes up when these are done. */
const mostWaiting = 200
const mostFiled = 2000

/** Makes the filing service. */
export function filingService(
  { db, now, audit }: Pick<House, 'db' | 'now' | 'audit'>,
  { mover }: { mover: CaseMover },
): Filing {
  const cases = caseModel(db)

  const reached = (township: DivisionCode, viewer: Viewer) => {
    if (!deskPostOver(viewer, township)) throw notFound()
  }

  const each = async (
    township: DivisionCode,
    chosen: readonly Chosen[],
    viewer: Viewer,
    event: CaseEvent,
    filing: (work: CaseRecord, by: CaseFiling['by']) => CaseFiling,
  ): Promise<FilingOutcome> => {
    const outcome: FilingOutcome = { done: 0, refused: [] }
    for (const { id, version } of chosen) {
      try {
        const before = await mover.find(id)
        const [post] = postsOver(viewer, territoryOf(before))
        if (before.township !== township || !post) throw notFound()
        const by = signedBy(viewer, post)
        const next: NextStep = {
          owner: before.owner,
          set: { filing: filing(before, by) },
          ...(event === 'file' && clockAfterFiling(before)),
        }
        await mover.moveAs(viewer, before, version, event, next)
        outcome.done += 1
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        outcome.refused.push({ id, why: error.detail ?? '没有找到' })
      }
    }
    return outcome
  }

  /** Whoever has not been followed up yet still is, by the clock that runs; then the county may sample. */
  const clockAfterFiling = ({ clock, dueAt }: CaseRecord): Partial<NextStep> =>
    clock === 'follow_up' ? { clock: 'follow_up', due: dueAt } : {}

  return {
    async of(township, period, viewer) {
      reached(township, viewer)
      const [waiting, filed] = await Promise.all([
        cases
          .find({ township, state: 'answered', track: 'hardship' })
          .sort({ queueOrder: 1 })
          .limit(mostWaiting + 1)
          .lean<CaseRecord[]>(),
        cases
          .find({ township, 'filing.period': period })
          .sort({ _id: 1 })
          .limit(mostFiled)
          .lean<CaseRecord[]>(),
      ])
      return { waiting: waiting.slice(0, mostWaiting), filed, more: waiting.length > mostWaiting }
    },
    async file(township, period, chosen, viewer) {
      reached(township, viewer)
      return each(township, chosen, viewer, 'file', (_work, by) => ({ period, at: now(), by, marked: null }))
    },
    async mark(township, chosen, viewer) {
      reached(township, viewer)
      return each(township, chosen, viewer, 'mark_filed', ({ filing }, by) => {
        if (!filing) throw new Problem('not-yet', '乡里还没有报来')
        return { ...filing, marked: { ...by, at: now() } }
      })
    },
    async noteExport(township, period, rows, viewer) {
      const deed = {
        actor: viewer.account,
        action: 'filing.export',
        subject: { kind: 'township', id: township },
        details: { period, rows },
      }
      await audit.note(deed, now())
    },
  }
}
