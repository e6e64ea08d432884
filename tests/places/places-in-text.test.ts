import fc from 'fast-check'
import { demoPlaces } from '../../server/demo/demo-township'
import { buildGazetteer } from '../../server/places/gazetteer'
import { type MentionRole, roleOf } from '../../server/places/mention-role'
import { placesInText } from '../../server/places/places-in-text'
import { readingsOf, soundsOf } from '../../server/places/sounds'
import { surroundingsOf } from '../routing/labelled/labelled'

const [township, ...villages] = demoPlaces
if (!township) throw new Error('The demo has no township')
const gazetteer = buildGazetteer(
  {
    ...township,
    learned: [{ text: '老矿厂', village: '530924205202', says: 'is', by: '', at: new Date(0) }],
  },
  villages,
  surroundingsOf(township._id),
)
const found = (text: string) =>
  placesInText(text, gazetteer).map(({ text: said, how, meanings }) => [
    said,
    how,
    meanings.map((one) => one.properly),
  ])

describe('places in a text (design: routing)', () => {
  test.each<[string, [string, string, string[]][]]>([
    ['家在岔路村委会上头', [['岔路村委会', 'exact', ['岔路村']]]],
    ['采靠那边', [['采靠', 'exact', ['彩靠村']]]],
    ['我是材靠呢', [['材靠', 'sound', ['彩靠村']]]],
    ['住蓝榨甘蔗地', [['蓝榨甘蔗地', 'exact', ['南榨村甘蔗地']]]],
    ['忙吉丽老寨', [['忙吉丽老寨', 'exact', ['忙吉利村老寨']]]],
    ['三棵椿那家', [['三棵椿', 'misspelt', ['岔路村三棵桩']]]],
    ['老矿厂李家', [['老矿厂', 'exact', ['中厂村']]]],
    ['南榨村四组岩脚', [['南榨村四组岩脚', 'exact', ['南榨村岩脚']]]],
    ['镇康县军赛乡中厂村旧矿', [['中厂村旧矿', 'exact', ['中厂村旧矿']]]],
    ['新寨有个老人', [['新寨', 'exact', ['中厂村新寨', '岔路村新寨']]]],
    ['勐捧镇岔沟村李某', [['勐捧镇岔沟村', 'exact', ['勐捧镇岔沟村']]]],
    ['军赛乡的人', []],
  ])('%s', (text, expected) => expect(found(text)).toEqual(expected))

  test('a word that only looks or sounds like a place is marked as one', () => {
    const [crossing] = placesInText('在岔路口撞了车', gazetteer)
    expect(crossing?.ordinary).toBe(true)
    expect(placesInText('水管冻炸掉了', gazetteer).every(({ ordinary }) => ordinary)).toBe(true)
  })

  test.each<[string, MentionRole]>([
    ['我妈在岔路，一个人住', 'home'],
    ['嫁到岔路来', 'home'],
    ['岔路那家', 'people'],
    ['岔路三组，老人病了', 'people'],
    ['我在岔路开铺子', 'reporter'],
    ['他爹在岔路打工', 'activity'],
    ['岔路小学的老师', 'activity'],
    ['昨天去岔路', 'way'],
    ['离岔路三公里', 'near'],
    ['岔路和南榨交界', 'near'],
    ['从岔路搬来', 'past'],
    ['不是岔路', 'denied'],
  ])('%s: %s', (text, role) => {
    const [mention] = placesInText(text, gazetteer)
    if (!mention) throw new Error('nothing found')
    expect(roleOf(text, mention).role).toBe(role)
  })

  test('what sounds alike in south-western Mandarin is alike, and a text keeps its length', () => {
    expect(soundsOf('南榨')).toBe(soundsOf('蓝扎'))
    expect(soundsOf('中厂')).toBe(soundsOf('宗仓'))
    expect(soundsOf('黄')).toBe(soundsOf('房'))
    expect(soundsOf('南榨')).not.toBe(soundsOf('北榨'))
    expect(readingsOf('元圩村')).toContain(soundsOf('元围村'))
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => soundsOf(text).length === text.length))
  })

  test('whatever is written, every span is what stands there, and none overlaps another', () => {
    const words = fc.constantFrom(
      '岔路',
      '采靠',
      '老寨',
      '新寨',
      '村',
      '的',
      '在',
      '三组',
      '勐捧',
      '忙吉',
      '利',
      '，',
      'a',
      '😀',
      '我',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.array(words).map((all) => all.join('')),
        ),
        (text) => {
          let last = 0
          for (const mention of placesInText(text, gazetteer)) {
            expect(text.slice(mention.start, mention.end)).toBe(mention.text)
            expect(mention.start).toBeGreaterThanOrEqual(last)
            expect(mention.meanings.length).toBeGreaterThan(0)
            last = mention.end
            roleOf(text, mention)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })
})
