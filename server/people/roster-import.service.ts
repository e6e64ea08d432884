import { Types } from 'mongoose'
import { postKey } from '../../shared/domain/appointments'
import type { DivisionCode } from '../../shared/domain/territory'
import { inTransaction, isDuplicateKey } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile, notFound, Problem, wrongField } from '../http/problem'
import type { Places } from '../places/places.service'
import { readTable, UnreadableTable } from '../tables/table'
import { maskPhone } from '../trust/masking'
import type { Viewer } from '../trust/policy'
import { type AccountRecord, accountModel } from './account.model'
import type { People } from './people.service'
import type { PostingRules } from './posting-rules'
import { headIn, missingIn, type RosterColumn, rosterColumns } from './roster-columns'
import { rosterImportModel } from './roster-import.model'
import { type GonePost, type PlannedPerson, type PlannedPost, planRoster } from './roster-plan'
import { type CellFault, readRosterRows } from './roster-rows'
import { type KeptPlan, rosterSettling, staleRoster, versionOf } from './roster-settling'
import { maskedPhone, sealedPhone } from './staff-phone'

/** What a list of cadres would do. Nothing is done yet. */
export interface RosterPreview {
  id: string
  /** Rows with anything in them, beneath the head. */
  rows: number
  /** The file's columns that were understood, as the file writes them. */
  columns: string[]
  people: PlannedPerson[]
  gone: GonePost[]
  faults: CellFault[]
}

/** What was done. */
export interface RosterImported {
  given: number
  changed: number
  /** Who left their last post here or one of several: their open cases are to be handed over. */
  left: AccountRecord[]
}

/** A township's whole roster at once, from its own list (R1, R13). */
export interface RosterImport {
  /** Looks at a file. @throws Problem invalid-input when it is no list of cadres. */
  preview(township: DivisionCode, file: Buffer, viewer: Viewer): Promise<RosterPreview>
  /**
   * Does what a preview has shown, all or nothing, and ends those posts of its `gone` that are named.
   * @throws Problem not-found for a preview that is too old, done or another's; changed-meanwhile when the roster was
   * changed since; invalid-input for the last post of a desk.
   */
  apply(
    township: DivisionCode,
    id: string,
    ends: readonly EndedPost[],
    viewer: Viewer,
  ): Promise<RosterImported>
}

/** One post of one person. */
export interface EndedPost {
  person: string
  post: string
}

/** Where the list has what a rule finds wrong. */
const columnOfField: Record<string, RosterColumn> = {
  territory: 'village',
  group: 'group',
  phone: 'phone',
  calledAs: 'calledAs',
}
const field = 'roster_import.plan'
/** No township has more cadres; whoever has, sends village by village. */
const mostRows = 2_000
/** Rows with nothing in them are not counted, and not read without end either. */
const mostLines = 2 * mostRows
const keptFor = 3_600_000

