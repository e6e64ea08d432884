import fc from 'fast-check'
import { fitField } from '../../server/wechat/message-fields'
import { filledIn, messageTemplates, messageTime } from '../../server/wechat/templates'
import { WeChatRefused } from '../../server/wechat/wechat'

const refused = (name: string, value: string) => {
  try {
    return fitField(name, value)
  } catch (error) {
    return error instanceof WeChatRefused ? error.refusal : 'a fault'
  }
}

describe('the fields of a message', () => {
  test.each([
    ['thing1', '您报的事有人接了', '您报的事有人接了'],
    ['thing1', '一二三四五六七八九十一二三四五六七八九十', '一二三四五六七八九十一二三四五六七八九十'],
    ['thing1', '一二三四五六七八九十一二三四五六七八九十一', '一二三四五六七八九十一二三四五六七八九…'],
    // 𠮷 is two units: it is kept whole or left out.
    ['thing1', '一二三四五六七八九十一二三四五六七八𠮷了吗', '一二三四五六七八九十一二三四五六七八…'],
    ['thing1', '一二三四五六七八九十一二三四五六👨‍👩‍👧‍👦一家', '一二三四五六七八九十一二三四五六…'],
    ['thing2', ' 第一行\n第二行\t三 ', '第一行 第二行 三'],
    ['short_thing1', '一二三四五六', '一二三四五'],
    ['phrase1', '已接 OK 办理中呢', '已接办理中'],
    ['name1', '欧阳一二三四五六七八九', '欧阳一二三四五六七八'],
    ['name1', 'abcdefghijklmnopqrstuvwxyz', 'abcdefghijklmnopqrst'],
    ['name1', 'Yan三木abcdefgh', 'Yan三木abcde'],
    ['character_string1', '收条 1234-5678', '1234-5678'],
    ['letter1', 'a1b2', 'ab'],
    ['symbol1', 'a!?…—；。', '!?…—；'],
    ['number1', '12.5', '12.5'],
    ['time1', '2026年11月24日 10:05', '2026年11月24日 10:05'],
    ['time1', '10:05~12:00', '10:05~12:00'],
    ['date1', '2026年11月24日', '2026年11月24日'],
    ['date12', '2026-11-24 10:05', '2026-11-24 10:05'],
    ['amount1', '¥1200.50', '¥1200.50'],
    ['phone_number1', '0883-1234567', '0883-1234567'],
    ['car_number1', '云S12345', '云S12345'],
    ['const1', '处理中', '处理中'],
  ])('%s: %j is sent as %j', (name, value, sent) => {
    expect(fitField(name, value)).toBe(sent)
  })

  test.each([
    ['number1', '十二'],
    ['number1', '1'.repeat(33)],
    ['time1', '明天'],
    ['time1', '25:00'],
    ['date1', '10:05'],
    ['amount1', '12345678901'],
    ['phone_number1', '1'.repeat(18)],
    ['car_number1', '云S1234567'],
    ['phrase1', 'OK'],
    ['thing1', ' \n '],
    ['thing', '没有号'],
    ['words1', '没有这种'],
    ['__proto__1', 'x'],
  ])('%s: %j is not sent: cut, it would say something else', (name, value) => {
    expect(refused(name, value)).toBe('bad-field')
  })

  test('whatever is said, a thing is at most 20 units, whole characters, on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (value) => {
        const sent = refused('thing1', value)
        expect(sent.length).toBeLessThanOrEqual(20)
        expect(sent).not.toMatch(/\p{Cc}/u)
        if (!/\p{Cs}/u.test(value)) expect(sent).not.toMatch(/\p{Cs}/u)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('the templates that a service sets', () => {
  const one = { id: 'abcdefghijklmnopqrstuvwxyz', kinds: 'resident', fields: { thing1: '{title}' } }
  const read = (list: unknown) => messageTemplates.safeParse(JSON.stringify(list))

  test('an audience stands for all its kinds', () => {
    const [template] = read([one]).data ?? []
    expect(template?.kinds).toContain('answered')
    expect(template?.kinds).not.toContain('new_case')
    expect(template?.longTerm).toBe(false)
  })

  test.each([
    ['no JSON', messageTemplates.safeParse('{')],
    ['no list', read(one)],
    ['a short id', read([{ ...one, id: 'abc' }])],
    ['a kind there is not', read([{ ...one, kinds: ['lunch'] }])],
    ['a field of no type', read([{ ...one, fields: { words1: '{title}' } }])],
    ['words that nothing fills in', read([{ ...one, fields: { thing1: '{name}' } }])],
    ['no fields', read([{ ...one, fields: {} }])],
    ['something more', read([{ ...one, name: 'x' }])],
  ])('%s is refused', (_, parsed) => {
    expect(parsed.success).toBe(false)
  })

  test('fields are filled in with the notice’s words and the time by China’s clock', () => {
    const at = new Date('2026-11-24T16:05:00.000Z')
    expect(messageTime(at)).toBe('2026年11月25日 00:05')
    const fields = { thing1: '早发现:{title}', time2: '{time}' }
    expect(filledIn({ fields }, { title: '上门看过了', text: '…', at })).toEqual({
      thing1: '早发现:上门看过了',
      time2: '2026年11月25日 00:05',
    })
  })
})
