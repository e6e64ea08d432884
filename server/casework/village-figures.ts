import type { QueryFilter } from 'mongoose'
import { hiddenTracks } from '../../shared/domain/code-lists'
import type { VillageFigure } from '../../shared/domain/village-figures'
import type { CaseRecord } from './case.model'

const step = (events: readonly string[], late?: boolean): QueryFilter<CaseRecord> => ({
  history: {
    $elemMatch: {
      event: { $in: [...events] },
      ...(late !== undefined && { late: late ? true : { $ne: true } }),
    },
  },
})

const visits = ['visit_confirms', 'visit_not_eligible', 'visit_unfounded']

/** Which leads each figure counts. The number and the list behind it are asked for by the same words. */
export const figureFilters: Record<VillageFigure, QueryFilter<CaseRecord>> = {
  received: {},
  accepted_in_time: step(['accept'], false),
  accepted_late: step(['accept'], true),
  visited_in_time: step(visits, false),
  visited_late: step(visits, true),
  answered: step(['answer']),
  transferred: step(['transfer', 'transfer_beside']),
  followed_up: step(['follow_up']),
  open: { open: true },
  closed: { state: 'closed' },
  not_eligible: { state: 'not_eligible' },
  unfounded: { state: 'unfounded' },
  withdrawn: { state: 'withdrawn' },
  merged: { state: 'merged' },
}

/** A village's leads from a day on; suspected abuse and complaints are in no village's figures. */
export const leadsOf = (village: string, from: Date, until?: Date): QueryFilter<CaseRecord> => ({
  village,
  openedAt: { $gte: from, ...(until && { $lt: until }) },
  track: { $nin: hiddenTracks },
})
