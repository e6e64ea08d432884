import { Types } from 'mongoose'
import { stateRule } from '../../shared/domain/case-states'
import { departmentCodes } from '../../shared/domain/code-lists'
import { caseRoles, deskRoles, type Role, villageRoles } from '../../shared/domain/roles'
import { countyOf, type DivisionCode } from '../../shared/domain/territory'
import type { House } from '../house'
import type { Places } from '../places/places.service'
import type { Post, Viewer } from '../trust/policy'
import { type AbsenceRecord, absenceModel } from './absence.model'
import type { AccountRecord } from './account.model'
import type { Actor, People } from './people.service'

/** One post on the duty roster, with whoever holds it. */
export interface OnRoster {
  account: AccountRecord
  post: Post
  /** The absence that runs or comes next. */
  away: AbsenceRecord | null
}

/** One village's line on the duty roster. */
export interface VillageRoster {
  code: DivisionCode
  name: string
  people: OnRoster[]
  /** Who gets a lead of this village now. */
  acting: Actor | null
  /** Groups that nobody watches: no leader of their own, and nobody of the village there (R1). */
  unwatched: number[]
  /** Nobody of the village itself is there: leads go to the township (R1: 全乡无盲区). */
  blind: boolean
}

/** A township's duty roster. */
export interface TownshipRoster {
  desk: OnRoster[]
  /** Contacts of the township's stations and of the county's bureaus. */
  contacts: OnRoster[]
  villages: VillageRoster[]
}

/** A county's: its own desk, its bureaus, and the desks of the townships that are set up. */
export interface CountyRoster {
  desk: OnRoster[]
  contacts: OnRoster[]
  townships: { code: DivisionCode; name: string; people: OnRoster[] }[]
}

/** Somebody's own absences, and who has their cases meanwhile. */
export interface OwnLeave {
  absences: AbsenceRecord[]
  meanwhile: { placeName: string; who: Actor | null }[]
}

/** Who holds which post, who is there, and where nobody is (R1, R2, R13). */
export interface Roster {
  ofTownship(township: DivisionCode): Promise<TownshipRoster>
  ofCounty(county: DivisionCode): Promise<CountyRoster>
  /** Some villages' own lines: who is there, and who gets a lead now. */
  ofVillages(
    villages: readonly DivisionCode[],
  ): Promise<Pick<VillageRoster, 'code' | 'name' | 'people' | 'acting'>[]>
  /** Villages where nobody of the village can take a lead now. */
  blindSpots(township: DivisionCode): Promise<{ code: DivisionCode; name: string }[]>
  ownLeave(viewer: Viewer): Promise<OwnLeave>
}

const onDuty: readonly Role[] = villageRoles
const onDesk: readonly Role[] = deskRoles
const onCases: readonly Role[] = caseRoles
/** In which order the posts of one place are listed: who acts first stands first. */
const listed: readonly Role[] = [
  'village_coordinator',
  'village_secretary',
  'group_leader',
  'township_lead',
  'township_officer',
  'county_officer',
  'department_contact',
]
const rank = ({ role, group = 0, department, deputy }: Post) => [
  listed.indexOf(role),
  department ? departmentCodes.indexOf(department) : 0,
  group,
  Number(deputy ?? false),
]
const byRank = (one: OnRoster, other: OnRoster) => {
  const theirs = rank(other.post)
  return rank(one.post).reduce((difference, value, i) => difference || value - (theirs[i] ?? 0), 0)
}

const isContact = ({ post }: OnRoster) => post.role === 'department_contact'
const isOfDesk = ({ post }: OnRoster) => onDesk.includes(post.role)

/** Makes the roster service. */
export function rosterService(
  { db, now }: Pick<House, 'db' | 'now'>,
  { people, places }: { people: People; places: Places },
): Roster {
  const absences = absenceModel(db)

  /** Absences that run or are still to come, the nearest first. */
  const absencesOf = (accounts: readonly Types.ObjectId[]) =>
    absences
      .find({ account: { $in: [...accounts] }, until: { $gt: now() } })
      .sort({ from: 1 })
      .lean<AbsenceRecord[]>()
  const isPresent = ({ away }: OnRoster) => !away || away.from > now()

  /** The posts at each of these places. */
  const staffAt = async (at: readonly DivisionCode[]) => {
    const staff = await people.staffOf(at)
    const away = await absencesOf(staff.map(({ _id }) => _id))
    return (place: DivisionCode): OnRoster[] =>
      staff
        .flatMap((account) =>
          account.posts
            .filter(({ territory }) => territory === place)
            .map((post) => ({
              account,
              post,
              away: away.find((one) => one.account.equals(account._id)) ?? null,
            })),
        )
        .sort(byRank)
  }

  const staffing = async (township: DivisionCode) => {
    const { villages } = await places.placesOf(township)
    const county = countyOf(township)
    const at = await staffAt([county, township, ...villages.map(({ _id }) => _id)])
    return {
      desk: at(township).filter((one) => !isContact(one)),
      contacts: [...at(township), ...at(county)].filter(isContact),
      villages: villages.map(({ _id: code, name, groups }): Omit<VillageRoster, 'acting'> => {
        const here = at(code)
        const blind = !here.some((one) => onDuty.includes(one.post.role) && isPresent(one))
        const led = here
          .filter((one) => one.post.role === 'group_leader' && isPresent(one))
          .map(({ post }) => post.group)
        const numbers = groups.map(({ number }) => number)
        return {
          code,
          name,
          people: here,
          blind,
          unwatched: blind ? numbers.filter((number) => !led.includes(number)) : [],
        }
      }),
    }
  }

  return {
    async ofTownship(township) {
      const { villages, ...rest } = await staffing(township)
      const { owners } = stateRule('assigned')
      const acting = await Promise.all(villages.map(({ code }) => people.actorFor(code, owners)))
      return { ...rest, villages: villages.map((village, i) => ({ ...village, acting: acting[i] ?? null })) }
    },
    async ofCounty(county) {
      const townships = await places.openTownships(county)
      const at = await staffAt([county, ...townships.map(({ code }) => code)])
      return {
        desk: at(county).filter((one) => !isContact(one)),
        contacts: at(county).filter(isContact),
        townships: townships.map(({ code, name }) => ({ code, name, people: at(code).filter(isOfDesk) })),
      }
    },
    async ofVillages(villages) {
      const { owners } = stateRule('assigned')
      const [at, names, acting] = await Promise.all([
        staffAt(villages),
        places.names(villages),
        Promise.all(villages.map((code) => people.actorFor(code, owners))),
      ])
      return villages.map((code, i) => ({
        code,
        name: names.get(code) ?? '',
        people: at(code).filter((one) => !isContact(one)),
        acting: acting[i] ?? null,
      }))
    },
    async blindSpots(township) {
      const { villages } = await staffing(township)
      return villages.filter(({ blind }) => blind).map(({ code, name }) => ({ code, name }))
    },
    async ownLeave({ account, posts }) {
      const own = new Types.ObjectId(account)
      const working = posts.filter(({ role }) => onCases.includes(role))
      const at = [...new Set(working.map(({ territory }) => territory))]
      const names = await places.names(at)
      const who = await Promise.all(
        at.map((place) => {
          const ofVillage = working.some(
            ({ role, territory }) => territory === place && onDuty.includes(role),
          )
          return people.nextInLine(place, stateRule(ofVillage ? 'assigned' : 'triage').owners, [own])
        }),
      )
      return {
        absences: await absencesOf([own]),
        meanwhile: at.map((place, i) => ({ placeName: names.get(place) ?? '这里', who: who[i] ?? null })),
      }
    },
  }
}
