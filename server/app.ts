import Koa from 'koa'
import compress from 'koa-compress'
import packageJson from '../package.json'
import { oldestClient } from '../shared/contract/client-version'
import { assignmentService } from './casework/assignment.service'
import { caseStories } from './casework/case-stories.service'
import { caseworkRoutes } from './casework/casework.routes'
import { caseworkService } from './casework/casework.service'
import { closingRoutes } from './casework/closing.routes'
import { closingService } from './casework/closing.service'
import { decisionsRoutes } from './casework/decisions.routes'
import { decisionsService } from './casework/decisions.service'
import { departmentsRoutes } from './casework/departments.routes'
import { filingRoutes } from './casework/filing.routes'
import { filingService } from './casework/filing.service'
import { handOverService } from './casework/hand-over.service'
import { homeVisitsRoutes } from './casework/home-visits.routes'
import { homeVisitsService } from './casework/home-visits.service'
import { householdsRoutes } from './casework/households.routes'
import { householdsService } from './casework/households.service'
import { joiningService } from './casework/joining.service'
import { jointInquiryService } from './casework/joint-inquiry.service'
import { kinOfStaffService } from './casework/kin-of-staff'
import { caseMover } from './casework/move-case'
import { overdueService } from './casework/overdue.service'
import { reliefRoutes } from './casework/relief.routes'
import { reliefService } from './casework/relief.service'
import { todayService } from './casework/today.service'
import { transferListsService } from './casework/transfer-lists.service'
import { transferLooksService } from './casework/transfer-looks.service'
import { transferRegisterService } from './casework/transfer-register.service'
import { transferRemindersService } from './casework/transfer-reminders.service'
import { transferSendingService } from './casework/transfer-sending.service'
import { transfersRoutes } from './casework/transfers.routes'
import { transfersService } from './casework/transfers.service'
import { triageService } from './casework/triage.service'
import { villageRoutes } from './casework/village.routes'
import { villageFiguresService } from './casework/village-figures.service'
import { visitFileService } from './casework/visit-file.service'
import type { Database } from './database/connection'
import { deadlinesRoutes } from './deadlines/deadlines.routes'
import { deadlinesService } from './deadlines/deadlines.service'
import type { House } from './house'
import { answerProblems } from './http/answer-problems'
import { browserBuild } from './http/browser-build'
import { refuseOldClients } from './http/client-version'
import { docsPage } from './http/docs-page'
import { openApiDocument } from './http/openapi'
import { Problem } from './http/problem'
import { securityHeaders, unindexed } from './http/security-headers'
import { serveContract } from './http/serve-contract'
import { additionsService } from './intake/additions.service'
import { attachmentsRoutes } from './intake/attachments.routes'
import { attachmentsService } from './intake/attachments.service'
import { contentCheckEvents } from './intake/content-check-events'
import { contentCheckRound } from './intake/content-check-round'
import { contentChecksService } from './intake/content-checks.service'
import { intakeRoutes } from './intake/intake.routes'
import { intakeService } from './intake/intake.service'
import { reportsService } from './intake/reports.service'
import { statusDesk } from './intake/status-desk'
import { destinations } from './intake/where-it-belongs'
import { noticesService } from './notifications/notices.service'
import { notificationsRoutes } from './notifications/notifications.routes'
import { permissionEvents } from './notifications/permission-events'
import { type Permissions, permissionsService } from './notifications/permissions.service'
import { type Sender, smsToLog } from './notifications/senders'
import { wechatSender } from './notifications/wechat-sender'
import { cardCodesService } from './outreach/card-codes.service'
import { cardCountsService } from './outreach/card-counts.service'
import { cardFace } from './outreach/card-face'
import { cardsRoutes } from './outreach/cards.routes'
import { cardsService } from './outreach/cards.service'
import { firstCard } from './outreach/first-card'
import { groupChatsRoutes } from './outreach/group-chats.routes'
import { groupChatsService } from './outreach/group-chats.service'
import { openCard } from './outreach/open-card'
import { outreachRoutes } from './outreach/outreach.routes'
import { postersService } from './outreach/posters.service'
import { recordingsRoutes } from './outreach/recordings.routes'
import { recordingsService } from './outreach/recordings.service'
import { deskSignIn } from './people/desk-sign-in.service'
import { type Openids, openidsService } from './people/openids.service'
import { peopleRoutes } from './people/people.routes'
import { peopleService } from './people/people.service'
import { postingRules } from './people/posting-rules'
import { postsService } from './people/posts.service'
import { rosterRoutes } from './people/roster.routes'
import { rosterService } from './people/roster.service'
import { rosterImportRoutes } from './people/roster-import.routes'
import { rosterImportService } from './people/roster-import.service'
import { sessionsService } from './people/sessions.service'
import { signInRoutes } from './people/sign-in.routes'
import { wechatSignIn } from './people/wechat-sign-in.service'
import { placesService } from './places/places.service'
import { reliefSettingsRoutes } from './settings/relief-settings.routes'
import { reliefSettingsDesk } from './settings/relief-settings.service'
import { settingsRoutes } from './settings/settings.routes'
import { signedLinks } from './trust/signed-links'
import { pushRoutes } from './wechat/push.routes'
import { pushService } from './wechat/push.service'

