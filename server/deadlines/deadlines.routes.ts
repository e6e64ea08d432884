import type { clocksEndpoints } from '../../shared/contract/clocks'
import { type Role, townshipRoles } from '../../shared/domain/roles'
import type { DivisionCode } from '../../shared/domain/territory'
import { notFound } from '../http/problem'
import { known, type RoutesOf } from '../http/serve-contract'
import { postsFor, type Viewer } from '../trust/policy'
import type { Deadlines, TownshipClocks } from './deadlines.service'

/** A township's clocks, read and changed. */
export function deadlinesRoutes({
  deadlines,
}: {
  deadlines: Deadlines
}): RoutesOf<keyof typeof clocksEndpoints> {
  /** One's own township; another one is answered like one that does not exist. */
  const own = (viewer: Viewer | null, township: DivisionCode, roles: readonly Role[]): Viewer => {
    const by = known(viewer)
    if (!postsFor(by, roles).some(({ territory }) => territory === township)) throw notFound()
    return by
  }
  const present = ({ version, holidaysUntil, clocks }: TownshipClocks) => ({
    version,
    holidaysUntil,
    clocks: clocks.map(({ clock, rule, allowances, own, lastChange }) => ({
      clock,
      label: rule.label,
      nature: rule.nature,
      source: rule.source,
      ...allowances,
      standard: { urgent: rule.urgent, ordinary: rule.ordinary },
      own,
      lastChange: lastChange && {
        by: { calledAs: lastChange.by.calledAs, title: lastChange.by.title },
        at: lastChange.at.toISOString(),
        reason: lastChange.reason,
      },
    })),
  })

  return {
    async 'GET /api/townships/:township/clocks'({ params: { township }, viewer }) {
      own(viewer, township, townshipRoles)
      return present(await deadlines.rulesOf(township))
    },
    async 'PUT /api/townships/:township/clocks/:clock'({ params: { township, clock }, body, viewer }) {
      const lead = own(viewer, township, ['township_lead'])
      return present(await deadlines.set(township, { clock, ...body }, lead))
    },
  }
}
