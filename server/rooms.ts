import { assignmentService } from './casework/assignment.service'
import { caseListsService } from './casework/case-lists.service'
import { caseStories } from './casework/case-stories.service'
import { caseworkService } from './casework/casework.service'
import { closingService } from './casework/closing.service'
import { decisionsService } from './casework/decisions.service'
import { filingService } from './casework/filing.service'
import { filingDrawsService } from './casework/filing-draws.service'
import { handOverService } from './casework/hand-over.service'
import { homeVisitsService } from './casework/home-visits.service'
import { householdsService } from './casework/households.service'
import { joiningService } from './casework/joining.service'
import { jointInquiryService } from './casework/joint-inquiry.service'
import { kinOfStaffService } from './casework/kin-of-staff'
import { caseMover } from './casework/move-case'
import { notesService } from './casework/notes.service'
import { ourGroupsService } from './casework/our-groups.service'
import { overdueService } from './casework/overdue.service'
import { reliefService } from './casework/relief.service'
import { reportersGoneService } from './casework/reporters-gone.service'
import { sentDeedsService } from './casework/sent-deeds.service'
import { todayService } from './casework/today.service'
import { transferListsService } from './casework/transfer-lists.service'
import { transferLooksService } from './casework/transfer-looks.service'
import { transferRegisterService } from './casework/transfer-register.service'
import { transferRemindersService } from './casework/transfer-reminders.service'
import { transferSendingService } from './casework/transfer-sending.service'
import { transfersService } from './casework/transfers.service'
import { triageService } from './casework/triage.service'
import { villageFiguresService } from './casework/village-figures.service'
import { visitFileService } from './casework/visit-file.service'
import { deadlinesService } from './deadlines/deadlines.service'
import type { House } from './house'
import { additionsService } from './intake/additions.service'
import { attachmentsService } from './intake/attachments.service'
import { contentCheckEvents } from './intake/content-check-events'
import { contentCheckRound } from './intake/content-check-round'
import { contentChecksService } from './intake/content-checks.service'
import { httpTranscriber } from './intake/http-transcriber'
import { intakeService } from './intake/intake.service'
import { ownReportsService } from './intake/own-reports.service'
import { reportsService } from './intake/reports.service'
import { statusDesk } from './intake/status-desk'
import { tidyingService } from './intake/tidying.service'
import { transcriptionRound } from './intake/transcription-round'
import { transcriptsService } from './intake/transcripts.service'
import { destinations } from './intake/where-it-belongs'
import { noticesService } from './notifications/notices.service'
import { permissionEvents } from './notifications/permission-events'
import { type Permissions, permissionsService } from './notifications/permissions.service'
import { type Sender, smsToLog } from './notifications/senders'
import { wechatSender } from './notifications/wechat-sender'
import { cardCodesService } from './outreach/card-codes.service'
import { cardCountsService } from './outreach/card-counts.service'
import { cardsService } from './outreach/cards.service'
import { groupChatsService } from './outreach/group-chats.service'
import { postersService } from './outreach/posters.service'
import { recordingsService } from './outreach/recordings.service'
import { deskSignIn } from './people/desk-sign-in.service'
import { leavingService } from './people/leaving.service'
import { type Openids, openidsService } from './people/openids.service'
import { peopleService } from './people/people.service'
import { postingRules } from './people/posting-rules'
import { postsService } from './people/posts.service'
import { rosterService } from './people/roster.service'
import { rosterImportService } from './people/roster-import.service'
import { sessionsService } from './people/sessions.service'
import { signInLinksService } from './people/sign-in-links.service'
import { wechatSignIn } from './people/wechat-sign-in.service'
import { placesService } from './places/places.service'
import { consentsService } from './rights/consents.service'
import { erasuresService } from './rights/erasures.service'
import { ownDataService } from './rights/own-data.service'
import { reliefSettingsDesk } from './settings/relief-settings.service'
import { signedLinks } from './trust/signed-links'
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
  const sentDeeds = sentDeedsService(house, { mover })
  const notes = notesService(house, { mover, notices, sentDeeds })
  const joining = joiningService(house, { casework, mover, notices, deadlines })
  const triage = triageService(house, { casework, mover, places, people })
  const handOver = handOverService(house, { posts, casework, mover })
  const assignment = assignmentService(house, { people, mover, handOver })
  const reports = reportsService(house)
  const cardCounts = cardCountsService(house, { reports })
  const attachments = attachmentsService(house, signedLinks(house.keys))
  const contentChecks = contentChecksService(house)
  const checkContents = contentCheckRound(house, { openids, attachments, contentChecks })
  const transcriber = house.config.transcriber ? httpTranscriber(house.config.transcriber) : null
  const transcripts = transcriptsService(house, transcriber)
  const transcribe = transcriptionRound(house, transcriber, { casework, joining, attachments })
  const push = pushService(house, {
    ...permissionEvents({ openids, permissions }),
    ...contentCheckEvents({ contentChecks }),
  })
  const additions = additionsService(house, {
    casework,
    joining,
    attachments,
    contentChecks,
    transcripts,
  })
  const decisions = decisionsService(house, { casework, mover, deadlines })
  const kinOfStaff = kinOfStaffService(house, { casework, notices })
  const overdue = overdueService(house, { people, mover, deadlines, kinOfStaff })
  const filing = filingService(house, { mover })
  const filingDraws = filingDrawsService(house, { filing })
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
  const ourGroups = ourGroupsService(house, { places })
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
    transcripts,
  })
  const intake = intakeService(house, {
    cards,
    groupChats,
    casework,
    joining,
    attachments,
    contentChecks,
    transcripts,
    destinations: destinations({ places, casework, joining, people, reports }),
  })
  const leaving = leavingService(house)
  const ownReports = ownReportsService(house)
  const reportersGone = reportersGoneService(house)
  const tidying = tidyingService(house, {
    casework,
    joining,
    attachments,
    transcripts,
    leaving,
    reportersGone,
  })
  const consents = consentsService(house, { ownReports, casework, openids, permissions })
  const ownData = ownDataService(house, {
    people,
    leaving,
    sessions,
    openids,
    permissions,
    notices,
    ownReports,
    reports,
    additions,
    transcripts,
    casework,
    joining,
    reportersGone,
    consents,
  })
  const erasures = erasuresService(house, {
    people,
    leaving,
    openids,
    permissions,
    notices,
    ownReports,
    casework,
    joining,
    reportersGone,
    attachments,
    tidying,
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
    signInLinks: signInLinksService(house, { sessions }),
    notices,
    openids,
    permissions,
    push,
    contentChecks,
    checkContents,
    transcripts,
    transcribe,
    mover,
    casework,
    caseLists: caseListsService(house),
    sentDeeds,
    notes,
    joining,
    triage,
    decisions,
    reliefSettings,
    jointInquiries,
    relief,
    closing,
    filing,
    filingDraws,
    overdue,
    visitFile,
    homeVisits,
    households,
    today,
    ourGroups,
    villageFigures,
    stories,
    handOver,
    assignment,
    reports,
    attachments,
    additions,
    intake,
    tidying,
    consents,
    ownData,
    erasures,
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
