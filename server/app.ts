import Koa from 'koa'
import compress from 'koa-compress'
import packageJson from '../package.json'
import { oldestClient } from '../shared/contract/client-version'
import { caseworkRoutes } from './casework/casework.routes'
import { closingRoutes } from './casework/closing.routes'
import { decisionsRoutes } from './casework/decisions.routes'
import { departmentsRoutes } from './casework/departments.routes'
import { filingRoutes } from './casework/filing.routes'
import { homeVisitsRoutes } from './casework/home-visits.routes'
import { householdsRoutes } from './casework/households.routes'
import { reliefRoutes } from './casework/relief.routes'
import { transfersRoutes } from './casework/transfers.routes'
import { villageRoutes } from './casework/village.routes'
import type { Database } from './database/connection'
import { deadlinesRoutes } from './deadlines/deadlines.routes'
import type { House } from './house'
import { answerProblems } from './http/answer-problems'
import { browserBuild } from './http/browser-build'
import { refuseOldClients } from './http/client-version'
import { docsPage } from './http/docs-page'
import { openApiDocument } from './http/openapi'
import { Problem } from './http/problem'
import { securityHeaders, unindexed } from './http/security-headers'
import { serveContract } from './http/serve-contract'
import { attachmentsRoutes } from './intake/attachments.routes'
import { intakeRoutes } from './intake/intake.routes'
import { notificationsRoutes } from './notifications/notifications.routes'
import { cardFace } from './outreach/card-face'
import { cardsRoutes } from './outreach/cards.routes'
import { firstCard } from './outreach/first-card'
import { groupChatsRoutes } from './outreach/group-chats.routes'
import { openCard } from './outreach/open-card'
import { outreachRoutes } from './outreach/outreach.routes'
import { recordingsRoutes } from './outreach/recordings.routes'
import { peopleRoutes } from './people/people.routes'
import { rosterRoutes } from './people/roster.routes'
import { rosterImportRoutes } from './people/roster-import.routes'
import { signInRoutes } from './people/sign-in.routes'
import { rightsRoutes } from './rights/rights.routes'
import type { Rooms } from './rooms'
import { reliefSettingsRoutes } from './settings/relief-settings.routes'
import { settingsRoutes } from './settings/settings.routes'
import { pushRoutes } from './wechat/push.routes'

/** Whoever asked has gone on before the answer was there: a phone that lost its signal, a page that was left. */
const isCallerGone = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE', 'HPE_INVALID_EOF_STATE'].includes(String(error.code))

/** The Koa app without a port: the contract under /api, and the browser build everywhere else. */
export function createApp(
  house: House,
  rooms: Rooms,
  database: Pick<Database, 'kind' | 'answers'>,
  pages: string,
  oldest: number = oldestClient,
): Koa {
  const { version } = packageJson
  // Made for the first who asks: it takes a good part of a start.
  let document: ReturnType<typeof openApiDocument> | undefined
  const router = serveContract(
    {
      ...outreachRoutes(house, rooms),
      ...recordingsRoutes(rooms),
      ...cardsRoutes(house, rooms),
      ...groupChatsRoutes(house, rooms),
      ...peopleRoutes(house, rooms),
      ...signInRoutes(house, rooms),
      ...intakeRoutes(house, rooms),
      ...attachmentsRoutes(rooms),
      ...rightsRoutes(house, rooms),
      ...caseworkRoutes(house, rooms),
      ...decisionsRoutes(rooms),
      ...closingRoutes(rooms),
      ...filingRoutes(house, rooms),
      ...reliefRoutes(rooms),
      ...transfersRoutes(house, rooms),
      ...departmentsRoutes(house, rooms),
      ...rosterRoutes(house, rooms),
      ...rosterImportRoutes(house, rooms),
      ...homeVisitsRoutes(rooms),
      ...villageRoutes(house, rooms),
      ...householdsRoutes(house, rooms),
      ...settingsRoutes(rooms),
      ...reliefSettingsRoutes(rooms),
      ...notificationsRoutes(house, rooms),
      ...pushRoutes(house, rooms),
      ...deadlinesRoutes(rooms),
      async 'GET /api/health'() {
        if (!(await database.answers())) throw new Problem('unavailable', '数据库暂时连不上')
        return {
          status: 'ready' as const,
          store: { kind: database.kind, state: 'connected' as const },
          version,
        }
      },
      'GET /api/openapi.json'() {
        document ??= openApiDocument(version)
        return { ...document }
      },
      'GET /api/docs'({ ctx }) {
        ctx.body = docsPage(version)
        return undefined
      },
    },
    {
      identify: rooms.sessions.identify,
      territoryOfCase: rooms.casework.territoryOf,
      checkReplies: !house.config.production,
    },
  )
  const openFromOutside = openCard(house, rooms)
  const { proxy } = house.config
  // Koa takes the caller's address from the end of the header: as many entries as there are proxies of our own. What
  // somebody wrote in front of them is not believed.
  const app = new Koa(
    proxy ? { proxy: true, proxyIpHeader: proxy.ipHeader, maxIpsCount: proxy.hops } : undefined,
  )
  app.on('error', (error) => {
    if (!isCallerGone(error)) house.log.error({ err: error }, 'response failed')
  })
  app.use(securityHeaders())
  app.use(unindexed())
  app.use(compress({ threshold: 1024 }))
  app.use(answerProblems(house.log))
  app.use(refuseOldClients(oldest))
  app.use(router.routes())
  app.use(router.allowedMethods({ throw: true, methodNotAllowed: () => new Problem('method-not-allowed') }))
  app.use(
    browserBuild(pages, async (page, query, address) => {
      const id = query.get('c')
      return page === 'pages/card/card' && id
        ? firstCard(await cardFace(rooms, await openFromOutside(id, address)))
        : null
    }),
  )
  return app
}
