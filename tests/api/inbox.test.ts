import type { Types } from 'mongoose'
import { noticeRule } from '../../shared/domain/notices'
import { someNotice, tellIn } from '../notifications/told'
import { openTestHouse, type TestHouse } from '../setup/test-house'

describe('one’s own inbox', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse()
  })
  afterAll(() => town.close())

  /** A resident with their token and their account. */
  const someResident = async () => {
    const deviceKey = town.newDeviceKey()
    const token = await town.newResident(deviceKey)
    const account = await town.house.db
      .collection('accounts')
      .findOne({ deviceHash: town.house.cipher.hash('device', deviceKey) })
    return { token, account: account?._id as Types.ObjectId }
  }
  const staff = async (person: string) => {
    const account = await town.house.db.collection('accounts').findOne({ demoId: person })
    return { token: await town.signIn(person), account: account?._id as Types.ObjectId }
  }
  const tell = (...told: Parameters<typeof someNotice>[0][]) =>
    tellIn(town, town.rooms.notices, ...told.map(someNotice))
  const inbox = async (token: string, after?: string) =>
    (await town.call('GET /api/inbox', token, { query: after === undefined ? {} : { after } })).reply
  const unread = async (token: string) => (await town.call('GET /api/inbox/unread', token, {})).reply.unread
  const read = (token: string, body: object) =>
    town.send('POST', '/api/inbox/read', JSON.stringify(body), {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
    })

  test('nobody sees or reads what others were told', async () => {
    const one = await someResident()
    const other = await someResident()
    await tell({ to: one.account, kind: 'taken', words: '鲍老师接了您报的事' })
    expect(await inbox(other.token)).toEqual({ items: [], unread: 0, after: null })
    const [notice] = (await inbox(one.token)).items
    expect(notice).toMatchObject({ kind: 'taken', words: '鲍老师接了您报的事', unread: true })
    expect((await read(other.token, { ids: [notice?.id] })).status).toBe(204)
    expect((await read(other.token, { upTo: '2030-01-01T00:00:00.000Z' })).status).toBe(204)
    expect(await unread(one.token)).toBe(1)
    expect((await read(one.token, { ids: [notice?.id] })).status).toBe(204)
    expect(await unread(one.token)).toBe(0)
    expect((await inbox(one.token)).items).toMatchObject([{ id: notice?.id, unread: false }])
    // Reading again what was read is no fault: the answer may have been lost on the way.
    expect((await read(one.token, { ids: [notice?.id] })).status).toBe(204)
  })

  test('pages go from the newest to the oldest, each notice once, while new ones come', async () => {
    const { token, account } = await staff('coordinator-203')
    const minute = (n: number) => `2026-11-24T02:${String(n).padStart(2, '0')}:00.000Z`
    for (let n = 0; n < 45; n += 1) {
      town.setTime(minute(Math.floor(n / 3)))
      await tell({ to: account, words: `第${n}条` })
    }
    const first = await inbox(token)
    expect(first).toMatchObject({ unread: 45 })
    await tell({ to: account, words: '刚来的' })
    const second = await inbox(token, first.after ?? '')
    const third = await inbox(token, second.after ?? '')
    expect(third.after).toBeNull()
    const all = [first, second, third].flatMap(({ items }) => items)
    expect(new Set(all.map(({ words }) => words))).toEqual(
      new Set(Array.from({ length: 45 }, (_, n) => `第${n}条`)),
    )
    const times = all.map(({ at }) => at)
    expect(times).toEqual([...times].sort().reverse())
  })

  test('all that had come by then is read, and nothing that came later', async () => {
    town.setTime('2026-11-24T03:00:00.000Z')
    const { token, account } = await staff('coordinator-204')
    await tell({ to: account }, { to: account }, { to: account })
    const [newest] = (await inbox(token)).items
    town.setTime('2026-11-24T03:00:01.000Z')
    await tell({ to: account, words: '后来的' })
    expect((await read(token, { upTo: newest?.at })).status).toBe(204)
    const { items, unread: left } = await inbox(token)
    expect(left).toBe(1)
    expect(items.map(({ words, unread }) => [words, unread])[0]).toEqual(['后来的', true])
    expect(items.slice(1).every((item) => !item.unread)).toBe(true)
  })

  test('the count stops at a hundred', async () => {
    const { token, account } = await staff('secretary-203')
    await tell(...Array.from({ length: 130 }, () => ({ to: account })))
    expect(await unread(token)).toBe(100)
    expect((await inbox(token)).unread).toBe(100)
  })

  test('who leaves the post leaves its notices, and keeps what residents are told', async () => {
    const { token, account } = await staff('officer')
    await tell({ to: account, kind: 'decision_needed' }, { to: account, kind: 'answered' })
    expect(await unread(token)).toBe(2)
    const accounts = town.house.db.collection('accounts')
    const held = await accounts.findOne({ _id: account })
    await accounts.updateOne({ _id: account }, { $set: { posts: [] } })
    expect((await inbox(token)).items.map(({ kind }) => noticeRule(kind).audience)).toEqual(['resident'])
    expect(await unread(token)).toBe(1)
    await accounts.updateOne({ _id: account }, { $set: { posts: held?.posts } })
  })

  test.each([
    ['nothing', {}, 'ids'],
    ['both ways', { ids: ['a'.repeat(43)], upTo: '2026-11-24T00:00:00.000Z' }, 'ids'],
    ['no ids', { ids: [] }, 'ids'],
    ['101 ids', { ids: Array(101).fill('a'.repeat(43)) }, 'ids'],
    ['an id that is none', { ids: ['0123'] }, 'ids.0'],
    ['an operator for an id', { ids: [{ $ne: '' }] }, 'ids.0'],
    ['an operator for the ids', { ids: { $exists: true } }, 'ids'],
    ['a day that does not exist', { upTo: '2026-02-30T00:00:00.000Z' }, 'upTo'],
    ['a number for a time', { upTo: 0 }, 'upTo'],
    ['somebody else’s account', { upTo: '2026-11-24T00:00:00.000Z', account: '0'.repeat(24) }, 'account'],
  ])('reading with %s is refused', async (_, body, field) => {
    const { token } = await someResident()
    const { status, json } = await read(token, body)
    expect(status).toBe(400)
    expect(json).toMatchObject({
      type: '/api/docs#invalid-input',
      fields: [{ field, message: expect.stringMatching(/\p{Script=Han}/u) }],
    })
  })

  test('page marks that are none, and a mark of one’s own making', async () => {
    const { token } = await someResident()
    const page = (query: string) =>
      town.send('GET', `/api/inbox?${query}`, undefined, { Authorization: `Bearer ${token}` })
    expect((await page('after[$gt]=')).status).toBe(400)
    expect((await page('after=a&after=b')).status).toBe(400)
    expect((await page(`after=${'a'.repeat(201)}`)).status).toBe(400)
    expect((await page('after=AAAA')).status).toBe(200)
    expect(town.failures).toEqual([])
  })
})
