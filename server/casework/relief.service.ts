import { Types } from 'mongoose'
import { formatMoney } from '../../shared/domain/money'
import { type Applicant, applicants, type ReliefType, reliefRule } from '../../shared/domain/relief'
import { type ReliefDeed, reliefDeedRule } from '../../shared/domain/relief-life'
import { freshMaterials, materials as reliefMaterials } from '../../shared/domain/relief-materials'
import type { Deadlines } from '../deadlines/deadlines.service'
import type { House } from '../house'
import { notFound } from '../http/problem'
import type { Attachments } from '../intake/attachments.service'
import type { Places } from '../places/places.service'
import type { ReliefSettingsDesk } from '../settings/relief-settings.service'
import { rolesOver, type Viewer } from '../trust/policy'
import { checkGiven, checkKin, type Given } from './advance-relief'
import { type CaseRecord, territoryOf } from './case.model'
import { actorIn, type Casework } from './casework.service'
import type { KinOfStaff } from './kin-of-staff'
import { type CaseMover, type NextStep, staleCase } from './move-case'
import { type Published, publicationOf } from './publication'
import { type Doer, factsOf, type ReliefItem, type Terms, termOf, withItem } from './relief-item'
import { guardDeed, recusal, type Settlement, settled } from './relief-outcome'
import { type ReliefWork, worked } from './relief-work'
import { runningClock } from './running-clock'
import type { VisitFile } from './visit-file.service'

/** What is begun for a family. */
export interface Begun {
  clientKey: string
  type: ReliefType
  applicant: Applicant
  kinOfStaff: string | null
  kinOfLead: boolean
}

/** Giving relief, and applying for it (R6, R9, R10). Each thing begun is stored once, however often it is sent. */
export interface Relief {
  /**
   * Relief before the paperwork.
   * @throws Problem not-allowed above the officer's limit and for kin of the staff: then the lead decides.
   */
  giveInAdvance(id: string, version: number, given: Given, viewer: Viewer): Promise<CaseRecord>
  /** Asks whoever decides (the lead, for the lead's own kin the county) for what this desk may not decide. */
  askDecision(
    id: string,
    version: number,
    asked: { words: string; kinOfLead: boolean },
    viewer: Viewer,
  ): Promise<CaseRecord>
  start(id: string, version: number, begun: Begun, viewer: Viewer): Promise<CaseRecord>
  /** What moves an item on without settling it. @throws Problem not-yet with what stands against it. */
  work(id: string, version: number, item: string, work: ReliefWork, viewer: Viewer): Promise<CaseRecord>
  publish(
    id: string,
    version: number,
    item: string,
    published: Published,
    viewer: Viewer,
  ): Promise<CaseRecord>
  settle(
    id: string,
    version: number,
    item: string,
    settlement: Settlement,
    viewer: Viewer,
  ): Promise<CaseRecord>
}

