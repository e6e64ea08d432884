import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { byWeChat } from '../setup/by-wechat'
import type { TestHouse } from '../setup/test-house'
import { type InWeChat, openInWeChat } from './in-wechat'
import type { MiniProgram } from './mini-program'

jest.setTimeout(180_000)

/** Scenes of WeChat: the app's own icon, and a card with a share ticket in a group. */
const fromIcon = { scene: 1001 }
const fromGroup = 1044

describe('the card in a chat group (R4)', () => {
  let here: InWeChat
  let town: TestHouse
  let mini: MiniProgram

  beforeAll(async () => {
    here = await openInWeChat({ wechat: true })
    ;({ town, mini } = here)
  })
  afterAll(() => here?.close())
  afterEach(() => {
    expect(mini.complaints).toEqual([])
    expect(town.failures).toEqual([])
  })

  /** The token of whoever speaks on this phone now. */
  const tokenOn = (caller: 'device' | 'person'): string =>
    JSON.parse(mini.phone.storage.get(`zaofaxian.session.${caller}`) ?? '{}').accessToken

  /** Opens a card from a group, on the phone of this WeChat. Each opening has a ticket of its own. */
  const openInGroup = (openid: string, group: string, card: string) => {
    tickets += 1
    const envelope = () => {
      const { encryptedData, iv } = town.standIn.groupEnvelope(openid, group)
      return { encryptedData, iv }
    }
    mini.phone.entered = { scene: fromGroup, shareTicket: `ticket-${tickets}`, group: envelope }
    mini.launch(`/pages/card/card?c=${card}`)
  }
  let tickets = 0

  test('the coordinator sends it with a picture of the package and says once whose group it is', async () => {
    mini.phone.entered = fromIcon
    mini.launch('/pages/home/home')
    await mini.tap('鲍老师')
    await mini.see('退出')
    mini.launch('/pages/card/card?c=demo0203')
    await mini.see('发到村里的群')
    const shared = mini.share() as { title: string; path: string; imageUrl: string }
    expect(shared).toMatchObject({
      title: '彩靠村：家里有难处，点这里，有人上门看',
      path: '/pages/card/card?c=demo0203',
    })
    expect(existsSync(join(here.directory, shared.imageUrl))).toBe(true)
    expect(mini.phone.shareMenu.at(-1)).toMatchObject({ withShareTicket: true })

    const openid = await byWeChat(town, tokenOn('person'))
    openInGroup(openid, 'group-1', 'demo0203')
    await mini.see('这个群是彩靠村的群吗？')
    await mini.tap('是，彩靠村的群')
    await mini.see('群里的人从名片报，就算是这个村的')

    openInGroup(openid, 'group-1', 'demo0203')
    await mini.see('协理员 鲍老师')
    expect(mini.words()).not.toContain('这个群是')
  })

  test('a villager who opens the township’s card there sees the village, and the report is the village’s', async () => {
    mini.phone.storage.clear()
    mini.phone.entered = fromIcon
    mini.phone.loginCode = () => town.standIn.loginCode('oVillager')
    mini.launch('/pages/mine/mine')
    await mini.see('还没有报过事')
    // WeChat has given the phone another key since: it signs in anew by itself, and asks again.
    town.standIn.rotate('oVillager')
    openInGroup('oVillager', 'group-1', 'demo0000')
    await mini.see('协理员 鲍老师')
    await mini.see('彩靠村')
    await mini.tap('我要求助')
    await mini.tap('重病就医')
    await mini.tap('下一步')
    await mini.see('彩靠村')
    await mini.tap('下一步')
    await mini.tap('我同意')
    await mini.tap('发出去')
    await mini.see('收到了')
    const queue = await town.call('GET /api/queue', await town.signIn('coordinator-203'), { query: {} })
    const made = await town.call('GET /api/cases/:caseId', await town.signIn('coordinator-203'), {
      params: { caseId: queue.reply.items[0]?.id ?? '' },
    })
    expect(made.reply.reports[0]?.channel).toBe('group_card')
  })

  test('outside the group the township’s card is the township’s again', async () => {
    mini.phone.entered = fromIcon
    mini.launch('/pages/card/card?c=demo0000')
    await mini.see('全乡')
  })

  test('a card that is none has a way on; without signal the number that was seen can be called', async () => {
    mini.phone.entered = fromIcon
    mini.launch('/pages/card/card?scene=%25E0')
    await mini.see('这张名片打不开')
    await mini.see('我要求助')
    mini.phone.setSignal('none')
    mini.launch('/pages/card/card?c=demo0204')
    await mini.see('现在连不上')
    await mini.tap('打电话 19900000883')
    expect(mini.phone.calls.at(-1)).toBe('19900000883')
    mini.phone.setSignal('good')
  })
})
