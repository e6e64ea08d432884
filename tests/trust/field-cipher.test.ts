import { randomBytes } from 'node:crypto'
import { fieldCipher } from '../../server/trust/field-cipher'
import { maskNumbersIn, maskPhone } from '../../server/trust/masking'

const key = (id: string) => ({ id, secret: randomBytes(32) })
const hash = randomBytes(32)

describe('protected fields', () => {
  const old = key('a')
  const cipher = fieldCipher({ encryption: [old], hash })

  test('what was encrypted is read again, and never stands in the open', () => {
    const sealed = cipher.encrypt('report.phone', '19900000121')
    expect(sealed).not.toContain('19900000121')
    expect(cipher.encrypt('report.phone', '19900000121')).not.toBe(sealed)
    expect(cipher.decrypt('report.phone', sealed)).toBe('19900000121')
  })

  test('a changed text, another field, or a key that is gone does not open', () => {
    const sealed = cipher.encrypt('report.phone', '19900000121')
    const changed = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA')
    expect(() => cipher.decrypt('report.phone', changed)).toThrow()
    expect(() => cipher.decrypt('report.text', sealed)).toThrow()
    expect(() => fieldCipher({ encryption: [key('b')], hash }).decrypt('report.phone', sealed)).toThrow(/"a"/)
  })

  test('after a new key is put in front, old fields are still read', () => {
    const sealed = cipher.encrypt('report.text', '难处')
    const rotated = fieldCipher({ encryption: [key('b'), old], hash })
    expect(rotated.decrypt('report.text', sealed)).toBe('难处')
    expect(rotated.encrypt('report.text', '难处')).toMatch(/^b\./)
  })

  test('the bytes of a file are read again under their own name only, with old keys too', () => {
    const bytes = randomBytes(5000)
    const sealed = cipher.seal('attachment:1', bytes)
    expect(sealed.includes(bytes.subarray(0, 16))).toBe(false)
    expect(fieldCipher({ encryption: [key('b'), old], hash }).open('attachment:1', sealed)).toEqual(bytes)
    expect(() => cipher.open('attachment:2', sealed)).toThrow()
    sealed.writeUInt8(sealed.readUInt8(sealed.length - 1) ^ 1, sealed.length - 1)
    expect(() => cipher.open('attachment:1', sealed)).toThrow()
  })

  test('hashes are equal for equal values of one kind under one key, and for nothing else', () => {
    const other = fieldCipher({ encryption: [old], hash: randomBytes(32) })
    expect(cipher.hash('phone', '1')).toBe(cipher.hash('phone', '1'))
    expect(cipher.hash('phone', '1')).not.toBe(cipher.hash('identity', '1'))
    expect(cipher.hash('phone', '1')).not.toBe(other.hash('phone', '1'))
  })
})

describe('masks', () => {
  test('a telephone number', () => expect(maskPhone('19900000001')).toBe('199****0001'))

  test.each([
    ['卡号是6217000000000000000', '卡号是6217***********0000'],
    ['身份证530924190001010000', '身份证5309**********0000'],
    ['身份证53092419000101000X,请查', '身份证5309**********000X,请查'],
    ['卡号6217 0000 0000 0000 000', '卡号6217 **** **** **** 000'],
    ['欠8000元，电话19900000121', '欠8000元，电话19900000121'],
  ])('numbers in “%s”', (text, masked) => {
    expect(maskNumbersIn(text)).toBe(masked)
    expect(maskNumbersIn(text)).toHaveLength(text.length)
  })
})
