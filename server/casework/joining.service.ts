import type { Types } from 'mongoose'
import { isHidden } from '../../shared/domain/code-lists'
import { caseRoles } from '../../shared/domain/roles'
import type { DivisionCode } from '../../shared/domain/territory'
import type { Urgency } from '../../shared/domain/urgency'
import type { Work } from '../database/transaction'
import type { Deadlines } from '../deadlines/deadlines.service'
import type { House } from '../house'
import { changedMeanwhile, wrongField } from '../http/problem'
import type { Notices } from '../notifications/notices.service'
import { mayReach, type Viewer } from '../trust/policy'
import { type CaseRecord, type CaseStep, caseModel, territoryOf } from './case.model'
import type { Casework } from './casework.service'
import type { CaseMover } from './move-case'
import { clockSet } from './queue-order'
import { noticesOf } from './tell-of-case'

/** An open case that may speak of the same household, and why it is thought so. */
export interface Lookalike {
  work: CaseRecord
  why: string
}

/** Several reports of one household are worked as one; no report is changed by it, and each can be taken out again. */
export interface Joining {
  /** The open case of a household with one of these phones or identity numbers; null when there is none. */
  openCaseOf(householdHashes: readonly string[], township: DivisionCode): Promise<CaseRecord | null>
  /** The village where a household with one of these phones or identity numbers was placed last. */
  knownVillage(householdHashes: readonly string[], township: DivisionCode): Promise<DivisionCode | undefined>
  /** The village in which all of these cases lie that have one; none when they lie in several. */
  villageOfAll(cases: readonly Types.ObjectId[], township: DivisionCode): Promise<DivisionCode | undefined>
  /**
   * Open cases of the same village within a month: with the same or a like-sounding name, or with a home in the same
   * hamlet that is found by the same words.
   */
  lookalikesOf(
    work: Pick<
      CaseRecord,
      '_id' | 'village' | 'township' | 'nameSound' | 'homeHash' | 'hamlet' | 'openedAt' | 'track'
    >,
  ): Promise<Lookalike[]>
  /**
   * Lets a case know, in the transaction that stores it, of something more that was said of its household. Danger
   * makes it urgent; nothing makes it less. @throws Problem changed-meanwhile when somebody works on it right now.
   */
  hear(
    main: CaseRecord,
    said: { urgency: Urgency; reasons: string[]; reporters?: CaseRecord['reporters'] },
    event: 'joined' | 'added' | 'transcribed',
    at: Date,
    work: Work,
  ): Promise<void>
  /** @throws Problem changed-meanwhile, or invalid-input for a case that it cannot be joined to. */
  join(id: string, version: number, into: string, viewer: Viewer): Promise<CaseRecord>
  undo(id: string, version: number, viewer: Viewer): Promise<CaseRecord>
  /** For each case, the one that it is worked in now: itself, or the one it was joined to. */
  leading(cases: readonly CaseRecord[]): Promise<Map<string, CaseRecord>>
  /** For each case, those that were joined to it, at first or second hand. */
  joinedTo(cases: readonly Types.ObjectId[]): Promise<CaseRecord[]>
}

const month = 30 * 24 * 3_600_000
const mostShown = 5
/** A chain of cases joined one to the other is followed this far; nobody joins deeper by hand. */
const deepest = 20

const heard = {
  joined: '又有人报了这一家，并在一起办',
  added: '报的人又补了一句',
  transcribed: '机器听了录音，像是很急，先按紧急办',
} as const

