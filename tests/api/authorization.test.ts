import { randomUUID } from 'node:crypto'
import { Types } from 'mongoose'
import { contract, contractEntries } from '../../shared/contract/contract'
import { reliefRule, reliefTypeCodes } from '../../shared/domain/relief'
import { someTransfer } from '../setup/sent-transfer'
import { someVisit } from '../setup/some-visit'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

/** Everybody who might knock, with where they stand. Those the demo lacks are put in by this test. */
const people = [
  'nobody',
  'resident',
  'group-leader-203',
  'coordinator-203',
  'secretary-203',
  'coordinator-204',
  'officer',
  'lead',
  'officer-elsewhere',
  'county',
  'department',
  'other-department',
  'administrator',
] as const
type Person = (typeof people)[number]

const township = '530924205'
const invented = [
  { demoId: 'group-leader-203', role: 'group_leader', territory: `${township}203` },
  { demoId: 'officer-elsewhere', role: 'township_officer', territory: '530924104' },
  { demoId: 'county', role: 'county_officer', territory: '530924' },
  { demoId: 'department', role: 'department_contact', territory: '530924', department: 'education' },
  { demoId: 'other-department', role: 'department_contact', territory: '530924', department: 'health' },
  { demoId: 'administrator', role: 'system_administrator', territory: '530924' },
] as const

const meeting = {
  team: (['county', 'township', 'village'] as const).map((unit) => ({ name: '某人', title: '', unit })),
  meetAt: '2026-11-25T02:00:00.000Z',
}

const overCases = ['coordinator-203', 'secretary-203', 'officer', 'lead'] as const
const staffOnly = people.filter((one) => one !== 'nobody' && one !== 'resident')
const outside = ['coordinator-204', 'officer-elsewhere'] as const

/**
 * Who gets in where, stated apart from the code that decides it. 401 for who is not signed in, 403 for who has no
 * such post, 404 for a case outside one's territory: nobody learns that it exists.
 */
