import { deskRoles, villageRoles } from '../../shared/domain/roles'
import type { Reply } from './api'
import type { Me } from './session'

type Opens = Reply<'GET /api/demo'>['people'][number]['opens']

/** The page where somebody's work begins. */
export const workplaces: Record<Opens, string> = {
  resident: '/pages/home/home',
  village: '/village/queue/queue',
  township: '/township/triage/triage',
  department: '/township/transfer/incoming',
}

/** Where this person works, by the posts they hold; null for a resident. */
export function workplaceOf(me: Me): string | null {
  const holds = (roles: readonly string[]) => me.posts.some((post) => roles.includes(post.role))
  if (holds(deskRoles)) return workplaces.township
  if (holds(villageRoles)) return workplaces.village
  return holds(['department_contact']) ? workplaces.department : null
}
