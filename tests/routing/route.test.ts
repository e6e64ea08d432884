import fc from 'fast-check'
import { demoPlaces } from '../../server/demo/demo-township'
import { buildGazetteer } from '../../server/places/gazetteer'
import { placesInText } from '../../server/places/places-in-text'
import type { RoutingFacts } from '../../server/routing/evidence'
import { route } from '../../server/routing/route'
import type { PhonePosition } from '../../shared/domain/phone-position'
import { surroundingsOf } from './labelled/labelled'

const [township, ...villages] = demoPlaces
if (!township) throw new Error('The demo has no township')
const gazetteer = buildGazetteer(township, villages, surroundingsOf(township._id))
const village = (number: number) => `530924205${number}`
const decide = (facts: Partial<RoutingFacts>) => route({ text: '', ...facts }, gazetteer)
/** Phones in the demo's hamlets, by WGS-84. */
const phones = {
  半坡寨: { lat: 23.9908, lng: 99.0144, accuracyMetres: 20 },
  三棵桩: { lat: 23.991, lng: 98.9104, accuracyMetres: 20 },
  南榨老寨: { lat: 23.9333, lng: 99.0026, accuracyMetres: 20 },
  街子: { lat: 23.9729, lng: 98.9596, accuracyMetres: 20 },
  东莞: { lat: 22.9512, lng: 113.8871, accuracyMetres: 20 },
} satisfies Record<string, PhonePosition>

