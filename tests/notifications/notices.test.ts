import { Types } from 'mongoose'
import { inTransaction, isDuplicateKey } from '../../server/database/transaction'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { someNotice, tellIn } from './told'

describe('what is told stands in the inbox with its event, or not at all', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse()
  })
  afterAll(() => town.close())

  const inboxOf = async (account: Types.ObjectId) => town.rooms.notices.inboxOf(account.toHexString())

  test('it is there at once, with its words', async () => {
    const notice = someNotice({ urgent: true })
    await tellIn(town, town.rooms.notices, notice)
    expect(await inboxOf(notice.to)).toEqual({
      unread: 1,
      after: null,
      items: [
        {
          id: expect.stringMatching(/^[\w-]{43}$/),
          kind: 'new_case',
          at: town.house.now(),
          urgent: true,
          words: notice.words,
          page: notice.page,
          unread: true,
        },
      ],
    })
  })

  test('what is stored names nobody', async () => {
    const notice = someNotice({ words: '岔路村李小发家又补充了' })
    await tellIn(town, town.rooms.notices, notice)
    const stored = await town.house.db.collection('notices').findOne({ account: notice.to })
    expect(JSON.stringify(stored)).not.toMatch(/李小发|岔路/)
    expect(stored?.words).toMatch(/^test\./)
  })

  test('an event that is turned back has told nobody', async () => {
    const notice = someNotice()
    const event = inTransaction(town.house.db, async (work) => {
      town.rooms.notices.tell([notice], town.house.now(), work)
      throw new Error('somebody was quicker')
    })
    await expect(event).rejects.toThrow('somebody was quicker')
    expect(await inboxOf(notice.to)).toEqual({ items: [], unread: 0, after: null })
  })

  test('an event that the store turns back and that is done again tells once', async () => {
    const notice = someNotice()
    const busy = town.house.db.collection<{ _id: string; n: number }>('busy')
    await busy.insertOne({ _id: 'one', n: 0 })
    let attempts = 0
    await inTransaction(town.house.db, async (work) => {
      attempts += 1
      await busy.findOne({ _id: 'one' }, { session: work.session })
      // Somebody else writes what this work is about to write: the store turns it back, the driver does it again.
      if (attempts === 1) await busy.updateOne({ _id: 'one' }, { $inc: { n: 1 } })
      await busy.updateOne({ _id: 'one' }, { $inc: { n: 1 } }, { session: work.session })
      town.rooms.notices.tell([notice], town.house.now(), work)
    })
    expect(attempts).toBe(2)
    expect((await inboxOf(notice.to)).items).toHaveLength(1)
  })

  test('the same thing said twice in one event is said once; another person, kind, case or step is another', async () => {
    const notice = someNotice({ step: '3' })
    const other = new Types.ObjectId()
    await inTransaction(town.house.db, async (work) => {
      const at = town.house.now()
      town.rooms.notices.tell([notice, notice], at, work)
      town.rooms.notices.tell([{ ...notice, words: '换一句话说' }], at, work)
      town.rooms.notices.tell([{ ...notice, kind: 'escalated' }], at, work)
      town.rooms.notices.tell([{ ...notice, step: '4' }], at, work)
      town.rooms.notices.tell([{ ...notice, caseId: new Types.ObjectId() }], at, work)
      town.rooms.notices.tell([{ ...notice, caseId: null }], at, work)
      town.rooms.notices.tell([{ ...notice, to: other }], at, work)
    })
    expect((await inboxOf(notice.to)).items).toHaveLength(5)
    expect((await inboxOf(other)).items).toHaveLength(1)
  })

  test('of two events that claim the same step, only one is stored', async () => {
    const notice = someNotice()
    await tellIn(town, town.rooms.notices, notice)
    const refused = await tellIn(town, town.rooms.notices, notice).catch((error: unknown) => error)
    expect(isDuplicateKey(refused)).toBe(true)
    expect((await inboxOf(notice.to)).items).toHaveLength(1)
  })

  test('old notices and messages go by themselves after 180 days', async () => {
    for (const name of ['notices', 'messages']) {
      const indexes = await town.house.db.collection(name).indexes()
      expect(indexes).toContainEqual(
        expect.objectContaining({ key: { at: 1 }, expireAfterSeconds: 180 * 24 * 3600 }),
      )
    }
  })
})
