import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { toolsCode } from '../../server/wechat/stand-in/people'
import type { WeChat } from '../../server/wechat/wechat'
import { WeChatRefused, WeChatUnavailable } from '../../server/wechat/wechat'
import { wechatClient } from '../../server/wechat/wechat-client'
import { openTestHouse, type TestHouse } from '../setup/test-house'

let test_: TestHouse
let wechat: WeChat
const startsAt = '2026-11-24T02:00:00.000Z'
beforeAll(async () => {
  test_ = await openTestHouse({ wechat: true, startsAt })
  if (!test_.house.wechat) throw new Error('The house has no WeChat')
  wechat = test_.house.wechat
})
beforeEach(() => test_.setTime(startsAt))
afterAll(() => test_.close())

/** How WeChat refused. */
const refusal = async (work: Promise<unknown>) => {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  if (!(error instanceof WeChatRefused)) throw new Error(`Not refused: ${String(error)}`)
  return { refusal: error.refusal, errcode: error.errcode, message: error.message }
}

describe('signing in', () => {
  test('a code tells whose phone it is, once', async () => {
    const code = test_.standIn.loginCode('oVillager', { unionid: 'uVillager' })
    const signedIn = await wechat.signIn(code)
    expect(signedIn).toMatchObject({ openid: 'oVillager', unionid: 'uVillager' })
    expect(Buffer.from(signedIn.sessionKey, 'base64')).toHaveLength(16)
    expect(await refusal(wechat.signIn(code))).toMatchObject({ refusal: 'bad-code', errcode: 40163 })
  })

  test('each sign-in brings another session key', async () => {
    const first = await wechat.signIn(test_.standIn.loginCode('oTwice'))
    const second = await wechat.signIn(test_.standIn.loginCode('oTwice'))
    expect(second.sessionKey).not.toBe(first.sessionKey)
  })

  test('a code that is old or invented is bad; an account WeChat blocks is blocked', async () => {
    const code = test_.standIn.loginCode('oLate')
    test_.setTime('2026-11-24T02:05:01.000Z')
    expect(await refusal(wechat.signIn(code))).toMatchObject({ refusal: 'bad-code', errcode: 40029 })
    expect(await refusal(wechat.signIn('made-up'))).toMatchObject({ refusal: 'bad-code', errcode: 40029 })
    expect(await refusal(wechat.signIn(''))).toMatchObject({ refusal: 'bad-code', errcode: 41008 })
    test_.standIn.block('oRisky')
    expect(await refusal(wechat.signIn(test_.standIn.loginCode('oRisky')))).toMatchObject({
      refusal: 'blocked',
    })
  })

  test('the code that the developer tools give without an account is one invented person', async () => {
    const one = await wechat.signIn(toolsCode)
    expect((await wechat.signIn(toolsCode)).openid).toBe(one.openid)
  })
})

describe('the phone number', () => {
  test('is given once for a code, whichever way WeChat writes the country', async () => {
    const code = test_.standIn.phoneCode('19900000501')
    expect(await wechat.phoneNumber(code)).toBe('19900000501')
    expect(await wechat.phoneNumber(test_.standIn.phoneCode('19900000502'))).toBe('19900000502')
    expect(await refusal(wechat.phoneNumber(code))).toMatchObject({ refusal: 'bad-code' })
  })

  test('from abroad is refused: without its country it reads like somebody else’s', async () => {
    const german = test_.standIn.phoneCode('15112345678', '49')
    expect(await refusal(wechat.phoneNumber(german))).toMatchObject({ refusal: 'refused' })
  })
})

