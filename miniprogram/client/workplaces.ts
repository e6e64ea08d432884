import Taro from '@tarojs/taro'
import { deskRoles, villageRoles } from '../../shared/domain/roles'
import type { Reply } from './api'
import { type Me, signedInPerson } from './session'

type Opens = Reply<'GET /api/demo'>['people'][number]['opens']

/** The page where somebody's work begins. */
export const workplaces: Record<Opens, string> = {
  resident: '/pages/home/home',
  village: '/village/today/today',
  township: '/township/triage/triage',
  department: '/township/transfer/incoming',
}

const holds = (me: Me, roles: readonly string[]) => me.posts.some((post) => roles.includes(post.role))

/** True for coordinators and secretaries: their pages lead to one another. */
export const worksInVillage = (me: Me): boolean => holds(me, villageRoles)

/** True for who leads a group and works on no case: their day is another one. */
export const onlyLeadsGroup = (me: Me): boolean =>
  holds(me, ['group_leader']) && !holds(me, [...villageRoles, ...deskRoles])

/** Where this person works, by the posts they hold; null for a resident. */
export function workplaceOf(me: Me): string | null {
  if (holds(me, deskRoles)) return workplaces.township
  if (worksInVillage(me) || onlyLeadsGroup(me)) return workplaces.village
  return holds(me, ['department_contact']) ? workplaces.department : null
}

/** Leads on to where somebody works who has just signed in; back leads to no page of signing in. */
export const goToWork = (me: Me): void => void Taro.reLaunch({ url: workplaceOf(me) ?? workplaces.resident })

let openedAtDoor = false

/** Remembers where the app was opened: at its front door, or by a card, a message, a link into it. */
export function rememberLaunch(path: string | undefined): void {
  openedAtDoor = !path || path.replace(/^\//, '') === 'pages/home/home'
}

/**
 * Where the front door leads on by itself, once after the app was opened there: what those who work in a village do
 * daily must not begin with a door for residents. Whoever comes back to the door stays.
 */
export function workBehindDoor(): string | null {
  const me = signedInPerson()
  const leads = openedAtDoor && me !== null && (worksInVillage(me) || onlyLeadsGroup(me))
  openedAtDoor = false
  return leads ? workplaces.village : null
}
