import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { sealPush } from '../../server/wechat/stand-in/pushing'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { wechatPerson } from '../setup/wechat-person'

let town: TestHouse
const startsAt = '2026-11-24T02:00:00.000Z'
beforeAll(async () => {
  town = await openTestHouse({ wechat: true, startsAt })
})
beforeEach(() => town.setTime(startsAt))
afterAll(() => town.close())

const template = 'demo-template-for-residents'
const sha1 = (...parts: string[]) => createHash('sha1').update(parts.sort().join('')).digest('hex')
const keys = () => {
  const { push, appid } = town.standIn.config
  if (!push) throw new Error('No push')
  return { ...push, appid }
}
const post = (query: Record<string, string>, body: string, type = 'application/json') =>
  town.send('POST', `/api/wechat/push?${new URLSearchParams(query)}`, body, { 'Content-Type': type })
const sealed = (message: object | string, changes: Partial<ReturnType<typeof keys>> = {}) =>
  sealPush(
    { ...keys(), ...changes },
    typeof message === 'string' ? message : JSON.stringify(message),
    town.house.now(),
  )
const left = (hash: string) => town.rooms.permissions.left(hash, template)
const accept = { TemplateId: template, SubscribeStatusString: 'accept', PopupScene: '0' }
const popup = (openid: string, CreateTime: number, List: unknown = accept) => ({
  FromUserName: openid,
  CreateTime,
  MsgType: 'event',
  Event: 'subscribe_msg_popup_event',
  List,
})

describe('WeChat confirms the address', () => {
  const ask = (changes: Record<string, string>) => {
    const asked = { timestamp: '1795485600', nonce: '1514711492', echostr: '4375120948345356249' }
    const signature = sha1(keys().token, asked.timestamp, asked.nonce)
    return town.send('GET', `/api/wechat/push?${new URLSearchParams({ ...asked, signature, ...changes })}`)
  }

  test('it gets its own word back, as text', async () => {
    const { status, text, headers } = await ask({})
    expect([status, text]).toEqual([200, '4375120948345356249'])
    expect(headers.get('content-type')).toMatch('text/plain')
  })

  test.each([
    ['another signature', { signature: '0'.repeat(40) }, 403],
    ['a signature that is none', { signature: 'x' }, 400],
    ['HTML to echo', { echostr: '<script>' }, 400],
  ])('%s gets nothing', async (_, changes, status) => {
    const answer = await ask(changes)
    expect(answer.status).toBe(status)
    expect(answer.json).toMatchObject({ status })
  })
})

