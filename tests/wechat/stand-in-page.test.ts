import { Types } from 'mongoose'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { wechatPerson } from '../setup/wechat-person'

describe('the page of what WeChat would be sent', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse({ wechat: true, startsAt: '2026-11-24T02:00:00.000Z' })
  })
  afterAll(() => town.close())
  const page = async (path = '/') => fetch(`${town.standIn.config.baseUrl}${path}`)

  test('is there from the beginning, and says that it is a demonstration', async () => {
    const html = await (await page()).text()
    expect(html).toContain('演示：这里不是微信，什么也没有发出去')
    expect(html.match(/class="empty"/g)).toHaveLength(3)
  })

  test('shows messages, checks and codes as text, whatever stands in them', async () => {
    const { house, standIn } = town
    const { openid } = await wechatPerson(town, { resident: new Types.ObjectId() })
    standIn.messages.allow(openid, 'demo-template-for-residents')
    await house.wechat?.sendSubscribed({
      openid,
      template: 'demo-template-for-residents',
      page: 'pages/home/home',
      data: { thing1: '<b>有结果了' },
    })
    await house.wechat?.checkText({ openid, scene: 'social-log', content: '<script>骂人的话</script>' })
    await house.wechat?.codeImage({ scene: 'demo0203', page: 'pages/card/card' })
    const html = await (await page()).text()
    expect(html).toContain('&lt;b&gt;有结果了')
    expect(html).toContain('&lt;script&gt;骂人的话')
    expect(html).not.toContain('<script')
    const image = /src="(\/code\/[0-9a-f]+\.png)"/.exec(html)?.[1] ?? ''
    expect((await page(image)).headers.get('content-type')).toBe('image/png')
  })

  test('nothing else is to be looked at', async () => {
    expect(await (await page('/code/0.png')).json()).toMatchObject({ errcode: 48001 })
    expect((await page('/link/abcdef')).status).toBe(404)
  })
})
