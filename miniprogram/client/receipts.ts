import type { Reply } from './api'
import { shelf } from './shelf'

/** What the server promised for one report. */
export type Receipt = Reply<'POST /api/reports'>

const kept = shelf<Receipt[]>('receipts')
const most = 20

/** Keeps a receipt on the phone: its page must show the promise without signal. */
export function keepReceipt(receipt: Receipt): void {
  const others = (kept.read() ?? []).filter((other) => other.receipt !== receipt.receipt)
  kept.write([receipt, ...others].slice(0, most))
}

/** The kept receipt of this number, if this phone has it. */
export const keptReceipt = (number: string): Receipt | null =>
  kept.read()?.find((receipt) => receipt.receipt === number) ?? null

/** 12345678 as people read it out: two groups of four. */
export const spokenNumber = (number: string) => `${number.slice(0, 4)} ${number.slice(4)}`
