import { Types } from 'mongoose'
import { buildWhenStale } from '../../config/build-when-stale'
import { readCounty, readRegions } from '../../server/places/china-division'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'
import { wechatPerson } from '../setup/wechat-person'
import { type Visitor, visit } from './visitor'

jest.setTimeout(180_000)

describeInBrowser(
  'the desk’s story: a call is written down, leads find their way, one household is one case',
  () => {
    let town: TestHouse
    let browser: Awaited<ReturnType<typeof launchBrowser>>
    const visitors: Visitor[] = []

    beforeAll(async () => {
      town = await openTestHouse({ pages: await buildWhenStale('h5'), wechat: true })
      const page = readCounty('530924')
      if (page) await town.rooms.places.atlas.putCounties([page])
      await town.rooms.places.atlas.putRegions(readRegions())
      await town.rooms.places.openTownship('530924102')
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
      await visitor.words('退出').waitFor()
      return visitor
    }
    const say = async (text: string) => {
      const { status } = await town.call('POST /api/reports', await town.newResident(), {
        body: someReport({ card: undefined, place: {}, categories: [], subjectName: undefined, text }),
      })
      expect(status).toBe(201)
    }

    test('a clerk writes a call down from the keyboard alone; the village is found while they type', async () => {
      const clerk = await enter(/段干事/, 'desk')
      const { page, words, picture } = clerk
      await clerk.button('记一个电话或者来访').click()
      await clerk.field('出了什么事').waitFor()
      await page.keyboard.type('我是岔路三棵桩呢，我家老倌从树上跌下来，脚断掉了')
      await words('会到岔路村').waitFor()
      await words('紧急').waitFor()
      await page.keyboard.press('Tab')
      await page.keyboard.type('李小发')
      await page.keyboard.press('Tab')
      await page.keyboard.type('19900000105')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.type('李小妹')
      await page.keyboard.press('Tab')
      await page.keyboard.type('19900000106')
      await picture('entry-desk')
      await page.keyboard.press('Control+Enter')
      await words(/^收条号 \d/).waitFor()
      await words('到了岔路村').waitFor()
      await picture('entry-saved')
      const number = ((await words(/^收条号 \d/).textContent()) ?? '').replace(/\D/g, '')

      // The same household calls again: it is known by its phone before anything else is said.
      await clerk.field('这家的电话').fill('19900000105')
      await words('这一家报过，会自动并在一起').waitFor()
      await clerk.field('出了什么事').fill('又打来，说人昏迷了')
      await words('有人有生命危险，先打').waitFor()
      await picture('entry-known')
      await page.keyboard.press('Control+Enter')
      await words('这一家报过，已经并在一起').waitFor()

      // Who called asks later, without an account.
      const caller = await visit(browser, town, 'phone')
      visitors.push(caller)
      await caller.open('/pages/mine/mine')
      await caller.button('打电话报的，查一查').click()
      await caller.field('收条号').fill(number)
      await caller.field('电话后四位').fill('0106')
      await caller.button('查一查').click()
      await caller.words('现在：收到了').waitFor()
      await caller.picture('status')
      await caller.field('电话后四位').fill('0000')
      await caller.button('查一查').click()
      await caller.words('收条号或者电话后四位不对').waitFor()
    })

    test('at the triage desk a word is taught, a lead is passed on, nonsense is dismissed', async () => {
      await say('我们住三岔坳的，老人病得起不来')
      await say('哈哈哈哈哈哈')
      const officer = await enter(/段干事/, 'desk')
      const { words, button, picture } = officer
      await button(/三岔坳/, 'radio').click()
      await button('彩靠村', 'radio').click()
      await button(/记住：以后说“三岔坳”就是彩靠村/, 'checkbox').click()
      await picture('triage-teach')
      await button('派到彩靠村').click()
      await words('已派到彩靠村，协理员 鲍老师会看到').waitFor()
      await button(/哈哈哈/, 'radio').click()
      await words('像是：没有内容').waitFor()
      await officer.field('为什么不受理').fill('没有说什么事')
      await picture('triage-nonsense')
      await button('不予受理').click()
      await words('都派完了').waitFor()
      await say('三岔坳李家男人摔了')
      await button('看看有没有新的').click()
      await words('都派完了').waitFor()
    })

    test('the county passes on what was said of no township of ours; the lead alone sees a complaint', async () => {
      await say('我是凤庆县的，在这边做工老板不给钱')
      await say('岔路村主任贪污救灾米，我要举报')
      const county = await enter(/尹科长/, 'desk')
      await county.words('凤庆县').waitFor()
      await county.picture('triage-county')
      await county.button('军赛乡').click()
      await county.words('转给了军赛乡').waitFor()
      const lead = await enter(/罗副乡长/, 'desk')
      await lead.button(/贪污救灾米/, 'radio').click()
      await lead.words('像是：反映干部问题，信访').waitFor()
      await lead.picture('triage-petition')
      await lead.button('转信访办理').click()
      await lead.words('转信访办理').waitFor()
    })

    test('suspected abuse: the lead calls 110 or the station with one tap, and reads what to say', async () => {
      await say('半坡寨那家男人天天打娃娃，脸都打肿了')
      const lead = await enter(/罗副乡长/, 'desk')
      await lead.button('打 110 报警').waitFor()
      await lead.words('我是乡分管领导罗副乡长。我们接到线索，可能在彩靠村半坡寨，有一家').waitFor()
      await lead.words('是谁报的，不能说').waitFor()
      await lead.button('打派出所 江警官').click()
      await lead.button(/打派出所 江警官 1990000/).waitFor()
      await lead.picture('triage-abuse')
    })

    test('a coordinator joins what two people said of one household, takes it apart, and returns what is not theirs', async () => {
      for (const [text, subjectName] of [
        ['田老四家断了收入', '田老四'],
        ['甜老四家娃娃辍学', '甜老四'],
      ] as const)
        await town.call('POST /api/reports', await town.newResident(), {
          body: someReport({ text, subjectName, phone: undefined }),
        })
      const coordinator = await enter(/鲍老师/, 'phone')
      const { words, button, picture } = coordinator
      await button('打开 甜老四').click()
      await words('是不是同一家').waitFor()
      await picture('case-alike')
      await button('是同一家，并到一起').click()
      await words('不是同一家，分开').waitFor()
      await words('田老四家断了收入').waitFor()
      await picture('case-joined')
      await button('不是同一家，分开').click()
      await words('另一件分开来单独办了').waitFor()
      await button('更多').click()
      await button('不是我们村的').click()
      await coordinator.field('为什么不是我们村的').fill('这家是南榨的')
      await picture('case-return')
      await button('不是我们村的').click()
      await words('件要办').waitFor()
      await button('打开 田老四').waitFor({ state: 'hidden' })
    })

    test('a resident adds a word later and takes the report back', async () => {
      const resident = await visit(browser, town, 'phone')
      visitors.push(resident)
      const { page, words, button, picture } = resident
      await resident.open('/pages/report/report?for=self&c=demo0203')
      await button('缺粮少钱', 'checkbox').click()
      await button('下一步').click()
      await resident.field('您的名字').fill('岩三木')
      await resident.field('您的电话').fill('19900000131')
      await button('下一步').click()
      await button('我同意', 'checkbox').click()
      await button('发出去').click()
      await button('看看办到哪了').click()
      await button('再补一句').click()
      await resident.field('再补一句').fill('家里还有两个娃娃')
      await picture('progress-more')
      await button('发出去').click()
      await words('家里还有两个娃娃').waitFor()
      await picture('progress-added')
      await button('不用办了，撤回').click()
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
      await picture('progress-withdraw')
      await button('撤回').click()
      await words('您撤回了').waitFor()
      await picture('progress-withdrawn')
    })

    test('the township sets itself up: who is away, a file of hamlets, a word that is forgotten', async () => {
      await town.rooms.places.learn('530924205', {
        text: '老地方',
        village: '530924205203',
        says: 'is',
        by: 'test',
      })
      const officer = await enter(/段干事/, 'desk')
      const { page, words, button, picture } = officer
      await button('值班表和地名').click()
      await words('现在找协理员 赵老师').waitFor()
      await button('赵老师要请假').click()
      await button('记下，交出手上的').click()
      await words('现在找村党总支书记 钱书记').waitFor()
      await button('钱书记要请假').click()
      await button('记下，交出手上的').click()
      await words('村里没有人在，乡社会救助经办人 段干事管').waitFor()
      await picture('settings-roster')

      const chooser = page.waitForEvent('filechooser')
      await button('选一个 CSV 文件').click()
      await (await chooser).setFiles({
        name: '寨子.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('\uFEFF村,组,寨子,别名\n岔路,1,野猪箐,野猪青\n别处,1,老屋,\n'),
      })
      await words('第 3 行：本乡没有“别处”这个村').waitFor()
      await words('多出：1组 野猪箐').waitFor()
      await picture('settings-preview')
      await button('就按这样导入').click()
      await words('导入了').waitFor()
      await button('忘掉“老地方”').click()
      await button('忘掉“老地方”').waitFor({ state: 'hidden' })
      await officer.open('/township/triage/triage')
      await words('没有人管的村：军赛村').waitFor()
      await picture('triage-blind')
    })

    test('an officer gives a case to another and changes its urgency, with the reason', async () => {
      const officer = await enter(/段干事/, 'desk')
      const { words, button, picture } = officer
      const [first] = (await town.call('GET /api/queue', await town.signIn('coordinator-205'), { query: {} }))
        .reply.items
      await officer.open(`/village/case/case?id=${first?.id}`)
      await button('更多').click()
      await button('没那么急').click()
      await officer.field('为什么').fill('打过电话，人没事')
      await picture('case-urgency')
      await button('没那么急').click()
      await words('看过了，不那么急').waitFor()
      await button('更多').click()
      await button('换一个人办').click()
      await button(/郑书记/, 'radio').click()
      await officer.field('为什么').fill('协理员忙不过来')
      await button('换一个人办').click()
      await words('换村党总支书记郑书记来办：协理员忙不过来').waitFor()
    })

    test('what WeChat pointed at stays as it was said; the desk says that it has looked, and everybody reads that', async () => {
      const resident = await town.newResident()
      const { account } = await town.rooms.sessions.identify(`Bearer ${resident}`)
      await wechatPerson(town, { resident: new Types.ObjectId(account) })
      const { reply } = await town.call('POST /api/reports', resident, {
        body: someReport({ text: '老人没有米了，还有骂人的话', subjectName: '田有粮', phone: undefined }),
      })
      await town.rooms.checkContents()
      const report = await town.house.db.collection('reports').findOne({ receipt: reply.receipt })
      const page = `/village/case/case?id=${report?.case}`

      const coordinator = await enter(/鲍老师/, 'phone')
      await coordinator.open(page)
      await coordinator.words(/这段话可能涉及“辱骂”/).waitFor()
      const looked = '看过了，没有问题或者已经处理'
      expect(await coordinator.button(looked).count()).toBe(0)

      const officer = await enter(/段干事/, 'phone')
      await officer.open(page)
      await officer.words('老人没有米了，还有骂人的话').waitFor()
      await officer.button(looked).scrollIntoViewIfNeeded()
      await officer.picture('case-flag')
      await officer.button(looked).click()
      await officer.words(/^乡社会救助经办人 段干事 今天 .+ 看过了$/).waitFor()
      expect(await officer.button(looked).count()).toBe(0)
      await officer.picture('case-flag-looked')

      await coordinator.open(page)
      await coordinator.words(/段干事 今天 .+ 看过了/).waitFor()
      await coordinator.words('老人没有米了，还有骂人的话').waitFor()
    })

    test('no browser complained, and the server failed nowhere', () => {
      // A wrong receipt is answered with 404, which the browser notes by itself.
      const complaints = visitors.flatMap((visitor) => visitor.complaints)
      expect(complaints.filter((one) => !/404.*\/api\/status/.test(one))).toEqual([])
      expect(town.failures).toEqual([])
    })
  },
)
