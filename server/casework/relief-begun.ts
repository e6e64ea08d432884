import { Types } from 'mongoose'
import { type Applicant, type ReliefType, reliefRule } from '../../shared/domain/relief'
import { freshMaterials, materials as reliefMaterials } from '../../shared/domain/relief-materials'
import type { Deadlines } from '../deadlines/deadlines.service'
import type { House } from '../house'
import { signedAs } from '../people/signed'
import type { ReliefSettingsDesk } from '../settings/relief-settings.service'
import type { Viewer } from '../trust/policy'
import type { CaseRecord } from './case.model'
import { actorIn, type Casework } from './casework.service'
import type { KinOfStaff } from './kin-of-staff'
import { type CaseMover, type NextStep, staleCase } from './move-case'
import { type Doer, factsOf, type ReliefItem, type Terms } from './relief-item'
import { recusal } from './relief-outcome'
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

/** Whoever acts, in the post in which they stand over the case. */
export const doerOf = (viewer: Viewer, work: CaseRecord): Doer => signedAs(actorIn(viewer, work))

/** The terms that a case's township has set. */
export const termsIn =
  (deadlines: Deadlines, { township }: CaseRecord): Terms =>
  (clock, urgency, from) =>
    deadlines.dueAt(township, clock, urgency, from)

/** How an item of relief comes into a case, given in advance or applied for (R6, R9). */
export function reliefBegun(
  { now, cipher }: Pick<House, 'now' | 'cipher'>,
  rooms: {
    casework: Casework
    mover: CaseMover
    reliefSettings: ReliefSettingsDesk
    visitFile: VisitFile
    kinOfStaff: KinOfStaff
  },
) {
  const { casework, mover, reliefSettings, visitFile, kinOfStaff } = rooms

  /** Whoever decides on an item that is kin of the staff hears of it while it is being prepared. */
  const askedFor = async (before: CaseRecord, item: ReliefItem, viewer: Viewer) => {
    const facts = factsOf(item)
    const words = `${reliefRule(item.type).label}，${recusal(facts)}`
    return kinOfStaff.telling(before, await kinOfStaff.deciderFor(before, facts), viewer, words)
  }

  return {
    askedFor,
    /** Sent twice, it is one item: the second time the case is answered as it stands. */
    async once(id: string, clientKey: string, add: () => Promise<CaseRecord>): Promise<CaseRecord> {
      const has = (work: CaseRecord) => work.relief.some((item) => item.clientKey === clientKey)
      const moved = await add().catch(async (error) => {
        const found = await mover.find(id)
        if (has(found)) return found
        throw error
      })
      if (!has(moved)) throw staleCase(moved)
      return moved
    },
    /** A new item in the case, and the case with whoever sees relief through. */
    async added(before: CaseRecord, item: ReliefItem, viewer: Viewer): Promise<NextStep> {
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
    },
    /** What every item begins with: the township's lists and days, and what stands in the case already. */
    async newItem(
      before: CaseRecord,
      { clientKey, type, kinOfStaff: whose, kinOfLead }: Omit<Begun, 'applicant'>,
      by: Doer,
    ) {
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
        kinOfStaff: whose ? cipher.encrypt('relief.kin', whose) : null,
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
    },
  }
}
