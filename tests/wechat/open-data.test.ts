import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { type Envelope, groupIn } from '../../server/wechat/open-data'
import { WeChatRefused } from '../../server/wechat/wechat'
import { openTestHouse, type TestHouse } from '../setup/test-house'

const appid = 'wx0123456789abcdef'
const newKey = () => randomBytes(16).toString('base64')
const seal = (sessionKey: string, plain: string): Envelope => {
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), iv)
  const encryptedData = Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64')
  return { encryptedData, iv: iv.toString('base64') }
}
const some = (changes: object = {}) =>
  JSON.stringify({ opengid: 'tGroup', watermark: { appid, timestamp: 1795485600 }, ...changes })
const why = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    if (error instanceof WeChatRefused) return error.refusal
    throw error
  }
  return 'opened'
}

describe('the group that a phone says it was opened from', () => {
  test.each(['opengid', 'openGId'])('is read from %s', (field) => {
    const sessionKey = newKey()
    const plain = JSON.stringify({ [field]: 'tGroup', watermark: { appid, timestamp: 1795485600 } })
    expect(groupIn(seal(sessionKey, plain), { sessionKey, appid })).toEqual({
      group: 'tGroup',
      at: new Date(1795485600_000),
    })
  })

  test('another key never opens it, and says that the phone is to sign in again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (other) => {
        const sessionKey = newKey()
        const stale = Buffer.from(other).toString('base64')
        expect(why(() => groupIn(seal(sessionKey, some()), { sessionKey: stale, appid }))).toBe(
          'session-changed',
        )
      }),
      { numRuns: 2000 },
    )
  })

  test('where it is signed, the signature must be of this session', () => {
    const sessionKey = newKey()
    const sign = (key: string) => ({
      ...seal(sessionKey, some()),
      rawData: '{"a":1}',
      signature: createHash('sha1').update(`{"a":1}${key}`).digest('hex'),
    })
    expect(why(() => groupIn(sign(sessionKey), { sessionKey, appid }))).toBe('opened')
    expect(why(() => groupIn(sign(newKey()), { sessionKey, appid }))).toBe('session-changed')
    expect(why(() => groupIn({ ...sign(sessionKey), signature: 'zz' }, { sessionKey, appid }))).toBe(
      'session-changed',
    )
  })

  test.each([
    ['another mini-program’s', some({ watermark: { appid: 'wxother', timestamp: 1 } }), 'refused'],
    ['without a watermark', some({ watermark: undefined }), 'bad-field'],
    ['without a group', some({ opengid: undefined }), 'refused'],
    ['with an empty group', some({ opengid: '' }), 'refused'],
    ['no object', '"text"', 'bad-field'],
    ['no JSON', 'text', 'session-changed'],
  ])('%s is not taken', (_, plain, refusal) => {
    const sessionKey = newKey()
    expect(why(() => groupIn(seal(sessionKey, plain), { sessionKey, appid }))).toBe(refusal)
  })

  test('whatever is sent instead of an envelope is refused, never a fault of ours', () => {
    const sessionKey = newKey()
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.base64String()),
        fc.oneof(fc.string(), fc.base64String({ minLength: 24, maxLength: 24 })),
        (encryptedData, iv) => {
          expect(['bad-field', 'session-changed', 'refused']).toContain(
            why(() => groupIn({ encryptedData, iv }, { sessionKey, appid })),
          )
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('with the stand-in', () => {
  let test_: TestHouse
  beforeAll(async () => {
    test_ = await openTestHouse({ wechat: true })
  })
  afterAll(() => test_.close())

  test('the last sign-in’s key opens it; after the phone got another key, the old one does not', async () => {
    const { standIn, house } = test_
    const signedIn = await house.wechat?.signIn(standIn.loginCode('oMember'))
    const reader = { sessionKey: signedIn?.sessionKey ?? '', appid: standIn.config.appid }
    expect(groupIn(standIn.groupEnvelope('oMember', 'tVillage'), reader).group).toBe('tVillage')
    const older = standIn.groupEnvelope('oMember', 'tVillage', { field: 'openGId' })
    expect(groupIn(older, reader).group).toBe('tVillage')
    standIn.rotate('oMember')
    expect(why(() => groupIn(standIn.groupEnvelope('oMember', 'tVillage'), reader))).toBe('session-changed')
  })
})
