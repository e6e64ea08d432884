import { createHash } from 'node:crypto'
import { reportSubmission } from '../../shared/contract/intake'
import { countyOf } from '../../shared/domain/territory'
import type { House } from '../house'
import { DivisionsNotInstalled, readCounty, readRegions } from '../places/china-division'
import type { Rooms } from '../rooms'
import { demoCards, demoPeople } from './demo-people'
import { type DemoStage, demoStories } from './demo-stories'
import { demoPlaces, demoTownship } from './demo-township'

/** What the demo's villagers said; names invented. They go through the same door as every report. */
const demoReports = [
  {
    card: 'demo0205',
    forWhom: 'self',
    categories: ['injury', 'food_money'],
    text: '我是岔路呢，我家老倌昨晚从核桃树上跌下来，脚断掉了，克县医院要交钱，家里头不有钱，咋个整',
    place: { village: '530924205205', villageFrom: 'card', hamlet: '三棵桩' },
    subjectName: '李小发',
    phone: '19900000105',
  },
  {
    forWhom: 'other',
    discoverer: 'neighbour',
    categories: ['children_alone'],
    text: '三组那家，就是卖豆腐那家隔壁，男呢死掉了，女呢跑掉了，留两个娃娃跟奶奶',
    place: {},
    phone: '19900000112',
  },
  {
    forWhom: 'other',
    discoverer: 'school',
    categories: ['illness', 'schooling'],
    text: '学生田小花家长重病，已缺课一周，住忙吉利老寨',
    place: {},
    subjectName: '田小花',
    phone: '19900000113',
  },
  {
    card: 'demo0203',
    forWhom: 'other',
    discoverer: 'group_leader',
    categories: ['elder_alone', 'illness'],
    text: '特困户岩三木老人，重感冒三天，自己煮不动饭，照料人打电话不接',
    place: { village: '530924205203', villageFrom: 'card', hamlet: '半坡寨' },
    subjectName: '岩三木',
    phone: '19900000114',
  },
  {
    card: 'demo0203',
    forWhom: 'self',
    categories: ['schooling'],
    text: '我儿子考上大学，学费8000，家里只有我和他残疾爹，给有助学呢政策',
    place: { village: '530924205203', villageFrom: 'card', hamlet: '大青树' },
    subjectName: '罗大妹',
    phone: '19900000115',
  },
  {
    forWhom: 'self',
    categories: ['housing_disaster'],
    text: '新寨我们家房子昨天下大雨山上泥巴冲下来把灶房打倒了人倒是没得事晚上不有地方睡',
    place: {},
    phone: '19900000116',
  },
  {
    forWhom: 'other',
    discoverer: 'neighbour',
    categories: [],
    text: '岔沟村有个老人没人管，儿子不认他',
    place: {},
    phone: '19900000117',
  },
  {
    forWhom: 'self',
    categories: [],
    text: '村干部贪污救灾米，不查我就发抖音',
    place: {},
    phone: '19900000118',
  },
  { forWhom: 'self', categories: [], text: '测试 123 哈哈哈', place: {} },
]

/** Reports that the demo's staff have worked on already, with how far they are. */
const workedOn: { stage: DemoStage; said: Record<string, unknown> & { text: string } }[] = [
  {
    stage: 'reported',
    said: {
      card: 'demo0206',
      forWhom: 'self',
      categories: ['illness'],
      text: '我腰坏了做不得活路，药钱都是借的，家里就我跟孙女',
      place: { village: '530924205206', villageFrom: 'card', hamlet: '茶山' },
      subjectName: '罗老三',
      phone: '19900000119',
    },
  },
  {
    stage: 'transferred',
    said: {
      card: 'demo0204',
      forWhom: 'self',
      categories: ['schooling'],
      text: '我家姑娘考上县职高，学费书费要 2600，她爹不在了，我一个人苦钱苦不够',
      place: { village: '530924205204', villageFrom: 'card', hamlet: '甘蔗地' },
      subjectName: '俸阿秀',
      phone: '19900000123',
    },
  },
  {
    stage: 'relieved',
    said: {
      card: 'demo0202',
      forWhom: 'self',
      categories: ['housing_disaster'],
      text: '昨晚上大风把房顶吹翻掉一半，米也淋湿了，没有吃的',
      place: { village: '530924205202', villageFrom: 'card', hamlet: '梨树坪' },
      subjectName: '鲁阿妹',
      phone: '19900000120',
    },
  },
  {
    stage: 'answered',
    said: {
      card: 'demo0201',
      forWhom: 'self',
      categories: ['injury'],
      text: '我上个月摔着，住院花了三千多，现在还下不得地',
      place: { village: '530924205201', villageFrom: 'card', hamlet: '团坡' },
      subjectName: '李阿祖',
      phone: '19900000122',
    },
  },
]

/** A key as a phone would make it, the same on every machine. */
const keyOf = (text: string) => {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The county around the demo's township, so that 忙丙村 is known to lie in another one. */
async function loadAtlas({ atlas }: Pick<Rooms['places'], 'atlas'>, log: House['log']) {
  const county = countyOf(demoTownship)
  if (await atlas.county(county)) return
  try {
    const page = readCounty(county)
    if (page) await atlas.putCounties([page])
    await atlas.putRegions(readRegions())
  } catch (error) {
    if (!(error instanceof DivisionsNotInstalled)) throw error
    log.warn(error.message)
  }
}

/** Puts in the demo's places, people, cards and a few reports. Again is harmless: nothing is doubled. */
export async function loadDemo(house: Pick<House, 'log' | 'now'>, rooms: Rooms): Promise<void> {
  const { places, people, cards, reports, intake } = rooms
  await places.put(demoPlaces)
  await loadAtlas(places, house.log)
  await people.putDemoPeople(demoPeople)
  await cards.put(demoCards)
  const [resident] = await people.demoPeople()
  if (!resident) throw new Error('The demo has no resident')
  const account = resident._id.toHexString()
  if ((await reports.ofReporter(account)).length > 0) return
  const say = (said: Record<string, unknown> & { text: string }) =>
    intake.submit(reportSubmission.parse({ ...said, clientKey: keyOf(said.text), consent: true }), account)
  for (const said of demoReports) await say(said)
  const carryOn = demoStories(house, rooms)
  for (const { stage, said } of workedOn) await carryOn((await say(said)).case, stage)
  house.log.debug('demo data is in')
}
