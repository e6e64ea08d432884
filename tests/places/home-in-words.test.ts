import { homeInWords } from '../../server/places/home-in-words'

describe('a home, as people tell how to find it', () => {
  const home = homeInWords('半坡寨', '大青树下第二家')
  test.each([
    '大青树下第2家',
    '大青树下，第二家',
    '在大青树下的第二家',
    '半坡寨大青树下第二户',
    '彩靠村半坡寨 大青树下 第两家',
    '大青树下第２家呢',
    '大青树夏第二家',
  ])('“%s” is the same', (words) => expect(homeInWords('半坡寨', words)).toBe(home))

  test.each(['大青树下第三家', '大青树下第十二家', '小青树下第二家', '大青树上第二家', '大青树'])(
    '“%s” is another',
    (words) => expect(homeInWords('半坡寨', words)).not.toBe(home),
  )

  test('another hamlet is another home', () => expect(homeInWords('河边寨', '大青树下第二家')).not.toBe(home))

  test.each<[string | null, string | null]>([
    [null, '小学背后'],
    ['', '小学背后'],
    ['半坡寨', null],
    ['半坡寨', ''],
    ['半坡寨', '就是那家的'],
    ['半坡寨', '，。 '],
    ['半坡寨', '半坡寨'],
  ])('%j and %j tell no home', (hamlet, words) => expect(homeInWords(hamlet, words)).toBeNull())
})
