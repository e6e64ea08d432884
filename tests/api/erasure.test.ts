import { Types } from 'mongoose'
import { auditEntryModel } from '../../server/trust/audit.model'
import { moveOn } from '../setup/moved-case'
import { someReporter } from '../setup/own-data'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { wechatPerson } from '../setup/wechat-person'

const sure = { body: { sure: true as const } }
const photos = ['photos', 'voices'] as const

describe('closing one’s account (PIPL art. 47)', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse({ wechat: true })
  })
  beforeEach(() => town.setTime('2026-11-24T02:00:00.000Z'))
  afterAll(() => town.close())

  const erase = (token: string) => town.call('POST /api/my-data/erase', token, sure)
  const count = (name: string, filter: object) => town.house.db.collection(name).countDocuments(filter)
  const words = (text: unknown) => town.house.cipher.decrypt('report.text', String(text))

  test('ends every sign-in, forgets the phone, and gives a receipt; sent again, the same one', async () => {
    const me = await someReporter(town)
    const account = new Types.ObjectId(me.account)
    const { openid, hash } = await wechatPerson(town, { resident: account })
    await town.rooms.permissions.granted(hash, 'template', 'phone')
    await me.photo()
    const [one, two] = await Promise.all([erase(me.token), erase(me.token)])
    expect([one.status, two.status]).toEqual([200, 200])
    expect(one.reply).toEqual({
      number: expect.stringMatching(/^20261124-\d{6}$/),
      at: expect.any(String),
      held: 0,
    })
    expect(two.reply).toEqual(one.reply)
    expect((await erase(me.token)).reply).toEqual(one.reply)
    expect(await count('sessions', { account })).toBe(0)
    expect(await count('wechat_identities', { resident: account })).toBe(0)
    expect(await count('message_permissions', { _id: `${hash}|template` as never })).toBe(0)
    expect(await me.files()).toBe(0)
    expect(await town.house.db.collection('accounts').findOne({ _id: account })).toEqual({
      _id: account,
      calledAs: '',
      posts: [],
      createdAt: expect.any(Date),
      erasedAt: expect.any(Date),
    })
    expect((await town.call('GET /api/my-data', me.token, {})).status).toBe(404)
    // The same phone, or the same WeChat, begins anew as somebody who has reported nothing.
    const again = await town.call('GET /api/me', await town.newResident(me.key), {})
    expect(again.reply.account).not.toBe(me.account)
    const code = town.standIn.loginCode(openid)
    const known = await town.call('POST /api/sessions/wechat', null, { body: { code, asPerson: true } })
    expect(known.reply.me.account).not.toBe(me.account)
  })

  test('help under way goes on; its number and name go when it is over, and the file stays', async () => {
    const me = await someReporter(town)
    const photo = await me.photo()
    const running = await me.report({ photos: [photo], phone: '19900000401', text: '老人病倒，没人管' })
    await moveOn(town, running.caseId, 'accept')
    const { reply } = await erase(me.token)
    expect(reply.held).toBe(1)
    const open = await me.stored(running.receipt)
    expect([open?.phone, open?.photos.length]).toEqual([expect.any(String), 1])
    expect((await town.rooms.mover.find(running.caseId)).reporters).toEqual([])
    await moveOn(town, running.caseId, 'visit_confirms', 'report_up')
    expect(await count('notices', { account: new Types.ObjectId(me.account) })).toBe(0)
    // Over, with a decision: from then on it is an archive without its reporter.
    await moveOn(town, running.caseId, 'decide_not_eligible')
    town.setTime('2026-11-24T02:59:00.000Z')
    await town.rooms.tidying.round()
    expect((await me.stored(running.receipt))?.phone).toEqual(expect.any(String))
    town.setTime('2026-11-24T03:00:01.000Z')
    expect(
      await Promise.all([town.rooms.tidying.round(), town.rooms.tidying.round()]).then(([a, b]) => a + b),
    ).toBe(1)
    const ended = await me.stored(running.receipt)
    expect(ended).toMatchObject({ phone: null, phoneHash: null, reporterName: null, position: null })
    expect(words(ended?.text)).toBe('老人病倒，没人管')
    expect(ended?.photos).toHaveLength(1)
    expect(await town.rooms.mover.find(running.caseId)).toMatchObject({
      reporterHasPhone: false,
      subjectName: '岩三木',
    })
    expect(await town.rooms.erasures.erase(me.account)).toMatchObject({ number: reply.number, held: 0 })
  })

  test('what was taken back leaves nothing: words, name, files', async () => {
    const me = await someReporter(town)
    const photo = await me.photo()
    const mine = await me.report({ forWhom: 'self', photos: [photo], phone: '19900000402' })
    const params = { receipt: mine.receipt }
    const back = await town.call('POST /api/my-reports/:receipt/withdraw', me.token, { params, body: {} })
    expect(back.status).toBe(200)
    expect((await erase(me.token)).reply.held).toBe(0)
    const stored = await me.stored(mine.receipt)
    expect(stored).toMatchObject({ phone: null, subjectName: null, placeWords: null, hamlet: null })
    for (const kind of photos) expect(stored?.[kind]).toEqual([])
    expect(words(stored?.text)).toBe('')
    expect(await me.files()).toBe(0)
    const work = await town.rooms.mover.find(mine.caseId)
    expect(work).toMatchObject({ subjectName: null, nameSound: null, homeHash: null, householdHashes: [] })
    const tidied = await auditEntryModel(town.house.db)
      .find({ action: 'report.tidy', subjectId: String(stored?._id) })
      .lean()
    expect(tidied.map(({ details }) => JSON.parse(details))).toEqual([
      { removed: ['position', 'contact', 'files', 'words'], erased: true },
    ])
  })

  test('a case that is kept apart keeps its evidence, whoever closes the account', async () => {
    const me = await someReporter(town)
    const photo = await me.photo()
    const position = { lat: 23.15, lng: 99.25, accuracyMetres: 20 }
    const text = '他家男人天天打娃娃，娃娃身上都是伤'
    const { receipt, caseId } = await me.report({ text, photos: [photo], position, phone: '19900000403' })
    expect((await town.rooms.mover.find(caseId)).track).toBe('abuse')
    const before = await me.stored(receipt)
    expect((await erase(me.token)).reply.held).toBe(1)
    town.setTime('2028-11-24T02:00:00.000Z')
    await town.rooms.tidying.round()
    expect(await me.stored(receipt)).toEqual({ ...before, looksAt: expect.any(Date) })
    expect(await me.files()).toBe(1)
  })

  test('whoever holds a post is told whom to ask; who says nothing is told what to say', async () => {
    const refused = await erase(await town.signIn('coordinator-203'))
    expect(refused.status).toBe(409)
    expect(JSON.stringify(refused.problem)).toContain('找乡里的经办人')
    const { token } = await someReporter(town)
    for (const body of [{}, { sure: false }, { sure: true, account: 'x' }]) {
      const { status, problem } = await town.call('POST /api/my-data/erase', token, { body: body as never })
      expect([status, problem.type]).toEqual([400, expect.stringContaining('invalid-input')])
    }
    expect((await town.call('POST /api/my-data/erase', null, sure)).status).toBe(401)
    expect((await town.call('GET /api/my-data', token, {})).status).toBe(200)
  })

  test('who also works here by the same WeChat goes on working, and is a new resident', async () => {
    const me = await someReporter(town)
    const [coordinator] = await town.rooms.people.staffOf(['530924205203'])
    await wechatPerson(town, { resident: new Types.ObjectId(me.account), staff: coordinator?._id })
    expect((await erase(me.token)).status).toBe(200)
    const identity = await town.house.db.collection('wechat_identities').findOne({ staff: coordinator?._id })
    expect(String(identity?.resident)).not.toBe(me.account)
    expect(await count('accounts', { _id: identity?.resident })).toBe(1)
  })

  test('what the audit log says of it is ids alone, and the chain is whole', async () => {
    const entries = await auditEntryModel(town.house.db)
      .find({ action: /^account\.erase|^report\.tidy/ })
      .lean()
    expect(entries.length).toBeGreaterThan(3)
    expect(JSON.stringify(entries)).not.toMatch(/199000|岩|娃娃/)
    await town.house.audit.seal()
    expect(await town.house.audit.verify()).toMatchObject({ broken: null })
  })

  test('the server failed nowhere', () => expect(town.failures).toEqual([]))
})

