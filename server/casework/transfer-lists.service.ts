import { type PipelineStage, Types } from 'mongoose'
import type { Department } from '../../shared/domain/code-lists'
import type { DivisionCode } from '../../shared/domain/territory'
import { isWithin } from '../../shared/domain/territory'
import type { TransferSheet } from '../../shared/domain/transfers'
import type { House } from '../house'
import { notFound } from '../http/problem'
import type { Post, Viewer } from '../trust/policy'
import { type CaseRecord, caseModel } from './case.model'
import { type CaseTransfer, isWithDepartment, type Transfer } from './transfer'
import { tokenHash } from './transfer-links'

/** Which lines of the ledger are wanted. */
export interface LedgerQuestion {
  department?: Department | undefined
  sheet?: TransferSheet | undefined
  year?: number | undefined
}

/** One page of transfers, and where the next one begins. */
export interface TransferPage {
  items: CaseTransfer[]
  after: string | null
}

/** Finding transfers: the township's ledger, what a department has to do, and the one that a link leads to. */
export interface TransferLists {
  /** 转办台账, the latest number first. */
  ofTownship(township: DivisionCode, asked: LedgerQuestion, after?: string): Promise<TransferPage>
  /** The whole ledger in the order of its numbers, for the printed form. */
  allOfTownship(township: DivisionCode, asked: LedgerQuestion): Promise<CaseTransfer[]>
  /** How much is open, and late, in all; none counts beyond 100. */
  countsOf(township: DivisionCode): Promise<{ open: number; overdue: number }>
  /** The years in which the township has sent transfers, the latest first. */
  yearsOf(township: DivisionCode): Promise<number[]>
  /** What a contact's departments have to answer, the nearest clock first; or what they have, the latest first. */
  ofContact(viewer: Viewer, sheet: 'open' | 'done', after?: string): Promise<TransferPage>
  /** @throws Problem not-found for another department's, another place's, and for one that does not exist. */
  oneOfContact(id: string, viewer: Viewer): Promise<CaseTransfer>
  /** @throws Problem not-found for a token that is wrong, spent, revoked or too old, all alike. */
  byToken(token: string): Promise<CaseTransfer>
}

const pageSize = 50
const mostCounted = 100

/** A case with one of its transfers in place of the list: enough to find the page's lines by. */
interface Unwound {
  _id: Types.ObjectId
  transfers: Pick<Transfer, '_id'>
}

const markOf = (order: string) => Buffer.from(order).toString('base64url')
/** A made-up mark gives some other page, never an error. */
const orderAt = (mark: string) => Buffer.from(mark, 'base64url').toString()

/** Everything behind a mark, where lines are ordered by a field and then by their id. */
const behind = (field: string, way: '$lt' | '$gt', mark: string | undefined): PipelineStage[] => {
  if (!mark) return []
  const [value = '', id = ''] = orderAt(mark).split('|')
  const at = new Date(value)
  if (Number.isNaN(at.getTime()) || !/^[0-9a-f]{24}$/.test(id)) return []
  const here = { [field]: at, 'transfers._id': { [way]: new Types.ObjectId(id) } }
  return [{ $match: { $or: [{ [field]: { [way]: at } }, here] } }]
}

const contactPosts = (viewer: Viewer): Post[] =>
  viewer.posts.filter(({ role, department }) => role === 'department_contact' && department)

const mayAnswer = (viewer: Viewer, { work, transfer }: CaseTransfer) =>
  contactPosts(viewer).some(
    ({ department, territory }) => department === transfer.department && isWithin(work.township, territory),
  )

