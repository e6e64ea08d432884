import { Types } from 'mongoose'
import { formatMoney } from '../../shared/domain/money'
import { applicants, reliefRule } from '../../shared/domain/relief'
import { type ReliefDeed, reliefDeedRule } from '../../shared/domain/relief-life'
import type { Deadlines } from '../deadlines/deadlines.service'
import type { House } from '../house'
import { notFound } from '../http/problem'
import type { Attachments } from '../intake/attachments.service'
import type { Places } from '../places/places.service'
import type { ReliefSettingsDesk } from '../settings/relief-settings.service'
import { rolesOver, type Viewer } from '../trust/policy'
import { checkGiven, checkKin, type Given } from './advance-relief'
import { type CaseRecord, territoryOf } from './case.model'
import type { Casework } from './casework.service'
import type { KinOfStaff } from './kin-of-staff'
import { type CaseMover, type NextStep, staleCase } from './move-case'
import { type Published, publicationOf } from './publication'
import { type Begun, doerOf, reliefBegun, termsIn } from './relief-begun'
import { type ReliefItem, termOf, withItem } from './relief-item'
import { guardDeed, type Settlement, settled } from './relief-outcome'
import { type ReliefWork, worked } from './relief-work'
import { runningClock } from './running-clock'
import type { VisitFile } from './visit-file.service'

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
  const { mover, places, attachments, reliefSettings, deadlines, visitFile, kinOfStaff } = rooms
  const { once, newItem, added, askedFor } = reliefBegun({ now, cipher }, rooms)

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
          dueAt: await termsIn(deadlines, before)('advance_paperwork', before.urgency, happenedAt),
          advance: {
            amount,
            goods: goods ? cipher.encrypt('relief.what', goods) : null,
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
          ...(await termOf(type, before.urgency, 'start', now(), termsIn(deadlines, before))),
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
        const moment = { urgency: before.urgency, at: now(), terms: termsIn(deadlines, before), cipher }
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