/** The ways out of the house: by WeChat where there is a mini-program, and by short message. */
function sendersOf(house: House, rooms: { openids: Openids; permissions: Permissions }): Sender[] {
  const { wechat, config, log } = house
  const templates = config.wechat?.templates ?? []
  return [
    ...(wechat && templates.length > 0 ? [wechatSender(house, wechat, templates, rooms)] : []),
    smsToLog(log),
  ]
}

/** The rooms of the house, each built on the ones before it. */
export function buildRooms(house: House) {
  const places = placesService(house)
  const people = peopleService(house)
  const rules = postingRules(house, { places })
  const posts = postsService(house, { people, postingRules: rules })
  const roster = rosterService(house, { people, places })
  const rosterImport = rosterImportService(house, { people, places, postingRules: rules })
  const cards = cardsService(house)
  const recordings = recordingsService(house)
  const cardCodes = cardCodesService(house)
  const posters = postersService(house, { places, cardCodes })
  const sessions = sessionsService(house)
  const openids = openidsService(house)
  const permissions = permissionsService(house)
  const notices = noticesService(house, sendersOf(house, { openids, permissions }))
  const groupChats = groupChatsService(house, { people, notices })
  const deadlines = deadlinesService(house)
  const mover = caseMover(house, { notices, deadlines })
  const casework = caseworkService(house, { people, mover, notices, deadlines })
  const joining = joiningService(house, { casework, mover, notices, deadlines })
  const triage = triageService(house, { casework, mover, places, people })
  const handOver = handOverService(house, { posts, casework, mover })
  const assignment = assignmentService(house, { people, mover, handOver })
  const reports = reportsService(house)
  const cardCounts = cardCountsService(house, { reports })
  const attachments = attachmentsService(house, signedLinks(house.keys))
  const contentChecks = contentChecksService(house)
  const checkContents = contentCheckRound(house, { openids, attachments, contentChecks })
  const push = pushService(house, {
    ...permissionEvents({ openids, permissions }),
    ...contentCheckEvents({ contentChecks }),
  })
  const additions = additionsService(house, { casework, joining, attachments, contentChecks })
  const decisions = decisionsService(house, { casework, mover, deadlines })
  const kinOfStaff = kinOfStaffService(house, { casework, notices })
  const overdue = overdueService(house, { people, mover, deadlines, kinOfStaff })
  const filing = filingService(house, { mover })
  const closing = closingService(house, { casework, mover })
  const visitFile = visitFileService(house, { casework, joining, reports })
  const homeVisits = homeVisitsService(house, {
    casework,
    mover,
    joining,
    attachments,
    visitFile,
    notices,
    deadlines,
  })
  const households = householdsService(house, { casework, joining, visitFile, places })
  const today = todayService(house)
  const villageFigures = villageFiguresService(house)
  const reliefSettings = reliefSettingsDesk(house)
  const jointInquiries = jointInquiryService(house, { casework, mover, people, notices })
  const relief = reliefService(house, {
    casework,
    mover,
    places,
    attachments,
    reliefSettings,
    deadlines,
    visitFile,
    kinOfStaff,
  })
  const stories = caseStories(house, {
    assignment,
    joining,
    reports,
    additions,
    places,
    attachments,
    visitFile,
    contentChecks,
  })
  const intake = intakeService(house, {
    cards,
    groupChats,
    casework,
    joining,
    attachments,
    contentChecks,
    destinations: destinations({ places, casework, joining, people, reports }),
  })
  const asked = statusDesk(house, { reports })
  const onWeChat = wechatSignIn(house, {
    sessions,
    people,
    notices,
    becomes: [reports.become, casework.reporterBecomes, notices.become],
  })
  const transferRegister = transferRegisterService(house, { places })
  const transferSending = transferSendingService(house, {
    casework,
    mover,
    people,
    stories,
    transferRegister,
    notices,
    deadlines,
  })
  const transfers = transfersService(house, { casework, mover, deadlines })
  const transferReminders = transferRemindersService(house, { mover, people, notices })
  const transferLists = transferListsService(house)
  const transferLooks = transferLooksService(house, { transferLists })
  return {
    places,
    people,
    posts,
    roster,
    rosterImport,
    deadlines,
    cards,
    recordings,
    cardCounts,
    cardCodes,
    posters,
    groupChats,
    sessions,
    wechatSignIn: onWeChat,
    deskSignIn: deskSignIn(house, { sessions }),
    notices,
    openids,
    permissions,
    push,
    contentChecks,
    checkContents,
    mover,
    casework,
    joining,
    triage,
    decisions,
    reliefSettings,
    jointInquiries,
    relief,
    closing,
    filing,
    overdue,
    visitFile,
    homeVisits,
    households,
    today,
    villageFigures,
    stories,
    handOver,
    assignment,
    reports,
    attachments,
    additions,
    intake,
    statusDesk: asked,
    transferRegister,
    transferSending,
    transfers,
    transferReminders,
    transferLists,
    transferLooks,
  }
}

/** The services by name. */
export type Rooms = ReturnType<typeof buildRooms>

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
  const document = openApiDocument(version)
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
      'GET /api/openapi.json': () => ({ ...document }),
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
