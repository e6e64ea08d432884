import { createHash, createHmac } from 'node:crypto'
import { type Connection, Types } from 'mongoose'
import { inTransaction, type Work } from '../database/transaction'
import { type AuditHead, type AuditRecord, auditEntryModel, auditHeadModel } from './audit.model'

/** One deed to be recorded. Details must hold no personal data: they are never encrypted. */
export interface Deed {
  actor: string | null
  action: string
  subject: { kind: string; id: string }
  details?: Record<string, unknown>
}

/** What a walk over the whole chain found. */
export interface AuditVerdict {
  entries: number
  unsealed: number
  /** The first link that does not hold, in plain words; null when the chain is whole. */
  broken: string | null
}

/** The chained audit log. */
export interface AuditLog {
  /** Writes a deed inside the transaction that does it, so that neither exists without the other. */
  record(deed: Deed, at: Date, work: Work): void
  /** Writes down a deed that changes nothing else: a look at somebody's number, a list that was taken away. */
  note(deed: Deed, at: Date): Promise<void>
  /** Asks for new entries to be sealed into the chain soon; many calls make one round. */
  sealSoon(): void
  /** Seals all that waits. Safe with any number of processes. */
  seal(): Promise<void>
  /** Reads the whole chain as a stream and proves it, or names the first broken link. */
  verify(): Promise<AuditVerdict>
  /** Waits for the sealing under way and ends it. */
  close(): Promise<void>
}

const genesis = '0'.repeat(64)
const batchSize = 500
/** How long entries may gather before they are sealed together, in milliseconds: one round for many deeds. */
const gathering = 200

const content = (entry: AuditRecord) =>
  JSON.stringify([
    entry._id.toHexString(),
    entry.at.toISOString(),
    entry.actor,
    entry.action,
    entry.subjectKind,
    entry.subjectId,
    entry.details,
  ])

const link = (entry: AuditRecord, sequence: number, previous: string) =>
  createHash('sha256')
    .update(JSON.stringify([sequence, previous, content(entry), entry.mac]))
    .digest('hex')

/**
 * Makes the audit log. An entry is written with its deed and carries a keyed code from the first moment; its place
 * in the chain is given a moment later, for many at once. So deeds done at the same time do not wait for each
 * other on the chain's end, and still every entry carries the hash of the one before.
 */
export function auditLog(db: Connection, key: Buffer, onFailure: (error: unknown) => void): AuditLog {
  const entries = auditEntryModel(db)
  const heads = auditHeadModel(db)
  const mac = (entry: AuditRecord) => createHmac('sha256', key).update(content(entry)).digest('base64url')
  let headStands: Promise<void> | null = null
  let running: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null

  /** Seals one batch; answers how many entries it took. */
  const sealBatch = () =>
    inTransaction(db, async ({ session }) => {
      const waiting = await entries
        .find({ waiting: true })
        .sort({ _id: 1 })
        .limit(batchSize)
        .session(session)
        .lean<AuditRecord[]>()
      if (waiting.length === 0) return 0
      const head = await heads.findById('head').session(session).lean<AuditHead>()
      let sequence = head?.sequence ?? 0
      let previous = head?.hash ?? genesis
      const seals = waiting.map((entry) => {
        sequence += 1
        const seal = { sequence, previous, hash: link(entry, sequence, previous) }
        previous = seal.hash
        return {
          updateOne: { filter: { _id: entry._id }, update: { $set: seal, $unset: { waiting: 1 as const } } },
        }
      })
      // Two processes that seal at once both write the head: the later one is turned back and looks again.
      await heads.updateOne({ _id: 'head' }, { $set: { sequence, hash: previous } }, { session })
      await entries.collection.bulkWrite(seals, { session, ordered: true })
      return waiting.length
    })

  const seal = async () => {
    headStands ??= heads
      .updateOne({ _id: 'head' }, { $setOnInsert: { sequence: 0, hash: genesis } }, { upsert: true })
      .then(() => undefined)
    await headStands
    while ((await sealBatch()) === batchSize);
  }

  const record: AuditLog['record'] = (deed, at, work) => {
    const entry: AuditRecord = {
      _id: new Types.ObjectId(),
      at,
      actor: deed.actor,
      action: deed.action,
      subjectKind: deed.subject.kind,
      subjectId: deed.subject.id,
      details: JSON.stringify(deed.details ?? {}),
      mac: '',
      waiting: true,
    }
    entry.mac = mac(entry)
    work.insert(entries, entry)
  }
  const sealSoon = () => {
    timer ??= setTimeout(() => {
      timer = null
      running = (running ?? Promise.resolve()).then(seal).catch(onFailure)
    }, gathering).unref()
  }

  return {
    record,
    async note(deed, at) {
      await inTransaction(db, async (work) => record(deed, at, work))
      sealSoon()
    },
    sealSoon,
    seal,
    async verify() {
      let expected = 0
      let previous = genesis
      const broken = (reason: string): AuditVerdict => ({ entries: expected, unsealed: 0, broken: reason })
      // Beside a running server the chain grows while it is read: it is held to the head that stood before.
      for (;;) {
        const head = await heads.findById('head').lean<AuditHead>()
        const end = head?.sequence ?? 0
        const chain = entries
          .find({ sequence: { $gt: expected, $lte: end } })
          .sort({ sequence: 1 })
          .lean<AuditRecord>()
          .cursor({ batchSize: 1000 })
        for await (const entry of chain) {
          expected += 1
          const name = `entry ${entry.sequence} (${entry._id.toHexString()}, ${entry.action})`
          if (entry.sequence !== expected)
            return broken(`entry ${expected} is missing: the next one is ${name}`)
          if (entry.previous !== previous) return broken(`${name} does not follow the entry before it`)
          if (entry.mac !== mac(entry)) return broken(`${name} was changed: its keyed code does not fit`)
          if (entry.hash !== link(entry, expected, previous))
            return broken(`${name} was changed: its hash does not fit`)
          previous = entry.hash
        }
        if (end !== expected || (head?.hash ?? genesis) !== previous)
          return broken(`the chain ends at entry ${expected}, but its head says ${end}`)
        if (!(await entries.exists({ sequence: { $gt: end } }))) break
        const later = await heads.findById('head').lean<AuditHead>()
        if ((later?.sequence ?? 0) === end)
          return broken(`the chain goes on after entry ${end}, but its head says ${end}`)
      }
      const waiting = entries.find({ waiting: true }).lean<AuditRecord>().cursor()
      let unsealed = 0
      for await (const entry of waiting) {
        unsealed += 1
        if (entry.mac !== mac(entry))
          return broken(`the unsealed entry ${entry._id.toHexString()} (${entry.action}) was changed`)
      }
      return { entries: expected, unsealed, broken: null }
    },
    async close() {
      if (timer) clearTimeout(timer)
      await running
      // what still waits is protected by its own code, and is sealed at the next start
    },
  }
}
