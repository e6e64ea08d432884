import { dangerSigns, judgeUrgency } from '../../shared/domain/urgency'

const judge = (text: string, markedUrgent = false) =>
  judgeUrgency({ text, categories: [], markedUrgent }).urgency

describe('urgency (R6)', () => {
  test.each([
    '家里断粮三天了',
    '老人昏迷叫不醒',
    '房子垮了人被埋',
    '他说不想活了',
    '脚断掉了要交钱',
    '晚上不有地方睡',
    '水进了院子，墙要倒',
  ])('“%s” is urgent', (text) => expect(judge(text)).toBe('urgent'))

  test.each(['没有断粮', '人没有昏迷，就是头疼', '不是火灾', '孩子上大学学费不够', '低保没打进来'])(
    '“%s” is not',
    (text) => expect(judge(text)).toBe('ordinary'),
  )

  test('the reporter’s own mark is enough', () => expect(judge('想问一下政策', true)).toBe('urgent'))

  test('danger to life says whom to call', () => {
    expect(dangerSigns('山上滑坡，有人被埋').map((sign) => sign.call)).toEqual(['119', '119'])
    expect(dangerSigns('断粮了').map((sign) => sign.call)).toEqual([null])
  })

  test('a word denied once and said once is said', () =>
    expect(judge('昨天没有昏迷，今天昏迷了')).toBe('urgent'))
})