describe('what has had its time goes by itself', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse()
  })
  afterAll(() => town.close())

  test('the position after a month, the number half a year after the end, the files after three years', async () => {
    const me = await someReporter(town)
    const position = { lat: 23.15, lng: 99.25, accuracyMetres: 20 }
    const { receipt, caseId } = await me.report({ photos: [await me.photo()], position })
    await me.photo()
    const round = async (at: string) => {
      town.setTime(at)
      await town.rooms.tidying.round()
      const stored = await me.stored(receipt)
      return [stored?.position !== null, stored?.phone !== null, stored?.photos.length, await me.files()]
    }
    expect(await round('2026-12-23T02:00:00.000Z')).toEqual([true, true, 1, 2])
    expect(await round('2026-12-25T02:00:00.000Z')).toEqual([false, true, 1, 2])
    await moveOn(town, caseId, 'accept', 'visit_confirms', 'report_up', 'decide_not_eligible')
    // Uploads come to nothing by when they were stored, which this machine's clock says.
    expect((await round('2027-06-01T02:00:00.000Z')).slice(0, 3)).toEqual([false, true, 1])
    expect((await round('2027-06-24T02:00:00.000Z')).slice(0, 3)).toEqual([false, false, 1])
    expect((await round('2029-12-23T02:00:00.000Z')).slice(0, 3)).toEqual([false, false, 1])
    expect(await round('2029-12-25T02:00:00.000Z')).toEqual([false, false, 0, 0])
    expect(await me.stored(receipt)).not.toHaveProperty('looksAt')
    expect(town.failures).toEqual([])
  })
})