/** Makes the service that takes a township's list of cadres in. */
export function rosterImportService(
  { db, now, audit, cipher }: Pick<House, 'db' | 'now' | 'audit' | 'cipher'>,
  { people, places, postingRules }: { people: People; places: Places; postingRules: PostingRules },
): RosterImport {
  const accounts = accountModel(db)
  const imports = rosterImportModel(db)
  const { settle, end } = rosterSettling({ db, now, audit, cipher }, { postingRules })

  const read = (file: Buffer) => {
    try {
      const rows = readTable(file, mostLines, (sheet) => headIn(sheet) !== null)
      const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ''))
      if (filled.length === 0) throw new UnreadableTable('文件是空的')
      if (filled.length > mostRows || rows.length >= mostLines)
        throw new UnreadableTable(`超过 ${mostRows.toLocaleString('en')} 行。看看是不是选错了文件`)
      const head = headIn(filled)
      if (!head)
        throw new UnreadableTable(`没有找到“${missingIn(filled).join('”“')}”这几列。第一行写列名，或者用模板`)
      return { head, rows: filled.filter(({ line }) => line > head.row.line) }
    } catch (error) {
      throw error instanceof UnreadableTable ? wrongField('file', error.message) : error
    }
  }

  /** What the roster's rules say against a post; null when nothing. */
  const againstPost = async (
    { kind, post, line }: PlannedPost,
    { account, calledAs, phone }: PlannedPerson,
    viewer: Viewer,
  ): Promise<CellFault | null> => {
    if (kind === 'same') return null
    try {
      await postingRules.checkSeat(post, viewer)
      if (account && account.calledAs !== calledAs && !isKnownHere(account, viewer))
        throw postingRules.anotherName(account, viewer)
      const newNumber = account?.phoneHash !== sealedPhone(cipher, phone).phoneHash
      if (account) postingRules.checkPerson(account, { calledAs, ...(newNumber && { phone }) }, viewer)
      return null
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const [fault] = error.more.fields ?? []
      const column = rosterColumns[columnOfField[fault?.field ?? ''] ?? 'title']
      return { line, column: column.label, message: fault?.message ?? error.detail ?? '这一行不能导入' }
    }
  }
  const isKnownHere = (account: AccountRecord, viewer: Viewer) =>
    account.posts.some(({ territory }) => viewer.posts.some((post) => territory.startsWith(post.territory)))

  const keep = async (township: DivisionCode, plan: KeptPlan, viewer: Viewer): Promise<string> => {
    const _id = new Types.ObjectId()
    await imports.collection.insertOne({
      _id,
      township,
      by: new Types.ObjectId(viewer.account),
      plan: cipher.encrypt(field, JSON.stringify(plan)),
      expiresAt: new Date(now().getTime() + keptFor),
    })
    return _id.toHexString()
  }

  /** Everybody whom a number in the file belongs to. */
  const byNumbers = async (phones: readonly string[]) => {
    const hashes = new Map(phones.map((phone) => [phone, sealedPhone(cipher, phone).phoneHash]))
    const found = await accounts.find({ phoneHash: { $in: [...hashes.values()] } }).lean<AccountRecord[]>()
    const byHash = new Map(found.map((account) => [account.phoneHash, account]))
    return (phone: string) => byHash.get(hashes.get(phone)) ?? null
  }

  return {
    async preview(township, file, viewer) {
      const { head, rows } = read(file)
      const here = await places.placesOf(township)
      const { listed, leftOut } = readRosterRows(rows, head.columns, here)
      const [staff, byPhone] = await Promise.all([
        people.staffOf([township, ...here.villages.map(({ _id }) => _id)]),
        byNumbers([...listed, ...leftOut].map(({ phone }) => phone).filter((phone) => phone !== '')),
      ])
      const known = {
        staff,
        byPhone,
        masked: (account: AccountRecord) => maskedPhone(cipher, account),
        maskedNumber: maskPhone,
      }
      const against = await Promise.all(
        planRoster(township, listed, leftOut, known, viewer).people.flatMap((person) =>
          person.posts.map(async (post) => ({
            post,
            person,
            fault: await againstPost(post, person, viewer),
          })),
        ),
      )
      const refused = against.flatMap(({ post, fault }) => (fault ? [{ line: post.line, fault }] : []))
      const wrongLines = new Set(refused.map(({ line }) => line))
      const taken = listed.filter(({ line }) => !wrongLines.has(line))
      const out = [
        ...leftOut,
        ...refused.flatMap(({ line, fault }) =>
          listed
            .filter((one) => one.line === line)
            .map(({ calledAs, phone }) => ({ fault, calledAs, phone })),
        ),
      ]
      const plan = planRoster(township, taken, out, known, viewer)
      const id = await keep(
        township,
        {
          people: plan.people
            .filter(({ posts }) => posts.some(({ kind }) => kind !== 'same'))
            .map(({ phone, calledAs, account, posts }) => ({
              phone,
              calledAs,
              account: account && { id: account._id.toHexString(), version: versionOf(account) },
              posts: posts.map(({ was, post, kind }) => ({ was, post, kind })),
            })),
          gone: plan.gone.map(({ account, post }) => ({
            person: account._id.toHexString(),
            version: versionOf(account),
            post: postKey(post),
          })),
        },
        viewer,
      )
      const faults = out.map(({ fault }) => fault).sort((one, other) => one.line - other.line)
      const columns = [...head.columns.values()].map((at) => String(head.row.cells[at] ?? ''))
      return { id, rows: rows.length, columns, ...plan, faults }
    },
    async apply(township, id, ends, viewer) {
      const kept = await imports
        .findOne({ _id: id, township, by: viewer.account, expiresAt: { $gt: now() } })
        .lean<{ plan: string }>()
      if (!kept) throw notFound('这次对比过期了，或者已经导入过。把文件再选一次')
      const plan = JSON.parse(cipher.decrypt(field, kept.plan)) as KeptPlan
      const isNamed = (one: EndedPost) =>
        ends.some(({ person, post }) => person === one.person && post === one.post)
      const ended = plan.gone.filter(isNamed)
      if (!ends.every(({ person, post }) => ended.some((one) => one.person === person && one.post === post)))
        throw wrongField('ends', '这个人不在对比出来的名单里')
      const leaving = [...new Set(ended.map(({ person }) => person))]
      const countOf = (...kinds: PlannedPost['kind'][]) =>
        plan.people.flatMap(({ posts }) => posts).filter(({ kind }) => kinds.includes(kind)).length
      const done = { given: countOf('new', 'more'), changed: countOf('changed') }
      try {
        const left = await inTransaction(db, async (work) => {
          // Who is second of two finds it done.
          const { deletedCount } = await imports.deleteOne({ _id: id }, { session: work.session })
          if (deletedCount === 0) throw changedMeanwhile('刚才已经导入过了')
          for (const person of plan.people) await settle(person, viewer, work)
          const gone: AccountRecord[] = []
          for (const person of leaving) {
            const theirs = ended.filter((one) => one.person === person)
            const isSettled = plan.people.some(({ account }) => account?.id === person)
            const version = (theirs[0]?.version ?? 0) + Number(isSettled)
            const keys = theirs.map(({ post }) => post)
            gone.push(await end({ person, version, keys }, viewer, work))
          }
          audit.record(
            {
              actor: viewer.account,
              action: 'roster.import',
              subject: { kind: 'township', id: township },
              details: { ...done, ended: ended.length },
            },
            now(),
            work,
          )
          return gone
        })
        return { ...done, left }
      } catch (error) {
        // Somebody else has put one of these numbers in meanwhile.
        throw isDuplicateKey(error) ? staleRoster() : error
      } finally {
        audit.sealSoon()
        people.forgetActors()
      }
    },
  }
}
