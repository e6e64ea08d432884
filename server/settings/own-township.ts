import { type Role, townshipRoles } from '../../shared/domain/roles'
import type { DivisionCode } from '../../shared/domain/territory'
import { notFound } from '../http/problem'
import { known } from '../http/serve-contract'
import { postsFor, type Viewer } from '../trust/policy'

/** One's own township, in one of these posts; another one is answered like one that does not exist. */
export function ownTownship(
  viewer: Viewer | null,
  township: DivisionCode,
  roles: readonly Role[] = townshipRoles,
): Viewer {
  const by = known(viewer)
  if (!postsFor(by, roles).some(({ territory }) => territory === township)) throw notFound()
  return by
}
