import type { Department } from './code-lists'
import type { Role } from './roles'
import { type DivisionCode, isWithin } from './territory'

/** A post by what tells it from the others that one person may hold. */
export interface PostPlace {
  role: Role
  territory: DivisionCode
  group?: number | undefined
  department?: Department | undefined
}

const countyDigits = 6
const townshipDigits = 9
const villageDigits = 12

/** How long the code of a post's territory is: a secretary is of a village, a contact of a station or a bureau. */
const seats: Partial<Record<Role, readonly number[]>> = {
  group_leader: [villageDigits],
  village_coordinator: [villageDigits],
  village_secretary: [villageDigits],
  township_officer: [townshipDigits],
  township_lead: [townshipDigits],
  county_officer: [countyDigits],
  department_contact: [townshipDigits, countyDigits],
}

const ofVillage = ['village_coordinator', 'village_secretary', 'group_leader'] as const

/**
 * Which posts the holder of a post may give, change and end. The lead alone sees complaints about officials and
 * suspected abuse, so an officer must not be able to make anybody the lead, and least of all themselves.
 */
const gives: Partial<Record<Role, readonly Role[]>> = {
  township_officer: [...ofVillage, 'township_officer', 'department_contact'],
  township_lead: [...ofVillage, 'township_officer', 'township_lead', 'department_contact'],
  county_officer: ['township_officer', 'township_lead', 'county_officer', 'department_contact'],
}

/** True when a post of this role can be held at a place of this kind. */
export const hasSeat = (role: Role, territory: DivisionCode): boolean =>
  seats[role]?.includes(territory.length) ?? false

/** The posts that somebody with these posts may give at a place, in the order in which a form offers them. */
export function rolesToGive(held: readonly PostPlace[], territory: DivisionCode): Role[] {
  const over = held.filter((post) => isWithin(territory, post.territory))
  const given = over.flatMap((post) => gives[post.role] ?? [])
  return [...new Set(given)].filter((role) => hasSeat(role, territory))
}

/** May somebody with these posts give, change or end this one? Nobody may above or outside their own territory. */
export const mayAppoint = (held: readonly PostPlace[], { role, territory }: PostPlace): boolean =>
  rolesToGive(held, territory).includes(role)

/** A post in one word, the same for everybody who speaks of it: `group_leader.530924205203.2`. */
export const postKey = ({ role, territory, group, department }: PostPlace): string =>
  [role, territory, group, department].filter((part) => part !== undefined).join('.')
