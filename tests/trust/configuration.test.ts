import { randomBytes } from 'node:crypto'
import { readConfig } from '../../server/config'
import { readKeyring } from '../../server/trust/keyring'

const key = () => randomBytes(32).toString('base64')
const good = () => ({
  NODE_ENV: 'production',
  ENCRYPTION_KEYS: `k1:${key()}`,
  HASH_KEY: key(),
  TOKEN_KEY: key(),
  AUDIT_KEY: key(),
})
const start = (env: NodeJS.ProcessEnv) => readKeyring(readConfig(env))

describe('what the server refuses to start with', () => {
  test('good keys are taken, and demo mode is off in production', () => {
    expect(start(good()).encryption.map((one) => one.id)).toEqual(['k1'])
    expect(readConfig(good()).demo).toBe(false)
    expect(readConfig({}).demo).toBe(true)
    expect(readConfig({ DEMO: '0' }).demo).toBe(false)
  })

  const same = key()
  test.each([
    ['demo mode in production', { DEMO: '1' }, /DEMO=1/],
    ['no encryption key', { ENCRYPTION_KEYS: '' }, /ENCRYPTION_KEYS/],
    ['no hash key', { HASH_KEY: undefined }, /HASH_KEY/],
    ['no token key', { TOKEN_KEY: undefined }, /TOKEN_KEY/],
    ['no audit key', { AUDIT_KEY: undefined }, /AUDIT_KEY/],
    ['a short key', { TOKEN_KEY: 'c2hvcnQ=' }, /TOKEN_KEY must be 32/],
    ['a key of zeros', { HASH_KEY: Buffer.alloc(32).toString('base64') }, /not random enough/],
    ['one key for two purposes', { HASH_KEY: same, AUDIT_KEY: same }, /two purposes/],
    ['encryption keys without a name', { ENCRYPTION_KEYS: key() }, /id:base64/],
    ['one name for two keys', { ENCRYPTION_KEYS: `a:${key()},a:${key()}` }, /twice/],
    ['proxies that are no number', { TRUST_PROXY: 'true' }, /TRUST_PROXY/],
    ['a header that is none', { PROXY_IP_HEADER: 'X Forwarded' }, /PROXY_IP_HEADER/],
    ['a port that is none', { PORT: 'eighty' }, /PORT/],
    ['templates that are no JSON', { WECHAT_TEMPLATES: '[{' }, /WECHAT_TEMPLATES: this is not JSON/],
    [
      'a template with a field of no type',
      { WECHAT_TEMPLATES: '[{"id":"abcdefghijklmnopqrstuv","kinds":"staff","fields":{"words":"x"}}]' },
      /WECHAT_TEMPLATES/,
    ],
    ['an address that is none', { PUBLIC_URL: 'our server' }, /PUBLIC_URL/],
    ['an appid without its secret', { WECHAT_APPID: 'wx0123456789abcdef' }, /go together/],
    ['a database that is no MongoDB', { MONGODB_URI: 'postgres://localhost' }, /MONGODB_URI/],
  ])('%s', (_, wrong, why) => {
    expect(() => start({ ...good(), ...wrong })).toThrow(why)
  })
})