describe('what WeChat pushes', () => {
  test.each([
    ['alone', accept],
    ['in a list', [accept, { ...accept, TemplateId: 'another-template-of-ours' }]],
  ])('a permission given, %s, counts; the same push again does not', async (_, list) => {
    const { openid, hash } = await wechatPerson(town)
    const once = sealed(popup(openid, 1795485600, list))
    for (let i = 0; i < 3; i += 1) {
      const { status, text } = await post(once.query, once.body)
      expect([status, text]).toEqual([200, 'success'])
    }
    // WeChat encrypts anew what it sends again.
    const again = sealed(popup(openid, 1795485600, list))
    expect((await post(again.query, again.body)).text).toBe('success')
    expect(await left(hash)).toBe(1)
    await town.standIn.push(popup(openid, 1795485601, list))
    expect(await left(hash)).toBe(2)
  })

  test('two of the same at the same moment count once', async () => {
    const { openid, hash } = await wechatPerson(town)
    await Promise.all(Array.from({ length: 5 }, () => town.standIn.push(popup(openid, 1795485600))))
    expect(await left(hash)).toBe(1)
  })

  test('a refusal gives nothing; turned off, or spent by WeChat’s account, ends what was given', async () => {
    const { openid, hash } = await wechatPerson(town)
    const tell = (Event: string, List: unknown) => town.standIn.push({ FromUserName: openid, Event, List })
    await tell('subscribe_msg_popup_event', { ...accept, SubscribeStatusString: 'reject' })
    expect(await left(hash)).toBe(0)
    await tell('subscribe_msg_popup_event', accept)
    await tell('subscribe_msg_sent_event', { TemplateId: template, MsgID: '1', ErrorCode: '0' })
    expect(await left(hash)).toBe(1)
    await tell('subscribe_msg_sent_event', [{ TemplateId: template, MsgID: '1', ErrorCode: 43101 }])
    expect(await left(hash)).toBe(0)
    town.setTime('2026-11-24T02:10:00.000Z')
    await tell('subscribe_msg_popup_event', accept)
    expect(await left(hash)).toBe(1)
    await tell('subscribe_msg_change_event', { TemplateId: template, SubscribeStatusString: 'reject' })
    expect(await left(hash)).toBe(0)
  })

  test('whatever it is called, the body is read as it is', async () => {
    const { query, body } = sealed(popup('oNobody', 1))
    expect((await post(query, body, 'text/xml')).text).toBe('success')
  })

  test.each([
    ['an event nobody handles', { MsgType: 'event', Event: 'kf_create_session', CreateTime: 1 }],
    [
      'an event by the name of something every object has',
      { MsgType: 'event', Event: 'constructor', CreateTime: 1 },
    ],
    ['a message of a person', { MsgType: 'text', Content: '在吗', FromUserName: 'o', CreateTime: 2 }],
    ['an event without its list', { ...popup('o', 3), List: undefined }],
    ['an event with another list', popup('o', 4, 'accept')],
    ['nothing inside', {}],
    ['no JSON inside', 'hello'],
    ['words of every kind', { MsgType: 'event', Event: '岩'.repeat(3000), CreateTime: '5' }],
  ])('%s is taken and changes nothing', async (_, message) => {
    const { query, body } = sealed(message)
    const { status, text } = await post(query, body)
    expect([status, text]).toEqual([200, 'success'])
  })

  /** A push whose inside is made by hand. */
  const byHand = (inside: Buffer) => {
    const key = Buffer.from(`${keys().aesKey}=`, 'base64')
    const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
    const Encrypt = Buffer.concat([cipher.update(inside), cipher.final()]).toString('base64')
    const { query } = sealed('')
    const { timestamp = '', nonce = '' } = query
    const msg_signature = sha1(keys().token, timestamp, nonce, Encrypt)
    return { query: { ...query, msg_signature }, body: JSON.stringify({ Encrypt }) }
  }
  const old = () => {
    const { query, body } = sealed(popup('o', 6))
    town.setTime('2026-11-25T02:00:01.000Z')
    return { query, body }
  }
  test.each([
    ['another token’s signature', () => sealed(popup('o', 5), { token: 'anothertoken' })],
    ['another key', () => sealed(popup('o', 5), { aesKey: `${'b'.repeat(42)}A` })],
    ['another mini-program’s', () => sealed(popup('o', 5), { appid: 'wxffffffffffffffff' })],
    ['no encryption', () => ({ ...sealed(''), body: JSON.stringify(popup('o', 5)) })],
    ['XML', () => ({ ...sealed(''), body: '<xml><Encrypt>AAAA</Encrypt></xml>' })],
    ['nothing', () => ({ ...sealed(''), body: '' })],
    [
      'a signature without the message',
      () => {
        const made = sealed(popup('o', 5))
        return { ...made, query: { ...made.query, msg_signature: made.query.signature ?? '' } }
      },
    ],
    ['a push recorded a day ago', old],
    ['half a block', () => byHand(Buffer.alloc(16, 16))],
    ['padding of nothing', () => byHand(Buffer.alloc(64))],
    ['padding alone', () => byHand(Buffer.alloc(32, 32))],
    ['a length beyond the end', () => byHand(Buffer.concat([Buffer.alloc(47, 255), Buffer.alloc(17, 17)]))],
  ])('%s is refused and changes nothing', async (_, make) => {
    const { query, body } = make()
    const answer = await post(query, body)
    expect(answer.status).toBe(403)
    expect(answer.json).toMatchObject({ status: 403, title: expect.any(String) })
  })

  test('what is too large, or asked without a signature, is answered in kind', async () => {
    const { query } = sealed('')
    expect((await post(query, 'x'.repeat(70_000))).status).toBe(413)
    expect((await post({}, '{}')).status).toBe(400)
    expect((await town.send('POST', '/api/wechat/push?timestamp=1&timestamp=2', '{}')).status).toBe(400)
  })

  test('hostile bytes never make the server fail', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, whole) => {
        const inside = whole ? Buffer.concat([bytes, randomBytes(32)]).subarray(0, 64) : Buffer.from(bytes)
        const body = JSON.stringify({ Encrypt: inside.toString('base64') })
        const { query } = sealed('')
        const { timestamp = '', nonce = '' } = query
        const msg_signature = sha1(keys().token, timestamp, nonce, inside.toString('base64'))
        expect((await post({ ...query, msg_signature }, body)).status).toBe(403)
      }),
      { numRuns: 150 },
    )
  })

  test('in all that, nothing was a failure of ours', () => {
    expect(town.failures).toEqual([])
  })
})

test('where nothing is set up, the address is not there', async () => {
  const without = await openTestHouse()
  const query = 'timestamp=1&nonce=1&signature=0000000000000000000000000000000000000000&echostr=1'
  expect((await without.send('GET', `/api/wechat/push?${query}`)).status).toBe(404)
  expect(
    (await without.send('POST', `/api/wechat/push?${query}&msg_signature=${'0'.repeat(40)}`, '{}')).status,
  ).toBe(404)
  await without.close()
})