const doors: Record<string, { in: readonly Person[]; hidden?: readonly Person[] }> = {
  'GET /api/queue': { in: [...overCases, ...outside, 'county'] },
  'GET /api/today': { in: ['coordinator-203', 'secretary-203', 'coordinator-204'] },
  'GET /api/our-groups': { in: ['group-leader-203'] },
  'GET /api/our-villages': { in: ['coordinator-203', 'secretary-203', 'coordinator-204'] },
  'GET /api/villages/:village/figures': { in: [...overCases, 'county'], hidden: outside },
  'GET /api/villages/:village/cases': { in: [...overCases, 'county'], hidden: outside },
  'GET /api/cases/:caseId/household': { in: [...overCases, 'county'], hidden: outside },
  'POST /api/households/search': { in: [...overCases, ...outside, 'county'] },
  'GET /api/townships/:township/cases': {
    in: ['officer', 'lead', 'county'],
    hidden: ['officer-elsewhere'],
  },
  'GET /api/townships/:township/cards': {
    in: [...overCases, 'coordinator-204'],
    hidden: ['officer-elsewhere'],
  },
  'POST /api/townships/:township/cards': {
    in: [...overCases, 'coordinator-204'],
    hidden: ['officer-elsewhere'],
  },
  'POST /api/townships/:township/cards/each-village': {
    in: ['officer', 'lead'],
    hidden: ['officer-elsewhere'],
  },
  // A card that is not there is not found by anybody who looks after cards.
  'POST /api/cards/:cardId/withdraw': { in: [], hidden: [...overCases, ...outside] },
  'POST /api/cards/:cardId/replace': { in: [], hidden: [...overCases, ...outside] },
  'GET /api/townships/:township/hotline': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'PUT /api/townships/:township/hotline': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  // A token that says nothing opens no group.
  'POST /api/group-chats/answer': { in: ['coordinator-203', 'secretary-203', 'coordinator-204'] },
  'POST /api/townships/:township/group-chats/:groupChat/settle': {
    in: [],
    hidden: [...overCases, ...outside],
  },
  'GET /api/triage': { in: ['officer', 'lead', 'officer-elsewhere', 'county'] },
  'GET /api/cases/:caseId': { in: [...overCases, 'county'], hidden: outside },
  'POST /api/cases/:caseId/pass-on': { in: ['officer', 'lead', 'county'], hidden: ['officer-elsewhere'] },
  'POST /api/cases/:caseId/as-hardship': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'POST /api/cases/:caseId/refer-petition': { in: ['lead'] },
  'POST /api/cases/:caseId/report-abuse': { in: ['lead'] },
  'POST /api/cases/:caseId/police-calls': {
    in: ['officer', 'lead', 'county'],
    hidden: ['officer-elsewhere'],
  },
  // A flag that is not there is looked at by nobody.
  'POST /api/cases/:caseId/content-flags/:flagId/look': {
    in: [],
    hidden: ['officer', 'lead', 'officer-elsewhere'],
  },
  'POST /api/cases/:caseId/dismiss': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'POST /api/cases/:caseId/point-elsewhere': {
    in: ['officer', 'lead', 'county'],
    hidden: ['officer-elsewhere'],
  },
  'POST /api/cases/:caseId/close-referral': { in: ['lead'] },
  'GET /api/cases/:caseId/visit-draft': { in: [...overCases, 'county'], hidden: outside },
  'POST /api/cases/:caseId/visits': { in: [...overCases, 'county'], hidden: outside },
  // A visit that does not exist is not found by anybody.
  'GET /api/cases/:caseId/visits/:visitId': { in: [], hidden: [...overCases, 'county', ...outside] },
  'POST /api/cases/:caseId/report-up': { in: overCases, hidden: outside },
  'POST /api/cases/:caseId/return-for-more': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'POST /api/cases/:caseId/decide-not-eligible': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'POST /api/cases/:caseId/reopen': { in: overCases, hidden: outside },
  'POST /api/cases/:caseId/pause': { in: overCases, hidden: outside },
  'POST /api/cases/:caseId/resume': { in: overCases, hidden: outside },
  'GET /api/townships/:township/filings': {
    in: ['officer', 'lead', 'county'],
    hidden: ['officer-elsewhere'],
  },
  'POST /api/townships/:township/filings': {
    in: ['officer', 'lead', 'county'],
    hidden: ['officer-elsewhere'],
  },
  'POST /api/townships/:township/filings/marks': { in: ['county'] },
  'POST /api/townships/:township/filings/draws': { in: ['county'] },
  'GET /api/townships/:township/filings/sheet': {
    in: ['officer', 'lead', 'county'],
    hidden: ['officer-elsewhere'],
  },
  'POST /api/cases/:caseId/answer': { in: overCases, hidden: outside },
  'POST /api/cases/:caseId/follow-ups': { in: overCases, hidden: outside },
  'POST /api/cases/:caseId/close': { in: ['officer', 'lead', 'county'], hidden: ['officer-elsewhere'] },
  'GET /api/cases/:caseId/relief-desk': { in: [...overCases, 'county'], hidden: outside },
  'POST /api/cases/:caseId/joint-inquiry': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'POST /api/cases/:caseId/joint-inquiry/change': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'POST /api/cases/:caseId/advance-relief': {
    in: ['officer', 'lead', 'county'],
    hidden: ['officer-elsewhere'],
  },
  'POST /api/cases/:caseId/ask-decision': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'POST /api/cases/:caseId/relief': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'POST /api/cases/:caseId/relief-work': { in: overCases, hidden: outside },
  'POST /api/cases/:caseId/relief-publication': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'POST /api/cases/:caseId/relief-outcome': {
    in: ['officer', 'lead', 'county'],
    hidden: ['officer-elsewhere'],
  },
  'GET /api/townships/:township/relief-settings': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'PUT /api/townships/:township/relief-settings': { in: ['lead'] },
  'POST /api/cases/:caseId/return': { in: overCases, hidden: outside },
  'POST /api/cases/:caseId/reassign': {
    in: ['secretary-203', 'officer', 'lead'],
    hidden: ['officer-elsewhere'],
  },
  'POST /api/cases/:caseId/urgency': { in: [...overCases, 'county'], hidden: outside },
  'POST /api/townships/:township/recordings': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  // A recording that does not exist is not found by anybody.
  'DELETE /api/townships/:township/recordings/:recordingId': {
    in: [],
    hidden: ['officer', 'lead', 'officer-elsewhere'],
  },
  'GET /api/townships/:township/gazetteer': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'POST /api/townships/:township/gazetteer/preview': {
    in: ['officer', 'lead'],
    hidden: ['officer-elsewhere'],
  },
  'POST /api/townships/:township/gazetteer/import': {
    in: ['officer', 'lead'],
    hidden: ['officer-elsewhere'],
  },
  'POST /api/townships/:township/learned/remove': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'GET /api/townships/:township/roster': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'GET /api/counties/:county/roster': { in: ['county'] },
  'GET /api/counties/:county/townships': { in: ['county'] },
  // A code that nobody shows is not found by anybody of the staff.
  'POST /api/sign-in-codes/look': { in: [], hidden: staffOnly },
  'POST /api/sign-in-codes/:id/answer': { in: [], hidden: staffOnly },
  'GET /api/townships/:township/roster/template': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'POST /api/townships/:township/roster/preview': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  // A preview that does not exist is not found by anybody.
  'POST /api/townships/:township/roster/import': { in: [], hidden: ['officer', 'lead', 'officer-elsewhere'] },
  'POST /api/posts': { in: ['officer', 'lead', 'officer-elsewhere', 'county'] },
  'PUT /api/people/:person/posts/:post': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'POST /api/people/:person/sign-in-link': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'POST /api/people/:person/posts/:post/end': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'GET /api/absences/mine': { in: [...overCases, ...outside, 'county'] },
  'GET /api/cases/:caseId/transfer-draft': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'POST /api/cases/:caseId/transfer': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'POST /api/cases/:caseId/transfer-beside': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'POST /api/cases/:caseId/take-back': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  ...Object.fromEntries(
    ['receive', 'refuse', 'reply', 'close', 'remind', 'link', 'revoke-link'].map((deed) => [
      `POST /api/cases/:caseId/transfers/:transferId/${deed}`,
      { in: ['officer', 'lead'] as const, hidden: ['officer-elsewhere'] as const },
    ]),
  ),
  'GET /api/townships/:township/transfers': {
    in: ['officer', 'lead', 'county'],
    hidden: ['officer-elsewhere'],
  },
  'GET /api/townships/:township/transfers/sheet': {
    in: ['officer', 'lead', 'county'],
    hidden: ['officer-elsewhere'],
  },
  'PUT /api/townships/:township/transfer-prefix': {
    in: ['officer', 'lead'],
    hidden: ['officer-elsewhere'],
  },
  'GET /api/transfers': { in: ['department', 'other-department'] },
  'GET /api/transfers/:transferId': { in: ['department'], hidden: ['other-department'] },
  'POST /api/transfers/:transferId/receive': { in: ['department'], hidden: ['other-department'] },
  'POST /api/transfers/:transferId/refuse': { in: ['department'], hidden: ['other-department'] },
  'POST /api/transfers/:transferId/reply': { in: ['department'], hidden: ['other-department'] },
  'POST /api/transfers/:transferId/calls': { in: ['department'], hidden: ['other-department'] },
  'POST /api/absences': { in: [...overCases, ...outside, 'county'] },
  'GET /api/townships/:township/clocks': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
  'PUT /api/townships/:township/clocks/:clock': { in: ['lead'] },
  // An absence that does not exist is not found by anybody: the door is open, the room empty.
  'DELETE /api/absences/:absenceId': { in: [], hidden: [...overCases, ...outside, 'county'] },
  'POST /api/cases/:caseId/join': { in: overCases, hidden: outside },
  'POST /api/cases/:caseId/undo-join': { in: overCases, hidden: outside },
  'POST /api/entries': { in: [...overCases, ...outside] },
  'POST /api/entries/preview': { in: [...overCases, ...outside] },
  'POST /api/cases/:caseId/accept': { in: overCases, hidden: outside },
  'POST /api/cases/:caseId/notes': { in: overCases, hidden: outside },
  'POST /api/cases/:caseId/calls': { in: overCases, hidden: outside },
  'POST /api/cases/:caseId/place': { in: ['officer', 'lead'], hidden: ['officer-elsewhere'] },
}

