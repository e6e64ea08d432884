import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(180_000)

describeInBrowser(
  'the roster’s story: a deputy is put in, a coordinator goes on leave, the deputy acts',
  () => {
    let town: TestHouse
    let browser: Awaited<ReturnType<typeof launchBrowser>>
    const visitors: Visitor[] = []

    beforeAll(async () => {
      town = await openTestHouse({ pages: await buildWhenStale('h5') })
      browser = await launchBrowser()
    })
    afterAll(async () => {
      await browser?.close()
      await town?.close()
    })

    const enter = async (who: RegExp, screen: 'phone' | 'desk') => {
      const visitor = await visit(browser, town, screen)
      visitors.push(visitor)
      await visitor.open('/')
      await visitor.button(who).click()
      return visitor
    }

    test('the officer puts a deputy in; a number that is somebody else’s is told, and what was typed stays', async () => {
      const officer = await enter(/段干事/, 'desk')
      const { button, field, words, picture } = officer
      await button('值班表和地名').click()
      await button('彩靠村加一个人').click()
      await button('村社会救助协理员', 'radio').click()
      await words('鲍老师已经是协理员了').waitFor({ state: 'hidden' })
      await field('称呼').fill('岩老师')
      await field('手机号').fill('19900000201')
      await button('加上').click()
      await words('这个手机号是赵老师的').waitFor()
      await picture('roster-add')
      await field('手机号').fill('19900000301')
      await button('加上').click()
      await words('加上了：岩老师 协理员').waitFor()
      await words('岩老师 协理员（副）').waitFor()
      await words('199****0301').waitFor()

      await button('彩靠村加一个人').click()
      await button('小组长', 'radio').click()
      await field('称呼').fill('白组长')
      await field('手机号').fill('19900000302')
      await field('第几组').fill('９组')
      await button('加上').click()
      await words('这个村没有9组').waitFor()
      await field('第几组').fill('2')
      await button('加上').click()
      await words('白组长 小组长 2组').waitFor()
      await picture('roster-desk')

      await button('乡里的站所加一个人').click()
      await button('残联', 'radio').click()
      await field('称呼').fill('康大姐')
      await field('手机号').fill('19900000303')
      await field('单位').fill('乡残联')
      await button('加上').click()
      await words('残联 · 康大姐 乡残联').waitFor()
      await words('县教育体育局').waitFor()
      await words('康大姐').scrollIntoViewIfNeeded()
      await picture('roster-contacts')
    })

    test('on the phone the coordinator sees who gets the cases, goes on leave, and comes back', async () => {
      await town.call('POST /api/reports', await town.newResident(), { body: someReport() })
      const coordinator = await enter(/鲍老师/, 'phone')
      const { button, words, picture } = coordinator
      await words('件要办').waitFor()
      await button('我的村').click()
      await words('现在有新线索，到协理员 鲍老师手里').waitFor()
      await picture('roster-village')
      await button('我请假').click()
      await words('您不在的时候，彩靠村的线索交给协理员 岩老师').waitFor()
      await coordinator.page.getByLabel('到哪天').fill('2026-11-26')
      await words('到 11月26日').waitFor()
      await picture('roster-leave')
      await button('记下，交出手上的').click()
      await words('记下了，手上 1 件已经交出去').waitFor()
      await words('11月24日 到 11月26日 您不在').waitFor()
      await picture('roster-away')
      await button('我回来了').click()
      await words('回来了，新的线索又到您这里').waitFor()
      await words('哪天不在').waitFor()
    })

    test('a post that ends is asked for twice, and what was open goes on', async () => {
      const officer = await enter(/段干事/, 'desk')
      const { button, words, picture } = officer
      await button('值班表和地名').click()
      await button('改岩老师的协理员（副）').click()
      await picture('roster-change')
      await button('不再担任…').click()
      await words('岩老师不再担任协理员？').waitFor()
      await picture('roster-end')
      await button('就这样，不再担任').click()
      await words('岩老师不再担任协理员，手上 1 件已经交出去').waitFor()
      await button('改岩老师的协理员（副）').waitFor({ state: 'hidden' })
    })

    test('two officers change one person: the second is told, and what they typed stays', async () => {
      const [one, other] = [await enter(/段干事/, 'desk'), await enter(/罗副乡长/, 'desk')]
      for (const { button } of [one, other]) {
        await button('值班表和地名').click()
        await button('改魏老师的协理员（副）').click()
      }
      await one.field('职务名称').fill('协理员助理')
      await one.button('改好了').click()
      await one.words('改好了：魏老师').waitFor()
      await other.field('称呼').fill('魏大姐')
      await other.button('改好了').click()
      await other.words('刚才有别人改过魏老师').waitFor()
      expect(await other.field('称呼').inputValue()).toBe('魏大姐')
      // What the other changed is read anew, and comes a moment after the words.
      await other.page.waitForFunction(() =>
        [...document.querySelectorAll('input')].some(({ value }) => value === '协理员助理'),
      )
      await expect(other.field('职务名称').inputValue()).resolves.toBe('协理员助理')
      await other.picture('roster-stale')
      await other.button('改好了').click()
      await other.words('改好了：魏大姐').waitFor()
      await other.words('魏大姐 协理员助理（副）').waitFor()
    })

    test('the county puts a second lead in, and a bureau’s contact', async () => {
      const county = await enter(/尹科长/, 'desk')
      const { button, field, words, picture } = county
      await button('值班表').click()
      await button('军赛乡加一个人').click()
      await button('乡分管领导', 'radio').click()
      await words('罗副乡长已经是乡分管领导了').waitFor({ state: 'hidden' })
      await field('称呼').fill('谢副乡长')
      await field('手机号').fill('19900000304')
      await button('加上').click()
      await words('谢副乡长 乡分管领导（副）').waitFor()
      await picture('roster-county')
      await button('改尹科长的县民政局工作人员').click()
      await button('不再担任…').click()
      await button('就这样，不再担任').click()
      await words('这里只剩这一个人了。先加上接手的人，再来办').waitFor()
      await picture('roster-last')
    })

    test('no browser complained, and the server failed nowhere', () => {
      // What was refused on purpose the browser notes by itself.
      const complaints = visitors.flatMap((visitor) => visitor.complaints)
      expect(complaints.filter((one) => !/(400|409).*\/api\/(posts|people)/.test(one))).toEqual([])
      expect(town.failures).toEqual([])
    })
  },
)