/** Makes the joining service. */
export function joiningService(
  { db, now }: Pick<House, 'db' | 'now'>,
  {
    casework,
    mover,
    notices,
    deadlines,
  }: { casework: Casework; mover: CaseMover; notices: Notices; deadlines: Deadlines },
): Joining {
  const cases = caseModel(db)

  const hear: Joining['hear'] = async (main, said, event, at, work) => {
    const rises = said.urgency === 'urgent' && main.urgency === 'ordinary'
    const { clock } = main
    const soon = rises && clock ? await deadlines.dueAt(main.township, clock, 'urgent', at) : main.dueAt
    const due = new Date(Math.min(soon.getTime(), main.dueAt.getTime()))
    const step: CaseStep = { at, event, state: main.state, by: null, told: heard[event] }
    work.update(
      cases,
      {
        filter: { _id: main._id, version: main.version, open: true },
        push: { history: step, ...(said.reporters && { reporters: { $each: said.reporters } }) },
        inc: { version: 1 },
        ...(rises && {
          set: {
            urgency: 'urgent',
            urgencyReasons: [...main.urgencyReasons, ...said.reasons],
            ...clockSet(main._id, 'urgent', clock, due),
          },
        }),
      },
      () => changedMeanwhile('那一件刚才有人办了，请看看最新情况'),
    )
    const urgency = rises ? 'urgent' : main.urgency
    notices.tell(noticesOf({ ...main, urgency, version: main.version + 1 }, step, null), at, work)
  }

  const household = (hashes: readonly string[], township: DivisionCode) => ({
    householdHashes: { $in: [...hashes] },
    township,
    track: 'hardship' as const,
  })

  return {
    hear,
    async openCaseOf(hashes, township) {
      if (hashes.length === 0) return null
      return cases
        .findOne({
          ...household(hashes, township),
          open: true,
          openedAt: { $gt: new Date(now().getTime() - month) },
        })
        .sort({ openedAt: -1 })
        .lean<CaseRecord>()
    },
    async knownVillage(hashes, township) {
      if (hashes.length === 0) return undefined
      const last = await cases
        .findOne({ ...household(hashes, township), village: { $ne: null } }, { village: 1 })
        .sort({ openedAt: -1 })
        .lean<CaseRecord>()
      return last?.village ?? undefined
    },
    async villageOfAll(ids, township) {
      if (ids.length === 0) return undefined
      const opened = await casework.many(ids)
      const now = [...(await this.leading(opened)).values()]
      const there = now.flatMap(({ village, track, township: of }) =>
        village && of === township && !isHidden(track) ? [village] : [],
      )
      return there.every((village) => village === there[0]) ? there[0] : undefined
    },
    async lookalikesOf(work) {
      if (isHidden(work.track)) return []
      const openWith = (
        alike: Partial<Pick<CaseRecord, 'village' | 'township' | 'nameSound' | 'homeHash'>>,
      ) =>
        cases
          .find({
            ...alike,
            openedAt: { $gt: new Date(work.openedAt.getTime() - month) },
            open: true,
            track: 'hardship',
            _id: { $ne: work._id },
          })
          .sort({ openedAt: -1 })
          .limit(mostShown)
          .lean<CaseRecord[]>()
      const { village, township, nameSound, homeHash, hamlet } = work
      const [byHome, byName] = await Promise.all([
        // A hamlet's name stands in several villages.
        village && homeHash ? openWith({ village, homeHash }) : [],
        nameSound ? openWith({ ...(village ? { village } : { township }), nameSound }) : [],
      ])
      const found = new Map<string, Lookalike>()
      for (const other of byHome)
        found.set(other._id.toHexString(), { work: other, why: '同一个寨子，说的是同一家' })
      for (const other of byName) {
        const id = other._id.toHexString()
        if (found.has(id) || (hamlet && other.hamlet && hamlet !== other.hamlet)) continue
        const where = hamlet && hamlet === other.hamlet ? '同一个寨子' : '同一个村'
        found.set(id, { work: other, why: `${where}，名字一样或者听起来一样` })
      }
      return [...found.values()].slice(0, mostShown)
    },
    async join(id, version, into, viewer) {
      const [before, main] = await Promise.all([mover.find(id), mover.find(into)])
      const reached = mayReach(caseRoles, viewer, territoryOf(main)) === 'allowed'
      if (
        !reached ||
        before._id.equals(main._id) ||
        before.township !== main.township ||
        isHidden(main.track)
      )
        throw wrongField('into', '不能并到那一件')
      if (!main.open) throw wrongField('into', '那一件已经办完或者并走了')
      return mover.moveAs(viewer, before, version, 'join', {
        owner: main.owner,
        set: { mergedInto: main._id },
        details: { into },
        also: (work) =>
          hear(
            main,
            { urgency: before.urgency, reasons: before.urgencyReasons, reporters: before.reporters },
            'joined',
            now(),
            work,
          ),
      })
    },
    async undo(id, version, viewer) {
      const before = await mover.find(id)
      const { mergedInto } = before
      return mover.moveAs(viewer, before, version, 'undo_join', {
        owner: await (before.village
          ? casework.ownerFor('assigned', before.village)
          : casework.ownerFor('triage', before.township)),
        set: { mergedInto: null },
        also: async ({ session }) => {
          const step = { at: now(), event: 'parted' as const, by: null, told: '另一件分开来单独办了' }
          const main = await cases.findById(mergedInto, { state: 1 }).session(session).lean<CaseRecord>()
          if (main)
            await cases.updateOne(
              { _id: main._id },
              {
                $push: { history: { ...step, state: main.state } },
                $pull: { reporters: { case: { $in: before.reporters.map((one) => one.case) } } },
                $inc: { version: 1 },
              },
              { session },
            )
        },
      })
    },
    async leading(works) {
      const found = new Map(works.map((work) => [work._id.toHexString(), work]))
      const now = new Map(works.map((work) => [work._id.toHexString(), work]))
      for (let depth = 0; depth < deepest; depth += 1) {
        const wanted = [...now.values()].flatMap(({ mergedInto }) => (mergedInto ? [mergedInto] : []))
        const missing = wanted.filter((id) => !found.has(id.toHexString()))
        if (wanted.length === 0) break
        for (const work of missing.length > 0 ? await casework.many(missing) : [])
          found.set(work._id.toHexString(), work)
        for (const [id, work] of now) {
          const next = work.mergedInto && found.get(work.mergedInto.toHexString())
          if (next) now.set(id, next)
        }
      }
      return now
    },
    async joinedTo(ids) {
      const all: CaseRecord[] = []
      let into: readonly Types.ObjectId[] = ids
      for (let depth = 0; depth < deepest && into.length > 0; depth += 1) {
        const next = await cases.find({ mergedInto: { $in: [...into] } }).lean<CaseRecord[]>()
        all.push(...next)
        into = next.map(({ _id }) => _id)
      }
      return all
    },
  }
}