describe('a report finds its village, or asks (design: routing)', () => {
  const sure: [string, Partial<RoutingFacts>, number][] = [
    ['the village was picked', { stated: { village: village(204), by: 'reporter' } }, 204],
    [
      'the card filled it in',
      { stated: { village: village(203), by: 'card' }, cameThrough: { village: village(203), door: 'card' } },
      203,
    ],
    [
      'it came from a village’s card and says nothing else',
      { cameThrough: { village: village(203), door: 'card' } },
      203,
    ],
    ['the text names the village', { text: '我是岔路呢，我家老倌昨晚跌下来' }, 205],
    ['the text names it in full', { text: '住在彩靠村民委员会旁边' }, 203],
    [
      'the text says where the subject is, and the card is another’s',
      { text: '我妈在岔路', cameThrough: { village: village(203), door: 'card' } },
      205,
    ],
    ['the family has moved', { text: '从南榨搬到彩靠的那家' }, 203],
    ['an old spelling', { text: '中场鲍岩嘎家牛被雷打死3头' }, 202],
    ['a homophone from a voice transcript', { text: '采靠那边有个老人没人管' }, 203],
    ['a hamlet that stands in one village only', { text: '大青树那家老人病了' }, 203],
    ['a hamlet in two villages, with its village before it', { text: '住忙吉利老寨' }, 206],
    [
      'a hamlet of the picked village',
      { stated: { village: village(204), by: 'reporter' }, hamlet: '老寨' },
      204,
    ],
    ['a picked hamlet without a village', { hamlet: '茶山' }, 206],
    ['words of one’s own', { placeWords: '白石岩最上面那家' }, 205],
    ['words of one’s own that are misspelt', { placeWords: '白石崖' }, 205],
    [
      'a landmark that is almost a hamlet of another village',
      { stated: { village: village(203), by: 'card' }, placeWords: '水井边蓝色铁门那家' },
      203,
    ],
  ]
  test.each(sure)('goes to the village when %s', (_, facts, expected) => {
    const decision = decide(facts)
    expect(decision).toMatchObject({ outcome: 'village', village: village(expected) })
    expect(decision.reasons.length).toBeGreaterThan(0)
  })

  const doubtful: [string, Partial<RoutingFacts>, number[]][] = [
    ['no place is named', { text: '三组那家，就是卖豆腐那家隔壁' }, []],
    ['the hamlet stands in two villages', { text: '新寨有家人房子垮了' }, [202, 205]],
    [
      'the text names another village than was picked',
      { text: '我妈在岔路', stated: { village: village(203), by: 'reporter' } },
      [203, 205],
    ],
    ['two villages are named', { text: '南榨和彩靠交界那里的一家' }, [203, 204]],
    [
      'an outside place is named beside a card',
      { text: '忙丙村我姐姐家', cameThrough: { village: village(206), door: 'card' } },
      [206],
    ],
    ['the word only looks like a place', { text: '在岔路口撞了车' }, []],
  ]
  test.each(doubtful)('asks the triage desk when %s', (_, facts, ranked) => {
    const decision = decide(facts)
    expect(decision).toMatchObject({ outcome: 'triage', village: null })
    expect(decision.candidates.map((one) => one.village)).toEqual(ranked.map(village))
    expect(decision.reasons.length).toBeGreaterThan(0)
  })

  test.each([
    ['岔沟村有人病了', '530924102', '勐捧镇岔沟村'],
    ['勐捧忙丙村有一家三个残疾人', '530924102', '勐捧镇忙丙村'],
    ['我是凤庆县的，在这边做工', '530921', '凤庆县'],
  ])('“%s” is offered to where it belongs', (text, division, name) => {
    expect(decide({ text })).toMatchObject({
      outcome: 'elsewhere',
      village: null,
      elsewhere: { division, name },
    })
  })

  test('a name that two other townships share is asked about', () =>
    expect(decide({ text: '忙丙村我姐姐家' })).toMatchObject({ outcome: 'triage', elsewhere: null }))

  test('says in plain words why, and where it read it', () => {
    const text = '学生家长重病，住忙吉利老寨'
    const decision = decide({ text })
    expect(decision.reasons).toEqual(['因为写了“忙吉利老寨”（就是忙吉利村老寨）'])
    expect(decision.recognised).toEqual([{ start: 8, end: 13, text: '忙吉利老寨' }])
    expect(decision.gazetteerVersion).toBe(gazetteer.version)
  })

  const reporter: [string, Partial<RoutingFacts>, number | null, string?][] = [
    [
      'the phone alone: nobody is sent by that',
      { position: phones.半坡寨 },
      null,
      '因为报的时候人在彩靠村半坡寨附近',
    ],
    [
      'the reporter’s own village alone',
      { reportersVillage: village(203) },
      null,
      '因为报的人以前报自家的事，是彩靠村的',
    ],
    ['both, and they agree', { position: phones.半坡寨, reportersVillage: village(203) }, 203],
    ['both, and they differ', { position: phones.半坡寨, reportersVillage: village(205) }, null],
    [
      'both, for somebody else',
      { position: phones.半坡寨, reportersVillage: village(203), forWhom: 'other' },
      null,
    ],
    [
      'a hamlet that two villages have, and the phone is in one',
      { text: '住老寨', position: phones.南榨老寨 },
      204,
    ],
    ['the same for somebody else', { text: '老寨那家', position: phones.南榨老寨, forWhom: 'other' }, null],
    [
      'a card, and the phone elsewhere',
      { cameThrough: { village: village(203), door: 'card' }, position: phones.三棵桩 },
      203,
    ],
    [
      'a card, and all that is known of the reporter elsewhere',
      {
        cameThrough: { village: village(203), door: 'card' },
        position: phones.三棵桩,
        reportersVillage: village(205),
      },
      null,
    ],
    [
      'a picked village, and all that is known of the reporter elsewhere',
      {
        stated: { village: village(203), by: 'reporter' },
        position: phones.三棵桩,
        reportersVillage: village(205),
      },
      203,
    ],
    [
      'a home that is told, and the phone at work in Guangdong',
      { text: '我在广东打工，家是彩靠呢', position: phones.东莞 },
      203,
    ],
    [
      'where the reporter is, told twice',
      { text: '我在岔路街上做工，我妈病了', position: phones.三棵桩 },
      null,
    ],
    [
      'the household’s phone, which is no second ground',
      { knownVillage: village(203), reportersVillage: village(203) },
      203,
    ],
  ]
  test.each(reporter.map((row) => [...row, undefined].slice(0, 4) as typeof row))(
    'of the reporter is known: %s',
    (_, facts, expected, reason) => {
      const decision = decide({ forWhom: 'self', ...facts })
      expect(decision.village).toBe(expected === null ? null : village(expected))
      if (reason) expect(decision.reasons).toContain(reason)
    },
  )

  test('says that it was reported for somebody else', () =>
    expect(decide({ position: phones.半坡寨, forWhom: 'other' }).reasons).toContain(
      '因为报的时候人在彩靠村半坡寨附近，不过是帮别人报的',
    ))

  test('a place outside that is told as the home stands over where the reporter is', () =>
    expect(
      decide({
        text: '我住忙丙乡乌木村，娃娃病了',
        forWhom: 'self',
        position: phones.三棵桩,
        reportersVillage: village(205),
      }),
    ).toMatchObject({ outcome: 'elsewhere', elsewhere: { name: expect.stringContaining('忙丙') } }))

  const words = [
    '岔路',
    '彩靠',
    '老寨',
    '新寨',
    '忙吉利',
    '岔沟村',
    '南榨',
    '病了',
    '有人',
    '三组',
    '大青树',
    ' ',
    '。',
  ]
  const anyFacts = fc.record({
    text: fc.array(fc.constantFrom(...words), { maxLength: 8 }).map((parts) => parts.join('')),
    cameThrough: fc.option(
      fc
        .integer({ min: 201, max: 206 })
        .map((number) => ({ village: village(number), door: 'card' as const })),
      { nil: undefined },
    ),
    hamlet: fc.option(fc.constantFrom('老寨', '新寨', '茶山', '别处'), { nil: undefined }),
  })

  test('where a phone was never places a report that nothing else speaks for, nor moves one that is sure', () => {
    const whose = fc.constantFrom('self' as const, 'other' as const)
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...Object.values(phones)), whose, (facts, position, forWhom) => {
        const before = route({ ...facts, forWhom }, gazetteer)
        const after = route({ ...facts, forWhom, position }, gazetteer)
        if (after.outcome === 'village')
          expect(before.candidates.map((one) => one.village)).toContain(after.village)
        if (before.outcome === 'village' && before.candidates.length === 1)
          expect(after).toMatchObject({ outcome: 'village', village: before.village })
        if (before.outcome === 'village' && after.outcome === 'village')
          expect(after.village).toBe(before.village)
      }),
      { numRuns: 1000 },
    )
  })

  test('is deterministic; what it is unsure of it never places; every span is what stands there', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const decision = route(facts, gazetteer)
        expect(route(facts, gazetteer)).toEqual(decision)
        expect(decision.village === null).toBe(decision.outcome !== 'village')
        expect(decision.elsewhere === null).toBe(decision.outcome !== 'elsewhere')
        const [best, second] = decision.candidates
        if (decision.outcome === 'village') {
          expect(best?.village).toBe(decision.village)
          expect(decision.confidence).toBeGreaterThanOrEqual(0.7)
          if (second) expect(decision.confidence - second.score).toBeGreaterThanOrEqual(0.2)
        }
        for (const span of decision.recognised) expect(facts.text.slice(span.start, span.end)).toBe(span.text)
      }),
      { numRuns: 1000 },
    )
  })

  test('finds the longest name where several overlap, each once', () => {
    const mentions = placesInText('忙吉利老寨和老寨', gazetteer)
    expect(mentions.map((mention) => mention.text)).toEqual(['忙吉利老寨', '老寨'])
    expect(mentions[1]?.meanings.map((one) => one.village)).toEqual([village(204), village(206)])
  })
})
