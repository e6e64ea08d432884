import type { Allow } from '../../shared/contract/endpoint'
import type { Department } from '../../shared/domain/code-lists'
import { deskRoles, type Role } from '../../shared/domain/roles'
import { type DivisionCode, isWithin } from '../../shared/domain/territory'

/** A role held in a territory, with the title people know it by. */
export interface Post {
  role: Role
  territory: DivisionCode
  title: string
  /** Stands in for the one who holds the post, and acts while that one is away (R13). */
  deputy?: boolean
  /** The group of the village that a group leader watches over. */
  group?: number
  /** Whom a department's contact answers for: its local station, or its bureau in the county (R9). */
  department?: Department
}

/** Who is calling: an account with the posts it holds now. A resident holds none. */
export interface Viewer {
  account: string
  session: string
  calledAs: string
  posts: Post[]
}

/** What a decision about a case needs to know of it. */
export interface CaseTerritory {
  township: DivisionCode
  /** Null while nobody knows which village it is: then only the township's desk sees it. */
  village: DivisionCode | null
  /** Suspected abuse, and complaints about officials: only the township's lead and the one who was given it see it. */
  hidden: boolean
  /** The account of whoever must act next. */
  owner: string
}

/** How a question of access ends. `hidden` is answered like something that does not exist. */
export type Verdict = 'allowed' | 'not_signed_in' | 'not_allowed' | 'hidden'

/** The posts of a viewer that count for these roles. */
export const postsFor = (viewer: Viewer, roles: readonly Role[]): Post[] =>
  viewer.posts.filter((post) => roles.includes(post.role))

/** The desk's post in which a viewer stands over a township; none outside their territory. */
export const deskPostOver = (viewer: Viewer, township: DivisionCode): Post | undefined =>
  postsFor(viewer, deskRoles).find(({ territory }) => isWithin(township, territory))

/** The posts in which a viewer stands over a case's territory; over a hidden case, who does not belong to it has none. */
export const postsOver = (viewer: Viewer, territory: CaseTerritory): Post[] =>
  viewer.posts.filter(
    (post) =>
      isWithin(territory.village ?? territory.township, post.territory) &&
      (!territory.hidden || post.role === 'township_lead' || viewer.account === territory.owner),
  )

/** The roles in which a viewer stands over a case's territory. */
export const rolesOver = (viewer: Viewer, territory: CaseTerritory): Role[] =>
  postsOver(viewer, territory).map((post) => post.role)

/** May this viewer call an endpoint at all, before any case is looked at? */
export function mayCall(allow: Allow, viewer: Viewer | null): Verdict {
  if (allow.kind === 'everyone') return 'allowed'
  if (!viewer) return 'not_signed_in'
  if (allow.kind === 'signed_in') return 'allowed'
  return postsFor(viewer, allow.roles).length > 0 ? 'allowed' : 'not_allowed'
}

/** May this viewer act over this case with one of these roles? Outside their territory it does not exist. */
export function mayReach(roles: readonly Role[], viewer: Viewer, territory: CaseTerritory | null): Verdict {
  if (!territory) return 'hidden'
  return rolesOver(viewer, territory).some((role) => roles.includes(role)) ? 'allowed' : 'hidden'
}