/** Makes the relief service. */
export function reliefService(
  { now, cipher }: Pick<House, 'now' | 'cipher'>,
  rooms: {
    casework: Casework
    mover: CaseMover
    places: Places
    attachments: Attachments
    reliefSettings: ReliefSettingsDesk
    deadlines: Deadlines
    visitFile: VisitFile
    kinOfStaff: KinOfStaff
  },
): Relief {
  const { casework, mover, places, attachments, reliefSettings, deadlines, visitFile, kinOfStaff } = rooms
  const sealed = (field: string, words: string) => (words ? cipher.encrypt(field, words) : null)

  const termsFor =
    ({ township }: CaseRecord): Terms =>
    (clock, urgency, from) =>
      deadlines.dueAt(township, clock, urgency, from)

  const doerOf = (viewer: Viewer, work: CaseRecord): Doer => {
    const { account, calledAs, title } = actorIn(viewer, work)
    return { account, calledAs, title }
  }

  /** Sent twice, it is one item: the second time the case is answered as it stands. */
  const once = async (id: string, clientKey: string, add: () => Promise<CaseRecord>) => {
    const has = (work: CaseRecord) => work.relief.some((item) => item.clientKey === clientKey)
    const moved = await add().catch(async (error) => {
      const found = await mover.find(id)
      if (has(found)) return found
      throw error
    })
    if (!has(moved)) throw staleCase(moved)
    return moved
  }

  /** Whoever decides on an item that is kin of the staff hears of it while it is being prepared. */
  const askedFor = async (before: CaseRecord, item: ReliefItem, viewer: Viewer) => {
    const facts = factsOf(item)
    const words = `${reliefRule(item.type).label}，${recusal(facts)}`
    return kinOfStaff.telling(before, await kinOfStaff.deciderFor(before, facts), viewer, words)
  }

  /** A new item in the case, and the case with whoever sees relief through. */
  const added = async (before: CaseRecord, item: ReliefItem, viewer: Viewer): Promise<NextStep> => {
    const relief = [...before.relief, item]
    const owner =
      before.state === 'in_relief' ? before.owner : await casework.ownerFor('in_relief', before.township)
    return {
      // What was given in advance was decided by whoever gave it.
      ...(item.kinOfStaff && !item.advance && (await askedFor(before, item, viewer))),
      owner,
      ...runningClock(relief, before.transfers),
      set: { relief },
      details: { item: item.id.toHexString(), type: item.type, kin: item.kinOfStaff !== null },
    }
  }

  const newItem = async (
    before: CaseRecord,
    { clientKey, type, kinOfStaff: whose, kinOfLead }: Omit<Begun, 'applicant'>,
    by: Doer,
  ) => {
    const [{ publicationDays, materials }, visits] = await Promise.all([
      reliefSettings.of(before.township),
      visitFile.of([before._id]),
    ])
    // A visit that stands in the case is not asked for on paper once more.
    const inCase = visits.length > 0 ? [reliefMaterials.visit.code] : []
    return {
      id: new Types.ObjectId(),
      clientKey,
      type,
      startedAt: now(),
      startedBy: by,
      kinOfStaff: sealed('relief.kin', whose ?? ''),
      recused: kinOfLead,
      materials: freshMaterials(materials[type], inCase),
      submittedAt: null,
      extended: false,
      publicationDays: publicationDays[type],
      publicationSpared: false,
      publication: null,
      outcome: null,
      endedAt: null,
    }
  }

  const itemOf = (work: CaseRecord, id: string): ReliefItem => {
    const found = work.relief.find((item) => item.id.toHexString() === id)
    if (!found) throw notFound('这件线索里没有这一项救助')
    return found
  }

  /** Changes one item by one deed, guarded by the table of its life, on the version that the screen showed. */
  const change = async (
    id: string,
    version: number,
    itemId: string,
    deed: ReliefDeed,
    viewer: Viewer,
    changed: (item: ReliefItem, work: CaseRecord) => Promise<Omit<NextStep, 'owner'> & { item: ReliefItem }>,
  ) => {
    const before = await mover.find(id)
    // What a stale screen asks for is answered with what has changed, and not with what it cannot know.
    if (before.version !== version) throw staleCase(before)
    const item = itemOf(before, itemId)
    guardDeed(deed, item, rolesOver(viewer, territoryOf(before)), now())
    const { item: after, details, ...step } = await changed(item, before)
    const relief = withItem(before.relief, after)
    return mover.moveAs(viewer, before, version, reliefDeedRule(deed).event, {
      owner: await kinOfStaff.ownerWith(before, relief),
      ...runningClock(relief, before.transfers),
      set: { relief },
      details: { item: itemId, type: item.type, deed, ...details },
      ...step,
    })
  }

  return {
    giveInAdvance: (id, version, given, viewer) =>
      once(id, given.clientKey, async () => {
        checkKin(given)
        const before = await mover.find(id)
        checkGiven(before, given, {
          held: rolesOver(viewer, territoryOf(before)),
          at: now(),
          settings: await reliefSettings.of(before.township),
        })
        const by = doerOf(viewer, before)
        const photos = given.photos.map((photo) => new Types.ObjectId(photo))
        const { type, amount, goods, giver, receiver, relation, happenedAt, kinOfStaff } = given
        const item: ReliefItem = {
          ...(await newItem(before, given, by)),
          state: 'paperwork_open',
          applicant: null,
          clock: 'advance_paperwork',
          dueAt: await termsFor(before)('advance_paperwork', before.urgency, happenedAt),
          advance: {
            amount,
            goods: sealed('relief.what', goods),
            giver: cipher.encrypt('relief.person', giver),
            receiver: cipher.encrypt('relief.person', receiver),
            relation: cipher.encrypt('relief.person', relation),
            happenedAt,
            decidedBy: by,
            photos,
            emergencyOverAt: null,
          },
        }
        const step = await added(before, item, viewer)
        const what = [amount > 0 && formatMoney(amount), goods].filter(Boolean).join('、')
        return mover.moveAs(viewer, before, version, 'give_advance_relief', {
          ...step,
          happenedAt,
          explained: what,
          words: [
            reliefRule(type).label,
            `${giver}给的，${receiver}（${relation}）收的`,
            kinOfStaff && `和工作人员是亲属：${kinOfStaff}`,
          ]
            .filter(Boolean)
            .join('，'),
          details: { ...step.details, amount },
          also: async ({ session }) => {
            if (photos.length > 0)
              await attachments.claim({ photos, voices: [] }, by.account, item.id, session)
          },
        })
      }),
    async askDecision(id, version, { words, kinOfLead }, viewer) {
      const before = await mover.find(id)
      if (before.version !== version) throw staleCase(before)
      const decider = await kinOfStaff.deciderFor(before, { kin: true, recused: kinOfLead })
      return mover.moveAs(viewer, before, version, 'ask_decision', {
        owner: before.owner,
        told: `请${decider.title}${decider.calledAs}来定`,
        words,
        details: { decider: decider.account.toHexString(), kinOfLead },
        ...kinOfStaff.telling(before, decider, viewer, words),
      })
    },
    start: (id, version, begun, viewer) =>
      once(id, begun.clientKey, async () => {
        checkKin(begun)
        const before = await mover.find(id)
        const { type, applicant, kinOfStaff } = begun
        const item: ReliefItem = {
          ...(await newItem(before, begun, doerOf(viewer, before))),
          state: 'preparing',
          applicant,
          advance: null,
          ...(await termOf(type, before.urgency, 'start', now(), termsFor(before))),
        }
        return mover.moveAs(viewer, before, version, 'start_relief', {
          ...(await added(before, item, viewer)),
          explained: reliefRule(type).label,
          words: [applicants[applicant], kinOfStaff && `和工作人员是亲属：${kinOfStaff}`]
            .filter(Boolean)
            .join('，'),
        })
      }),
    work: (id, version, itemId, work, viewer) =>
      change(id, version, itemId, work.does, viewer, async (item, before) => {
        const moment = { urgency: before.urgency, at: now(), terms: termsFor(before), cipher }
        const step = await worked(item, work, moment)
        return { ...step, ...(work.does === 'recuse' && (await askedFor(before, step.item, viewer))) }
      }),
    publish: (id, version, itemId, published, viewer) =>
      change(id, version, itemId, 'publish', viewer, async (item, before) => {
        const [gazetteer, { hotline }, visits] = await Promise.all([
          places.gazetteer(before.township),
          places.township(before.township),
          visitFile.of([before._id]),
        ])
        const members = visits.at(-1)?.form.members ?? []
        return publicationOf(item, published, { before, gazetteer, hotline, members, at: now() })
      }),
    async settle(id, version, itemId, settlement, viewer) {
      const deeds = {
        granted: 'grant',
        refused: 'refuse',
        withdrawn: 'withdraw',
        paperwork_waived: 'waive_paperwork',
      } as const
      return change(id, version, itemId, deeds[settlement.is], viewer, async (item, before) => {
        const { monthlyStandard } = await reliefSettings.of(before.township)
        return settled(item, settlement, { by: doerOf(viewer, before), at: now(), monthlyStandard, cipher })
      })
    },
  }
}
