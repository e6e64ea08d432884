import type { Types } from 'mongoose'
import type { ClockName } from '../../shared/domain/clocks'
import type { Urgency } from '../../shared/domain/urgency'

/** A case's place in every queue: urgent first, then the nearest clock. One string, so that one index gives pages. */
export const queueOrder = (urgency: Urgency, due: Date, id: Types.ObjectId): string =>
  `${urgency === 'urgent' ? 0 : 1}|${due.toISOString()}|${id.toHexString()}`

/** What a case holds of its clock: set anew, it moves the case up the line when it runs out, and nobody was passed over. */
export const clockSet = (id: Types.ObjectId, urgency: Urgency, clock: ClockName | null, due: Date) => ({
  clock,
  dueAt: due,
  movesUpAt: clock && due,
  passedOver: [] as Types.ObjectId[],
  queueOrder: queueOrder(urgency, due, id),
})

/** The mark of the page that follows a case. The order's separators are not for addresses, so it is base64url. */
export const pageMark = (order: string): string => Buffer.from(order).toString('base64url')

/** The order a page mark stands for; a made-up mark gives some other text and so some other page, never an error. */
export const orderOf = (mark: string): string => Buffer.from(mark, 'base64url').toString()