/** Makes the service that finds transfers. */
export function transferListsService({
  db,
  now,
  cipher,
}: Pick<House, 'db' | 'now' | 'cipher'>): TransferLists {
  const cases = caseModel(db)

  const linesOf = (
    ofCases: Record<string, unknown>,
    ofTransfers: Record<string, unknown>,
  ): PipelineStage[] => [
    // Said once more of whole cases, so that the index answers it: only those that have any transfer stand in it.
    { $match: { 'transfers.year': { $gt: 0 }, ...ofCases } },
    { $project: { township: 1, transfers: 1 } },
    { $unwind: '$transfers' },
    { $match: ofTransfers },
  ]
  const find = async (stages: readonly PipelineStage[]): Promise<CaseTransfer[]> => {
    const lines = await cases.aggregate<Unwound>([...stages])
    const works = await cases.find({ _id: { $in: lines.map(({ _id }) => _id) } }).lean<CaseRecord[]>()
    return lines.flatMap(({ _id, transfers: { _id: id } }) => {
      const work = works.find((one) => one._id.equals(_id))
      const transfer = work?.transfers.find((one) => one._id.equals(id))
      return work && transfer ? [{ work, transfer }] : []
    })
  }
  const page = async (stages: readonly PipelineStage[], orderOf: (line: CaseTransfer) => string) => {
    const found = await find([...stages, { $limit: pageSize + 1 }])
    const items = found.slice(0, pageSize)
    const last = items.at(-1)
    return { items, after: found.length > pageSize && last ? markOf(orderOf(last)) : null }
  }

  const late = () => ({
    'transfers.state': { $in: ['sent', 'received'] },
    'transfers.answerBy': { $lt: now() },
  })
  const onSheet = (sheet: TransferSheet | undefined): Record<string, unknown> => {
    if (sheet === 'open') return { 'transfers.endedAt': null }
    if (sheet === 'overdue') return late()
    return sheet === 'closed' ? { 'transfers.state': 'closed' } : {}
  }

  const count = async (township: DivisionCode, of: Record<string, unknown>) => {
    const stages = linesOf({ township, ...of }, of)
    const [counted] = await cases.aggregate<{ n: number }>([
      ...stages,
      { $limit: mostCounted },
      { $group: { _id: null, n: { $sum: 1 } } },
    ])
    return counted?.n ?? 0
  }

  /** A case with one of its transfers, whole, as deeds need it. */
  const pick = (work: CaseRecord | null, fits: (transfer: Transfer) => boolean): CaseTransfer => {
    const transfer = work?.transfers.find(fits)
    if (!work || !transfer) throw notFound()
    return { work, transfer }
  }

  return {
    ofTownship(township, { department, sheet, year }, after) {
      const wanted = {
        ...(department && { 'transfers.department': department }),
        ...(year && { 'transfers.year': year }),
        ...onSheet(sheet),
      }
      return page(
        [
          ...linesOf({ township, ...(year && { 'transfers.year': year }) }, wanted),
          ...behind('transfers.sentAt', '$lt', after),
          { $sort: { 'transfers.sentAt': -1, 'transfers._id': -1 } },
        ],
        ({ transfer }) => `${transfer.sentAt.toISOString()}|${transfer._id.toHexString()}`,
      )
    },
    async allOfTownship(township, asked) {
      const all: CaseTransfer[] = []
      let after: string | undefined
      do {
        const found: TransferPage = await this.ofTownship(township, asked, after)
        all.push(...found.items)
        after = found.after ?? undefined
      } while (after)
      return all.reverse()
    },
    async countsOf(township) {
      const [open, overdue] = await Promise.all([
        count(township, { 'transfers.endedAt': null }),
        count(township, late()),
      ])
      return { open, overdue }
    },
    async yearsOf(township) {
      const years = await cases.distinct('transfers.year', { township, 'transfers.year': { $gt: 0 } })
      return (years as number[]).sort((a, b) => b - a)
    },
    ofContact(viewer, sheet, after) {
      const posts = contactPosts(viewer)
      const departments = { 'transfers.department': { $in: posts.map(({ department }) => department) } }
      const theirs = {
        $or: posts.map(({ department, territory }) => ({
          'transfers.department': department,
          township: { $gte: territory, $lte: `${territory}~` },
        })),
      }
      if (posts.length === 0) return Promise.resolve({ items: [], after: null })
      const open = sheet === 'open'
      const states = open ? ['sent', 'received'] : ['replied', 'refused', 'closed']
      const [field, way] = open ? (['answerBy', '$gt'] as const) : (['sentAt', '$lt'] as const)
      const turn = open ? 1 : -1
      return page(
        [
          ...linesOf({ ...departments, ...theirs }, { ...theirs, 'transfers.state': { $in: states } }),
          ...behind(`transfers.${field}`, way, after),
          { $sort: { [`transfers.${field}`]: turn, 'transfers._id': turn } },
        ],
        ({ transfer }) => `${transfer[field].toISOString()}|${transfer._id.toHexString()}`,
      )
    },
    async oneOfContact(id, viewer) {
      const _id = new Types.ObjectId(id)
      const work = await cases.findOne({ 'transfers._id': _id }).lean<CaseRecord>()
      const found = pick(work, (transfer) => transfer._id.equals(_id))
      if (!mayAnswer(viewer, found)) throw notFound()
      return found
    },
    async byToken(token) {
      const hash = tokenHash(token, cipher)
      const work = await cases.findOne({ 'transfers.link.hash': hash }).lean<CaseRecord>()
      return pick(work, ({ link }) => link?.hash === hash && link.expiresAt > now())
    },
  }
}

/** Answered by the department, whatever the township has made of it since. */
export const isAnswered = ({ transfer }: CaseTransfer): boolean => !isWithDepartment(transfer)
