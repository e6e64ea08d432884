import { cardIn } from '../../miniprogram/pages/card/card-address'

/** What WeChat, links and people put into a card's address, and the card that is meant. */
test.each<[Parameters<typeof cardIn>[0], string]>([
  [{ c: 'demo0203' }, 'demo0203'],
  [{ scene: 'c%3Ddemo0203' }, 'demo0203'],
  [{ scene: 'c=demo0203' }, 'demo0203'],
  [{ scene: 'demo0203' }, 'demo0203'],
  [{ c: '', scene: 'c%3Ddemo0203' }, 'demo0203'],
  [{ q: 'https%3A%2F%2Fzfx.example.cn%2Fpages%2Fcard%2Fcard%3Fc%3Ddemo0203' }, 'demo0203'],
  [{ q: 'https%3A%2F%2Fzfx.example.cn%2Fpages%2Fcard%2Fcard%3Ffrom%3Dx%26c%3Ddemo0203%26n%3D1' }, 'demo0203'],
  [{ scene: '%E0%A4%A' }, ''],
  [{ scene: 'undefined' }, ''],
  [{ c: '../../x' }, ''],
  [{ c: 'demo02033' }, ''],
  [{ q: 'https%3A%2F%2Fzfx.example.cn%2F' }, ''],
  [{}, ''],
])('%j is the card "%s"', (params, card) => expect(cardIn(params)).toBe(card))
