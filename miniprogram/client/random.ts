/** WeChat's source of randomness; not among Taro's own interfaces. */
declare const wx: {
  getRandomValues(asked: {
    length: number
    success(given: { randomValues: ArrayBuffer }): void
    fail(reason: { errMsg: string }): void
  }): void
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function randomBytes(length: number): Promise<Uint8Array> {
  if (process.env.TARO_ENV !== 'weapp') {
    return Promise.resolve(crypto.getRandomValues(new Uint8Array(length)))
  }
  return new Promise((resolve, reject) => {
    wx.getRandomValues({
      length,
      success: (given) => resolve(new Uint8Array(given.randomValues)),
      fail: (reason) => reject(new Error(reason.errMsg)),
    })
  })
}

/** A key nobody can guess: 32 random bytes as 43 characters of base64url. It stands for this phone. */
export async function newDeviceKey(): Promise<string> {
  const bytes = await randomBytes(32)
  let key = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 6) {
      bits -= 6
      key += letters.charAt((held >> bits) & 63)
    }
    held &= (1 << bits) - 1
  }
  return key + letters.charAt((held << (6 - bits)) & 63)
}

/** A version 4 UUID, by which the server knows a report that is sent twice. */
export async function newClientKey(): Promise<string> {
  const bytes = await randomBytes(16)
  const hex = Array.from(bytes, (byte, at) => {
    const marked = at === 6 ? (byte & 15) | 64 : at === 8 ? (byte & 63) | 128 : byte
    return marked.toString(16).padStart(2, '0')
  }).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
