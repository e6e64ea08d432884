import fc from 'fast-check'
import { formatMoney, moneyToType, mostMoney, readMoney } from '../../shared/domain/money'

describe('amounts as people type them', () => {
  test.each([
    ['0', 0],
    ['800', 80_000],
    ['1,200', 120_000],
    ['１２００', 120_000],
    ['１，２００．５', 120_050],
    [' 1 200 元 ', 120_000],
    ['￥1,200.05', 120_005],
    ['¥12', 1_200],
    ['500块', 50_000],
    ['500块钱', 50_000],
    ['007', 700],
    ['0000000000012', 1_200],
    ['0.01', 1],
    ['10,000,000', mostMoney],
    ['10000000.00', mostMoney],
  ])('“%s” is read', (typed, fen) => expect(readMoney(typed)).toEqual({ fen, fault: null }))

  test.each([
    ['', /只写数字/],
    ['八百', /只写数字/],
    ['1.2万', /只写数字/],
    ['1e5', /只写数字/],
    ['0x10', /只写数字/],
    ['12.', /只写数字/],
    ['.5', /只写数字/],
    ['1,20', /只写数字/],
    ['1,2000', /只写数字/],
    [',120', /只写数字/],
    ['1200左右', /只写数字/],
    ['1200 1300x', /只写数字/],
    ['NaN', /只写数字/],
    ['Infinity', /只写数字/],
    ['-5', /负数/],
    ['－５', /负数/],
    ['−5', /负数/],
    ['-0', /负数/],
    ['1.234', /最多写到分/],
    ['10000000.01', /太大/],
    ['99999999999999999999', /太大/],
  ])('“%s” is asked again', (typed, fault) =>
    expect(readMoney(typed)).toEqual({ fen: null, fault: expect.stringMatching(fault) }),
  )

  test('what must not be nothing says so', () => {
    expect(readMoney('0', 1).fault).toBe('金额要大于 0')
    expect(readMoney('5', 1_000).fault).toBe('最少 10 元')
    expect(readMoney('0.01', 1)).toEqual({ fen: 1, fault: null })
  })

  test.each([
    [0, '0 元'],
    [5, '0.05 元'],
    [100_000, '1,000 元'],
    [99_900, '999 元'],
    [120_050, '1,200.50 元'],
    [mostMoney, '10,000,000 元'],
  ])('%s fen are written %s', (fen, words) => expect(formatMoney(fen)).toBe(words))

  test('whatever was read comes back the same, however it is written', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: mostMoney }), (fen) => {
        expect(readMoney(formatMoney(fen))).toEqual({ fen, fault: null })
        expect(readMoney(moneyToType(fen))).toEqual({ fen, fault: null })
      }),
    ))

  test('no text at all makes a number that is not whole, negative or too large', () =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-\d,.０-９元]{0,14}$/u)), (typed) => {
        const { fen } = readMoney(typed)
        if (fen !== null) expect(Number.isInteger(fen) && fen >= 0 && fen <= mostMoney).toBe(true)
      }),
    ))
})