const expected = (endpoint: string, kind: string, person: Person): 'in' | 401 | 403 | 404 => {
  if (kind === 'everyone') return 'in'
  if (person === 'nobody') return 401
  if (kind === 'signed_in') return 'in'
  const door = doors[endpoint]
  if (!door) throw new Error(`${endpoint} is new: say in this test who gets in`)
  if (door.in.includes(person)) return 'in'
  return door.hidden?.includes(person) ? 404 : 403
}

describe('every endpoint, knocked at by everybody', () => {
  let town: TestHouse
  let caseId: string
  let receipt: string
  let transferId: string
  let person: string
  const tokens = new Map<Person, string | null>()

  beforeAll(async () => {
    town = await openTestHouse({ wechat: true })
    await town.rooms.places.put([
      {
        _id: '530924104',
        kind: 'township',
        name: '别的乡',
        aliases: [],
        groups: [],
        version: 0,
        help: [],
        learned: [],
      },
    ])
    await town.rooms.people.putDemoPeople(
      invented.map(({ demoId, ...post }) => ({
        demoId,
        calledAs: '马老师',
        posts: [{ ...post, title: '工作人员' }],
      })),
    )
    tokens.set('nobody', null)
    tokens.set('resident', await town.newResident())
    for (const person of people) if (!tokens.has(person)) tokens.set(person, await town.signIn(person))
    const sent = await town.call('POST /api/reports', tokens.get('resident') ?? null, { body: someReport() })
    receipt = sent.reply.receipt
    const queue = await town.call('GET /api/queue', tokens.get('coordinator-203') ?? null, { query: {} })
    caseId = queue.reply.items[0]?.id ?? ''
    // Its case is not at that state yet, so that no door leads to a deed.
    const transfer = someTransfer(town.house)
    transferId = transfer._id.toHexString()
    await town.house.db
      .collection('cases')
      .updateOne({ _id: new Types.ObjectId(caseId) }, { $set: { transfers: [transfer] } })
    const staff = await town.rooms.people.staffOf([`${township}203`])
    person = String(staff.find(({ demoId }) => demoId === 'coordinator-203')?._id)
  })
  afterAll(() => town.close())

  const bodies: Record<string, () => unknown> = {
    'POST /api/reports': () => someReport(),
    'POST /api/cases/:caseId/accept': () => ({ version: 0 }),
    'POST /api/cases/:caseId/notes': () => ({ words: '路上遇到家里人' }),
    'POST /api/cases/:caseId/place': () => ({ version: 0, village: `${township}203` }),
    'POST /api/cases/:caseId/calls': () => ({ receipt }),
    // None of these finds the case in the state it asks for: the door is what is tried here.
    'POST /api/cases/:caseId/pass-on': () => ({ version: 99, desk: '530924102' }),
    'POST /api/cases/:caseId/as-hardship': () => ({ version: 99 }),
    'POST /api/cases/:caseId/refer-petition': () => ({ version: 99 }),
    'POST /api/cases/:caseId/police-calls': () => ({ whom: '110' }),
    'POST /api/cases/:caseId/report-abuse': () => ({ version: 99, note: '派出所' }),
    'POST /api/cases/:caseId/dismiss': () => ({ version: 99, reason: '没有说什么事' }),
    'POST /api/cases/:caseId/point-elsewhere': () => ({ version: 99, explanation: '去那边的乡里问' }),
    'POST /api/cases/:caseId/close-referral': () => ({ version: 99, explanation: '办好了' }),
    'POST /api/cases/:caseId/visits': () => someVisit({ happenedAt: '2026-11-24T02:00:00.000Z' }),
    'POST /api/cases/:caseId/report-up': () => ({ version: 99 }),
    'POST /api/cases/:caseId/return-for-more': () => ({ version: 99, reason: '差票据' }),
    'POST /api/cases/:caseId/decide-not-eligible': () => ({ version: 99, explanation: '够不上' }),
    'POST /api/cases/:caseId/reopen': () => ({ version: 99, reason: '又住院了' }),
    'POST /api/cases/:caseId/pause': () => ({
      version: 99,
      reason: 'family_away',
      until: '2026-12-01T10:00:00.000Z',
    }),
    'POST /api/cases/:caseId/resume': () => ({ version: 99 }),
    'POST /api/townships/:township/filings': () => ({
      period: '2026-11',
      cases: [{ id: caseId, version: 99 }],
    }),
    'POST /api/townships/:township/filings/draws': () => ({ period: '2026-11', count: 1 }),
    'POST /api/townships/:township/filings/marks': () => ({ cases: [{ id: caseId, version: 99 }] }),
    'POST /api/cases/:caseId/answer': () => ({ version: 99, how: 'visit', explanation: '给了 800 元' }),
    'POST /api/cases/:caseId/follow-ups': () => ({
      version: 99,
      followUp: {
        happenedAt: '2026-11-24T02:00:00.000Z',
        how: 'phone',
        knowsResult: true,
        arrived: null,
        amountRight: null,
        satisfied: 'yes',
      },
    }),
    'POST /api/cases/:caseId/close': () => ({ version: 99 }),
    'POST /api/my-reports/:receipt/rating': () => ({ satisfied: 'yes' }),
    'POST /api/cases/:caseId/joint-inquiry': () => ({ version: 99, ...meeting }),
    'POST /api/cases/:caseId/joint-inquiry/change': () => ({ version: 99, ...meeting }),
    'POST /api/cases/:caseId/advance-relief': () => ({
      version: 99,
      clientKey: randomUUID(),
      type: 'temporary_urgent',
      amount: '800',
      giver: '段干事',
      receiver: '岩三木',
      relation: '本人',
      happenedAt: '2026-11-24T01:00:00.000Z',
      kinOfStaff: null,
    }),
    'POST /api/cases/:caseId/ask-decision': () => ({ version: 99, words: '住院押金' }),
    'POST /api/cases/:caseId/relief': () => ({
      version: 99,
      clientKey: randomUUID(),
      type: 'medical',
      applicant: 'self',
      kinOfStaff: null,
    }),
    'POST /api/cases/:caseId/relief-work': () => ({ version: 99, item: caseId, work: { does: 'submit' } }),
    'POST /api/cases/:caseId/relief-publication': () => ({
      version: 99,
      item: caseId,
      isMinor: false,
      people: 3,
      amount: null,
    }),
    'POST /api/cases/:caseId/relief-outcome': () => ({
      version: 99,
      item: caseId,
      outcome: { is: 'withdrawn', reason: '不办了' },
    }),
    'POST /api/townships/:township/cards': () => ({ kind: 'poster', village: `${township}203`, group: 99 }),
    'POST /api/townships/:township/cards/each-village': () => ({}),
    'POST /api/cards/:cardId/withdraw': () => ({}),
    'POST /api/cards/:cardId/replace': () => ({}),
    'PUT /api/townships/:township/hotline': () => ({
      version: 99,
      hotline: '19900000883',
      officeHours: '每天',
      help: ['看病'],
    }),
    'POST /api/group-chats/entered': () => ({ encryptedData: 'AAAA', iv: 'AAAA' }),
    'POST /api/group-chats/answer': () => ({ token: 'test.AAAA', village: null }),
    'POST /api/townships/:township/group-chats/:groupChat/settle': () => ({ version: 0, village: null }),
    'PUT /api/townships/:township/relief-settings': () => ({
      version: 0,
      monthlyStandard: '500',
      advanceLimit: '2000',
      publicationDays: Object.fromEntries(
        reliefTypeCodes.map((type) => [type, reliefRule(type).publication.days]),
      ),
      materials: Object.fromEntries(reliefTypeCodes.map((type) => [type, reliefRule(type).materials])),
    }),
    'POST /api/cases/:caseId/return': () => ({ version: 99, reason: '没有这家' }),
    'POST /api/cases/:caseId/join': () => ({ version: 99, into: caseId }),
    'POST /api/cases/:caseId/undo-join': () => ({ version: 99 }),
    'POST /api/cases/:caseId/reassign': () => ({ version: 99, owner: caseId, reason: '忙不过来' }),
    'POST /api/cases/:caseId/urgency': () => ({ version: 99, urgency: 'urgent', reason: '去看过' }),
    'POST /api/townships/:township/learned/remove': () => ({ text: '没有这个词' }),
    // None of these is right for anybody: nothing is given, changed or ended by knocking.
    'POST /api/posts': () => ({
      calledAs: '某人',
      phone: '19900000999',
      role: 'resident',
      territory: `${township}203`,
      title: '职务',
    }),
    'POST /api/wechat/phone-number': () => ({ phoneCode: 'invented' }),
    'POST /api/sign-in-codes/look': () => ({ code: '000000' }),
    'POST /api/sign-in-codes/:id/answer': () => ({ isMe: true }),
    'POST /api/townships/:township/roster/import': () => ({ preview: caseId, ends: [] }),
    'PUT /api/people/:person/posts/:post': () => ({
      version: 99,
      calledAs: '某人',
      title: '职务',
      deputy: false,
    }),
    'POST /api/people/:person/posts/:post/end': () => ({ version: 99 }),
    'PUT /api/townships/:township/clocks/:clock': () => ({ version: 99, allowances: null, reason: '试试' }),
    'POST /api/cases/:caseId/transfer': () => ({ version: 99, department: 'education', matter: '助学金' }),
    'POST /api/cases/:caseId/transfer-beside': () => ({
      version: 99,
      department: 'education',
      matter: '助学金',
    }),
    'POST /api/cases/:caseId/take-back': () => ({ version: 99 }),
    'POST /api/cases/:caseId/transfers/:transferId/receive': () => ({ version: 99, name: '沈主任' }),
    'POST /api/cases/:caseId/transfers/:transferId/refuse': () => ({
      version: 99,
      name: '沈主任',
      reason: '不归我们',
    }),
    'POST /api/cases/:caseId/transfers/:transferId/reply': () => ({
      version: 99,
      name: '沈主任',
      reply: '办了',
    }),
    'POST /api/cases/:caseId/transfers/:transferId/close': () => ({ version: 99 }),
    'POST /api/cases/:caseId/transfers/:transferId/remind': () => ({ version: 99 }),
    'POST /api/cases/:caseId/transfers/:transferId/link': () => ({ version: 99 }),
    'POST /api/cases/:caseId/transfers/:transferId/revoke-link': () => ({ version: 99 }),
    'PUT /api/townships/:township/transfer-prefix': () => ({ prefix: '军政转' }),
    'POST /api/transfers/:transferId/receive': () => ({}),
    'POST /api/transfers/:transferId/refuse': () => ({ reason: '不归我们' }),
    'POST /api/transfers/:transferId/reply': () => ({ reply: '办了' }),
    'POST /api/transfers/:transferId/calls': () => ({}),
    'POST /api/households/search': () => ({ name: '岩三木' }),
    'POST /api/absences': () => ({ from: '2026-11-01T00:00:00.000Z', until: '2026-11-02T00:00:00.000Z' }),
    'POST /api/entries': () => ({ clientKey: randomUUID(), channel: 'hotline', text: '打电话来问' }),
    'POST /api/entries/preview': () => ({ text: '打电话来问' }),
    'POST /api/my-reports/:receipt/additions': () => ({ clientKey: randomUUID(), text: '再补一句' }),
    'POST /api/my-reports/:receipt/withdraw': () => ({}),
    'POST /api/my-reports/:receipt/object': () => ({ reason: '我家真的困难' }),
    'POST /api/message-permissions': () => ({ templates: ['x'.repeat(24)] }),
    'POST /api/inbox/read': () => ({ upTo: '2026-11-24T00:00:00.000Z' }),
  }

  const queries: Record<string, string> = {
    'POST /api/townships/:township/recordings': '?language=wa&page=home&seconds=5',
    'GET /api/townships/:township/roster/template': '?format=csv',
    'GET /api/townships/:township/filings': '?period=2026-11',
    'GET /api/townships/:township/filings/sheet': '?period=2026-11',
  }

  const knock = (endpoint: string, token: string | null) => {
    const [method, template] = endpoint.split(' ') as [string, string]
    const body = bodies[endpoint]?.()
    return town.send(
      method,
      template
        .replace(':caseId', caseId)
        .replace(':cardId', 'nocard00')
        .replace(':groupChat', caseId)
        .replace(':receipt', receipt)
        .replace(':township', township)
        .replace(':absenceId', caseId)
        .replace(':recordingId', caseId)
        .replace(':sessionId', caseId)
        .replace(':id', 'x'.repeat(22))
        .replace(':transferId', transferId)
        .replace(':county', '530924')
        .replace(':person', person)
        .replace(':post', `village_coordinator.${township}203`)
        .replace(':clock', 'home_visit')
        .replace(':village', `${township}203`)
        .replace(':visitId', caseId)
        .replace(':flagId', caseId) + (queries[endpoint] ?? ''),
      body === undefined ? undefined : JSON.stringify(body),
      {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
    )
  }

  const signOut = 'DELETE /api/sessions/current'
  // Signing out is walked last: it ends the session it is called with.
  const endpoints = contractEntries
    .filter(([, { allow }]) => allow.kind !== 'everyone')
    .sort(([a], [b]) => Number(a === signOut) - Number(b === signOut))

  test.each(endpoints.map(([key]) => key))('%s', async (endpoint) => {
    const { kind } = contract[endpoint].allow
    for (const person of people) {
      const { status, headers, json } = await knock(endpoint, tokens.get(person) ?? null)
      const wanted = expected(endpoint, kind, person)
      const got = [401, 403, 404].includes(status) ? status : 'in'
      // A receipt or a sign-in of one's own is not found by others: that is the handler's answer, not the door's.
      const ofAnother =
        endpoint === 'DELETE /api/sessions/:sessionId' ||
        (endpoint.includes('/my-reports/:receipt') && person !== 'resident')
      if (ofAnother && wanted === 'in') expect({ person, status }).toEqual({ person, status: 404 })
      else expect({ person, got }).toEqual({ person, got: wanted })
      if (got !== 'in') {
        expect(headers.get('content-type')).toMatch('application/problem+json')
        expect(json).toMatchObject({ status, title: expect.stringMatching(/\p{Script=Han}/u) })
      }
    }
    expect(town.failures).toEqual([])
  })

  test('a case outside is answered word for word like one that does not exist', async () => {
    const token = tokens.get('coordinator-204') ?? null
    const real = await knock('GET /api/cases/:caseId', token)
    const made = await town.send('GET', '/api/cases/0123456789abcdef01234567', undefined, {
      Authorization: `Bearer ${token}`,
    })
    expect({ ...(real.json as object), instance: '' }).toEqual({ ...(made.json as object), instance: '' })
  })
})