describe('codes and links', () => {
  test('a code image is a square PNG of the width that was asked for, within WeChat’s bounds', async () => {
    for (const [asked, given] of [
      [undefined, 430],
      [600, 600],
      [10, 280],
      [9000, 1280],
    ] as const) {
      const image = await wechat.codeImage({ scene: 'demo0203', page: 'pages/card/card', width: asked })
      expect(await sharp(image).metadata()).toMatchObject({ format: 'png', width: given, height: given })
    }
    expect(test_.standIn.codes.made[0]).toMatchObject({
      kind: 'code',
      address: `${test_.base}/pages/card/card?scene=demo0203`,
    })
  })

  test.each([
    ['a scene that is too long', { scene: 'x'.repeat(33), page: 'pages/card/card' }, 'bad-field'],
    ['a scene with other characters', { scene: '彩靠', page: 'pages/card/card' }, 'bad-field'],
    ['a page with a slash in front', { scene: 'x', page: '/pages/card/card' }, 'wrong-setting'],
    ['a page with a query', { scene: 'x', page: 'pages/card/card?c=1' }, 'wrong-setting'],
  ])('%s is refused in JSON, which is not taken for a picture', async (_, code, why) => {
    expect(await refusal(wechat.codeImage(code))).toMatchObject({ refusal: why })
  })

  test('a link leads to the page, and for thirty days at most', async () => {
    const link = await wechat.urlLink({ path: 'pages/card/card', query: 'c=demo0203', days: 90 })
    const follow = async () => (await fetch(link, { redirect: 'manual' })).headers.get('location')
    expect(await follow()).toBe(`${test_.base}/pages/card/card?c=demo0203`)
    test_.setTime('2026-12-24T02:00:01.000Z')
    expect(await follow()).toBeNull()
  })
})

describe('trouble with WeChat', () => {
  const path = '/wxa/business/getuserphonenumber'
  const number = () => wechat.phoneNumber(test_.standIn.phoneCode('19900000503'))

  test.each([['busy', -1] as const, ['cut off', 'cut'] as const])(
    'a server that is %s twice is asked a third time; then it is unavailable',
    async (_, trouble) => {
      test_.standIn.fail(path, trouble, 2)
      expect(await number()).toBe('19900000503')
      test_.standIn.fail(path, trouble, 3)
      await expect(number()).rejects.toBeInstanceOf(WeChatUnavailable)
    },
  )

  test.each([
    [45011, 'too-often'],
    [45009, 'too-often'],
    [40164, 'wrong-setting'],
    [99999, 'refused'],
  ])('%i is %s, and is not asked again', async (errcode, why) => {
    test_.standIn.fail(path, errcode)
    const before = test_.standIn.calls.length
    expect(await refusal(number())).toMatchObject({ refusal: why, errcode })
    expect(test_.standIn.calls.length).toBe(before + 1)
  })

  test('an address that is not on WeChat’s list is told to whoever reads the log', async () => {
    test_.standIn.fail(path, 40164)
    expect((await refusal(number())).message).toContain('IP白名单')
  })

  /** WeChat as it must not be: whatever it answers. */
  const strange = async (answer: (server: Server) => string | null, status = 200, timeout?: number) => {
    const asked: string[] = []
    const server: Server = createServer((request, response) => {
      asked.push(request.url ?? '')
      const said = answer(server)
      if (said !== null) response.writeHead(status, { 'Content-Type': 'application/json' }).end(said)
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const client = wechatClient(
      { ...test_.standIn.config, baseUrl },
      { ...test_.house, sleep: async () => undefined, timeout },
    )
    const error: unknown = await client.signIn('some-secret-code').catch((thrown: unknown) => thrown)
    server.closeAllConnections()
    server.close()
    return { error, asked }
  }

  test.each([
    ['a page of a gateway', '<html>login please</html>', 200],
    ['a list', '[]', 200],
    ['an answer cut short', '{"openid":"o', 200],
    ['an answer without what it must hold', '{"errcode":0}', 200],
    ['a server error', '{"openid":"o","session_key":"AAAA"}', 502],
  ])('%s is no answer: try again later', async (_, answer, status) => {
    const { error } = await strange(() => answer, status)
    expect(error).toBeInstanceOf(WeChatUnavailable)
  })

  test('a server that says nothing is waited for only so long', async () => {
    const { error, asked } = await strange(() => null, 200, 30)
    expect(error).toBeInstanceOf(WeChatUnavailable)
    expect(asked).toHaveLength(3)
  })

  test('no error names the secret or the code, even when WeChat repeats them', async () => {
    const { secret } = test_.standIn.config
    const answer = JSON.stringify({ errcode: 40029, errmsg: `some-secret-code of ${secret}\nis bad` })
    const refused = await strange(() => answer)
    const broken = await strange(() => '{}')
    const gone = await strange((server) => {
      server.closeAllConnections()
      return null
    })
    for (const { error } of [refused, broken, gone]) {
      expect(error).toBeInstanceOf(Error)
      const told = `${String(error)} ${JSON.stringify(error)} ${error instanceof Error && error.stack}`
      expect(told).not.toContain(secret)
      expect(told).not.toContain('some-secret-code')
    }
  })
})
