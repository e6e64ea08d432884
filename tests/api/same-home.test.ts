import type { Contract } from '../../shared/contract/contract'
import type { RequestOf } from '../../shared/contract/endpoint'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

type Report = RequestOf<Contract['POST /api/reports']>['body']

const village = (number: number) => `530924205${number}`

describe('one home described twice (design: duplicates)', () => {
  let town: TestHouse
  let coordinator: string
  beforeAll(async () => {
    town = await openTestHouse()
    coordinator = await town.signIn('coordinator-203')
  })
  afterAll(() => town.close())
  afterEach(() => expect(town.failures).toEqual([]))

  const report = async (text: string, place: Partial<Report['place']>, changes: Partial<Report> = {}) =>
    town.call('POST /api/reports', await town.newResident(), {
      body: someReport({
        text,
        place: { village: village(203), villageFrom: 'card', ...place },
        phone: undefined,
        subjectName: undefined,
        ...changes,
      }),
    })
  const alikeTo = async (text: string) => {
    const { items } = (await town.call('GET /api/queue', coordinator, { query: {} })).reply
    const item = items.find(({ headline }) => headline === text)
    if (!item) throw new Error(`${text} is not in the queue`)
    const { reply } = await town.call('GET /api/cases/:caseId', coordinator, { params: { caseId: item.id } })
    return reply.lookalikes.map(({ texts, why }) => [texts[0], why])
  }

  test('the same hamlet and the same words for finding it are shown, whatever the names', async () => {
    await report('老人病了', { hamlet: '半坡寨', words: '大青树下第二家' }, { subjectName: '岩三木' })
    await report(
      '娃娃没学上',
      { hamlet: '半坡寨', words: '半坡寨，大青树下 第2家呢' },
      { subjectName: '叶小妹' },
    )
    await report('另一个寨子的', { hamlet: '河边寨', words: '大青树下第二家' })
    await report('另一家的', { hamlet: '半坡寨', words: '大青树下第三家' })
    await report('没说寨子的', { words: '大青树下第二家' })
    await report('没说怎么找的', { hamlet: '半坡寨' })
    expect(await alikeTo('娃娃没学上')).toEqual([['老人病了', '同一个寨子，说的是同一家']])
    for (const alone of ['另一个寨子的', '另一家的', '没说寨子的', '没说怎么找的'])
      expect(await alikeTo(alone)).toEqual([])
    // Nothing readable of the address stands on the case.
    const stored = JSON.stringify(await town.house.db.collection('cases').find({}).toArray())
    expect(stored).not.toMatch(/第二家|第2家|大青树下/)
  })

  test('a name and a home that are both alike are one line; the clerk sees it before it is saved', async () => {
    const words = '水井边蓝色铁门'
    await report('屋顶塌了半边', { hamlet: '芒果坡', words }, { subjectName: '何老大' })
    await report('何老大家粮食泡水', { hamlet: '芒果坡', words }, { subjectName: '何老大' })
    expect(await alikeTo('何老大家粮食泡水')).toEqual([['屋顶塌了半边', '同一个寨子，说的是同一家']])
    const preview = await town.call('POST /api/entries/preview', coordinator, {
      body: { text: '来电话说的', place: { village: village(203), hamlet: '芒果坡', words } },
    })
    expect(preview.reply.lookalikes.map(({ why }) => why)).toEqual(Array(2).fill('同一个寨子，说的是同一家'))
  })

  test('after thirty days it is another matter', async () => {
    await report('以前的事', { hamlet: '河边寨', words: '桥头第一家' })
    town.setTime('2026-12-25T02:00:01.000Z')
    coordinator = await town.signIn('coordinator-203')
    await report('后来的事', { hamlet: '河边寨', words: '桥头第一家' })
    expect(await alikeTo('后来的事')).toEqual([])
  })
})
