import type { peopleEndpoints } from '../../shared/contract/people'
import { cardKinds } from '../../shared/domain/code-lists'
import { deskRoles, type Role, villageRoles } from '../../shared/domain/roles'
import type { House } from '../house'
import { notFound } from '../http/problem'
import { known, type RoutesOf } from '../http/serve-contract'
import type { Cards } from '../outreach/cards.service'
import type { Places } from '../places/places.service'
import type { Post } from '../trust/policy'
import type { AccountRecord } from './account.model'
import { deviceName } from './device-name'
import type { People } from './people.service'
import { sessionPresenter } from './session.presenter'
import type { Sessions } from './sessions.service'

const onDesk: readonly Role[] = deskRoles
const ofVillage: readonly Role[] = [...villageRoles, 'group_leader']

/** Signing in, and who one is. */
export function peopleRoutes(
  { config }: Pick<House, 'config'>,
  rooms: { sessions: Sessions; people: People; places: Places; cards: Cards },
): RoutesOf<keyof typeof peopleEndpoints> {
  const { sessions, people, places, cards } = rooms

  const { meOf, sessionReply } = sessionPresenter(places)

  const titleOf = ({ title, group, deputy }: Post) =>
    `${title}${group === undefined ? '' : ` ${group}组`}${deputy ? '（副）' : ''}`
  const opens = (account: AccountRecord) => {
    const roles = account.posts.map((post) => post.role)
    if (roles.some((role) => onDesk.includes(role))) return 'township' as const
    if (roles.some((role) => ofVillage.includes(role))) return 'village' as const
    return roles.includes('department_contact') ? ('department' as const) : ('resident' as const)
  }
  const onlyInDemo = () => {
    if (!config.demo) throw notFound()
  }

  return {
    'POST /api/sessions/device': async ({ body, ctx }) =>
      sessionReply(await sessions.forDevice(body.deviceKey, { device: deviceName(ctx.get('User-Agent')) })),
    'POST /api/sessions/refresh': async ({ body }) => sessionReply(await sessions.refresh(body.refreshToken)),
    async 'DELETE /api/sessions/current'({ viewer }) {
      await sessions.end(known(viewer).session)
      return undefined
    },
    async 'GET /api/me'({ viewer }) {
      const account = await people.account(known(viewer).account)
      if (!account) throw notFound()
      return meOf(account)
    },
    async 'GET /api/demo'() {
      onlyInDemo()
      const [accounts, listed] = await Promise.all([people.demoPeople(), cards.all(config.township)])
      const names = await places.names([
        ...accounts.flatMap((account) => account.posts.map((post) => post.territory)),
        ...listed.map((card) => card.village ?? card.township),
      ])
      return {
        people: accounts.map((account) => ({
          id: account.demoId ?? '',
          calledAs: account.calledAs,
          title: account.posts[0] ? titleOf(account.posts[0]) : '村民',
          territory: account.posts[0]?.territory ?? '',
          territoryName: names.get(account.posts[0]?.territory ?? '') ?? '',
          opens: opens(account),
        })),
        cards: listed
          .filter(({ withdrawnAt }) => !withdrawnAt)
          .map((card) => ({
            id: card._id,
            name: names.get(card.village ?? card.township) ?? '',
            kind: cardKinds[card.kind],
          })),
      }
    },
    async 'POST /api/demo/sessions'({ body, ctx }) {
      onlyInDemo()
      return sessionReply(await sessions.forDemo(body.person, { device: deviceName(ctx.get('User-Agent')) }))
    },
  }
}
