import type { QueryFilter } from 'mongoose'
import { hiddenTracks, isHidden } from '../../shared/domain/code-lists'
import { caseRoles } from '../../shared/domain/roles'
import type { DivisionCode } from '../../shared/domain/territory'
import type { House } from '../house'
import type { Places } from '../places/places.service'
import { syllablesOf } from '../places/sounds'
import { mayReach, postsFor, type Viewer } from '../trust/policy'
import { type CaseRecord, caseModel, territoryOf } from './case.model'
import type { Casework } from './casework.service'
import type { Joining } from './joining.service'
import { byHousehold } from './same-household'
import type { OpenVisit, VisitFile } from './visit-file.service'

/** A household as its cases tell of it, as far as one viewer may know of them. */
export interface Household {
  /** Newest first. */
  cases: CaseRecord[]
  visits: OpenVisit[]
  /** The visit whose form is shown: opening it is noted. */
  last: OpenVisit | null
  /** Cases that may be of the same household, where nothing proves it. */
  perhaps: { work: CaseRecord; why: string }[]
}

/** What a household is looked for by: exactly one of the two. */
export interface HouseholdAsked {
  name?: string
  phone?: string
}

/** Households from their cases; their register with a model of its own is made from the same marks. */
export interface Households {
  /** Everything that is known of the household of a case. The look is noted. */
  of(caseId: string, viewer: Viewer): Promise<Household>
  /** Households in the viewer's territory, each by its cases, newest first. The search is noted, not its words. */
  search(asked: HouseholdAsked, viewer: Viewer): Promise<{ found: CaseRecord[][]; more: boolean }>
}

/** A household's marks are followed from case to case this far. */
const deepest = 5
const mostCases = 60
const mostPerhaps = 5
const mostFound = 20
const villageDigits = 12
const townshipDigits = 9

/** Makes the households service. */
export function householdsService(
  { db, now, cipher, audit }: Pick<House, 'db' | 'now' | 'cipher' | 'audit'>,
  rooms: { casework: Casework; joining: Joining; visitFile: VisitFile; places: Places },
): Households {
  const { casework, joining, visitFile, places } = rooms
  const cases = caseModel(db)

  const readableBy = (viewer: Viewer) => (work: CaseRecord) =>
    mayReach(caseRoles, viewer, territoryOf(work)) === 'allowed'

  const newest = (filter: QueryFilter<CaseRecord>, limit: number) =>
    cases.find(filter).sort({ openedAt: -1 }).limit(limit).lean<CaseRecord[]>()

  /** By its numbers and its joinings, from case to case; nothing is learned through a case that may not be read. */
  const casesOf = async (asked: CaseRecord, viewer: Viewer): Promise<CaseRecord[]> => {
    const mayRead = readableBy(viewer)
    const found = new Map([[asked._id.toHexString(), asked]])
    // Nor through one that is kept apart: whose household it is of stays with whoever was given it.
    let fresh = isHidden(asked.track) ? [] : [asked]
    for (let depth = 0; depth < deepest && fresh.length > 0 && found.size < mostCases; depth += 1) {
      const hashes = [...new Set(fresh.flatMap(({ householdHashes }) => householdHashes))]
      const [alike, joined, leading] = await Promise.all([
        hashes.length > 0
          ? newest({ householdHashes: { $in: hashes }, township: asked.township }, mostCases)
          : [],
        joining.joinedTo(fresh.map(({ _id }) => _id)),
        joining.leading(fresh),
      ])
      fresh = [...alike, ...joined, ...leading.values()].filter(
        (work) => !found.has(work._id.toHexString()) && !isHidden(work.track) && mayRead(work),
      )
      for (const work of fresh) found.set(work._id.toHexString(), work)
    }
    return [...found.values()].sort((one, other) => other.openedAt.getTime() - one.openedAt.getTime())
  }

  /** By ear and by where the home is: a hint for people, never a proof. */
  const perhapsOf = async (household: readonly CaseRecord[], viewer: Viewer) => {
    const [first] = household
    if (!first?.village || isHidden(first.track)) return []
    const within = {
      village: first.village,
      track: { $nin: hiddenTracks },
      _id: { $nin: household.map(({ _id }) => _id) },
    }
    const each = <T>(values: readonly (T | null)[]) => [...new Set(values.filter((value) => value !== null))]
    const homes = each(household.map(({ homeHash }) => homeHash))
    const names = each(household.map(({ nameSound }) => nameSound))
    const [byHome, byName] = await Promise.all([
      homes.length > 0 ? newest({ ...within, homeHash: { $in: homes } }, mostPerhaps) : [],
      names.length > 0 ? newest({ ...within, nameSound: { $in: names } }, mostPerhaps) : [],
    ])
    const found = new Map<string, { work: CaseRecord; why: string }>()
    for (const work of byHome) found.set(work._id.toHexString(), { work, why: '同一个寨子，说的是同一家' })
    for (const work of byName)
      if (!found.has(work._id.toHexString()))
        found.set(work._id.toHexString(), { work, why: '名字一样或者听起来一样' })
    return [...found.values()].filter(({ work }) => readableBy(viewer)(work)).slice(0, mostPerhaps)
  }

  /** The villages of a territory, by which names are kept in order. */
  const villagesWithin = async (territory: DivisionCode): Promise<DivisionCode[]> => {
    if (territory.length === villageDigits) return [territory]
    const townships =
      territory.length === townshipDigits
        ? [territory]
        : (await places.openTownships(territory)).map(({ code }) => code)
    const found = await Promise.all(townships.map((township) => places.placesOf(township)))
    return found.flatMap(({ villages }) => villages.map(({ _id }) => _id))
  }

  /** A name is looked for where somebody works; a number is one household's wherever it lives. */
  const casesMarked = async ({ name, phone }: HouseholdAsked, viewer: Viewer) => {
    const track = { $nin: hiddenTracks }
    if (name === undefined)
      return newest({ householdHashes: cipher.hash('phone', phone ?? ''), track }, mostCases)
    const at = [...new Set(postsFor(viewer, caseRoles).map(({ territory }) => territory))]
    const villages = (await Promise.all(at.map(villagesWithin))).flat()
    return newest(
      { village: { $in: villages }, nameSound: cipher.hash('name', syllablesOf(name)), track },
      mostCases,
    )
  }

  return {
    async of(caseId, viewer) {
      const asked = await casework.find(caseId)
      const household = await casesOf(asked, viewer)
      const ids = household.map(({ _id }) => _id)
      const [visits, last, perhaps] = await Promise.all([
        visitFile.of(ids),
        visitFile.lastOf(asked, viewer, 'household'),
        perhapsOf(household, viewer),
      ])
      const subject = { kind: 'case', id: caseId }
      const details = { cases: ids.map((id) => id.toHexString()) }
      await audit.note({ actor: viewer.account, action: 'household.read', subject, details }, now())
      return { cases: household, visits, last, perhaps }
    },
    async search(asked, viewer) {
      const works = (await casesMarked(asked, viewer)).filter(readableBy(viewer))
      const found = byHousehold(works)
      const details = { by: asked.name === undefined ? 'phone' : 'name', found: found.length }
      const subject = { kind: 'account', id: viewer.account }
      await audit.note({ actor: viewer.account, action: 'household.search', subject, details }, now())
      return { found: found.slice(0, mostFound), more: found.length > mostFound }
    },
  }
}
