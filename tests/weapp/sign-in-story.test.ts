import { buildWhenStale } from '../../config/build-when-stale'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { type MiniProgram, openMiniProgram } from './mini-program'

jest.setTimeout(600_000)

describe('a phone signs in by WeChat without a word', () => {
  let town: TestHouse
  let mini: MiniProgram
  beforeAll(async () => {
    const directory = await buildWhenStale('weapp')
    town = await openTestHouse({ wechat: true })
    mini = openMiniProgram(directory, (url) => url.replace('http://localhost:3000', town.base))
  })
  afterAll(async () => {
    mini?.close()
    await town?.close()
  })

  const identities = () => town.house.db.collection('wechat_identities').countDocuments({})

  test('not while WeChat is out of reach: its page is there all the same, and the phone is bound later', async () => {
    mini.launch('/pages/mine/mine')
    await mini.see('还没有报过事')
    expect(await identities()).toBe(0)
    const accounts = await town.house.db
      .collection('accounts')
      .countDocuments({ deviceHash: { $exists: true } })
    expect(accounts).toBe(1)

    mini.phone.loginCode = () => town.standIn.loginCode('oVillager')
    mini.launch('/pages/mine/mine')
    await mini.see('还没有报过事')
    for (let i = 0; i < 100 && (await identities()) === 0; i += 1)
      await new Promise((soon) => setTimeout(soon, 50))
    expect(await identities()).toBe(1)
    const [identity] = await town.house.db.collection('wechat_identities').find({}).toArray()
    const own = await town.house.db.collection('accounts').findOne({ deviceHash: { $exists: true } })
    expect(String(identity?.resident)).toBe(String(own?._id))
    expect(mini.complaints).toEqual([])
  })

  test('what the server keeps of WeChat’s key is nowhere on the phone', () => {
    expect([...mini.phone.storage.values()].join()).not.toMatch(/session_?key/i)
  })
})
