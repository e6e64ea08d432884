import type { Browser } from 'playwright-core'
import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(240_000)

describeInBrowser('whole stories, from what a family says to what came of it (R2, R4, R8–R12)', () => {
  let town: TestHouse
  let browser: Browser
  const visitors: Visitor[] = []
  let families = 0

  beforeAll(async () => {
    town = await openTestHouse({ pages: await buildWhenStale('h5') })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await town?.close()
  })

  const come = async (screen: 'phone' | 'desk') => {
    const visitor = await visit(browser, town, screen)
    visitors.push(visitor)
    await visitor.open('/')
    return visitor
  }
  const enter = async (who: RegExp, screen: 'phone' | 'desk' = 'phone') => {
    const visitor = await come(screen)
    await visitor.button(who).click()
    await visitor.button('退出').waitFor()
    return visitor
  }
  /** A family that reports for itself, with the phone it reads the answer on. */
  const family = async (subjectName: string, text: string) => {
    families += 1
    const phone = town.newDeviceKey()
    const { reply } = await town.call('POST /api/reports', await town.newResident(phone), {
      body: someReport({
        forWhom: 'self',
        discoverer: undefined,
        text,
        subjectName,
        phone: `199000001${40 + families}`,
      }),
    })
    const stored = await town.rooms.reports.byReceipt(reply.receipt)
    const reader = await come('phone')
    await reader.page.evaluate(
      (key) => localStorage.setItem('zaofaxian.device-key', JSON.stringify({ data: key })),
      phone,
    )
    return {
      id: String(stored?.case),
      reader,
      read: () => reader.open(`/pages/progress/progress?r=${reply.receipt}`),
    }
  }
  const openCase = (visitor: Visitor, id: string) => visitor.open(`/village/case/case?id=${id}`)
  const stateOf = async (id: string) => (await town.rooms.mover.find(id)).state
  const tomorrow = async (at: string, ...with_: Visitor[]) => {
    town.setTime(at)
    for (const { context } of with_) await context.clock.setFixedTime(town.house.now())
  }

  /** The form of a home visit, from the case's page to what is said of it at its end. */
  const goAndSee = async (visitor: Visitor, open: string, blind = false) => {
    const { button, field, words } = visitor
    await button(open).click()
    await words(/填好了/).waitFor()
    await button(/^加 /, 'radio').first().click()
    await button('这一段好了，往下').click()
    if (await button(/^写 /).first().isVisible()) {
      await button(/^写 /).first().click()
      await button('户主', 'radio').click()
      await field(/的岁数$/).fill('78')
      if (blind) {
        await button('残疾', 'checkbox').click()
        await button('视力', 'radio').click()
        await button('一级', 'radio').click()
      } else await button('慢性病', 'checkbox').click()
      await button('无劳动能力', 'radio').click()
      await button('写好了').click()
      await button('这一段好了，往下').click()
      await button('六样都能').click()
      if (blind) {
        await button('在屋里自己走动：不能', 'radio').click()
        await button('自己洗澡：不能', 'radio').click()
      }
      await button('这一段好了，往下').click()
      await button('一般困难', 'radio').click()
    } else {
      // Somebody was here before: what they wrote is filled in, and only what may have changed is asked again.
      await button('和上次一样').click()
      await button('这一段好了，往下').click()
    }
  }
  const conclude = async (visitor: Visitor, conclusion: string, explanation?: string) => {
    const { button, field, words } = visitor
    if (!(await button(conclusion, 'radio').isVisible())) await button(/^看下来怎么样/).click()
    await button(conclusion, 'radio').click()
    if (explanation) await field('跟家里怎么解释的').fill(explanation)
    await button('看完了，发出去').click()
    await words(/^(?:上门看过了|乡里核实过了)/).waitFor()
    await button('看这件事').click()
  }
  /** An application at the township's desk, from its beginning to the notice board. */
  const apply = async (officer: Visitor, type: string, applicant: string) => {
    await officer.button('开始办救助').click()
    await officer.button(type, 'radio').click()
    await officer.button(applicant, 'radio').click()
    await officer.button('不是', 'radio').click()
    await officer.button('开始办').click()
    await officer.words(/^还差：/).waitFor()
  }
  const collect = async (visitor: Visitor) => {
    // What the state has is ticked already and cannot be asked for; what is left is collected.
    const left = (await visitor.words(/^还差：/).textContent()) ?? ''
    for (const paper of left.replace('还差：', '').split('、'))
      await visitor.button(`收到了 ${paper}`, 'checkbox').click()
    await visitor.button(/^记下改了的/).click()
  }
  const publish = async (officer: Visitor, amount: string) => {
    await officer.button('开始公示').click()
    await officer.button('满了', 'radio').click()
    if ((await officer.field('家里几口人').inputValue()) === '') await officer.field('家里几口人').fill('1')
    await officer.field('打算给多少').fill(amount)
    await officer.button('开始公示').click()
    await officer.words(/^公示 /).waitFor()
  }
  const grant = async (officer: Visitor, id: string, often: '每月' | '一次', amount?: string) => {
    await officer.open(`/township/relief/relief?id=${id}`)
    await officer.button('定下来：批了多少').click()
    for (const answer of ['批了', often, '打到一卡通']) {
      // What is filled in already would be taken back by a tap.
      const choice = officer.page.getByRole('radio', { name: answer, exact: true }).filter({ visible: true })
      if ((await choice.getAttribute('aria-checked')) !== 'true') await choice.click()
    }
    if (amount) await officer.field('批了多少钱').fill(amount)
    await officer.button('就这样定').click()
    await officer.words(/打到一卡通/).waitFor()
  }
  const tell = async (officer: Visitor, id: string, result: string) => {
    await openCase(officer, id)
    await officer.button('结果告诉家里了').click()
    await officer.button('上门', 'radio').click()
    await officer.field('结果是什么').fill(result)
    await officer.button('结果告诉家里了').click()
    await officer.words(/^已答复/).waitFor()
  }

  test('ordinary temporary relief: seen, reported up, confirmed, granted, told, followed up, filed, closed', async () => {
    const { id, reader, read } = await family('岩一木', '我家老人住院花了两万，报销下来还欠着八千')
    const coordinator = await enter(/鲍老师/)
    await openCase(coordinator, id)
    await coordinator.button('我接了').click()
    await goAndSee(coordinator, '上门看过了')
    await conclude(coordinator, '属实，确有困难')
    await coordinator.button('报给乡里').click()
    await coordinator.button('报给乡里').last().click()
    await coordinator.words(/^待乡里核实/).waitFor()

    const officer = await enter(/段干事/)
    await openCase(officer, id)
    await goAndSee(officer, '乡里上门看过了')
    await officer.picture('story-township-visit')
    await conclude(officer, '属实，确有困难')
    await apply(officer, '支出型', '本人办')
    await collect(officer)
    await officer.button('材料齐了，交上去').click()
    await publish(officer, '1,200')
    await officer.picture('story-published')

    await tomorrow('2026-11-28T02:00:00.000Z')
    const later = await enter(/段干事/)
    await grant(later, id, '一次')
    await tell(later, id, '临时救助 1,200 元，打到卡上了')
    await later.picture('story-answered')

    await reader.context.clock.setFixedTime(town.house.now())
    await read()
    await reader.words(/临时救助 1,200 元，打到卡上了/).waitFor()
    await reader.picture('story-result')
    await reader.button(/^满意$/, 'radio').click()
    await reader.button('说好了').click()
    await reader.words('您说过：满意').waitFor()

    await tomorrow('2026-12-10T02:00:00.000Z')
    const visitor = await enter(/段干事/, 'desk')
    await openCase(visitor, id)
    await visitor.button('回访').click()
    for (const answer of ['打电话', '知道', '到了', '对', '满意'])
      await visitor.page.getByRole('radio', { name: answer, exact: true }).filter({ visible: true }).click()
    await visitor.picture('story-follow-up')
    await visitor.button('回访', 'button').last().click()
    await visitor.words(/打电话回访：知道结果，钱物到了，数目对，满意/).waitFor()
    await visitor.open('/township/filing/filing')
    await visitor.words('岩一木').waitFor()
    await visitor.picture('story-filing')
    await visitor.button(/^报县备案（1 户）/).click()
    await visitor.words('1 户办好了').waitFor()
    const download = visitor.page.waitForEvent('download')
    await visitor.button('下载 Excel 表').click()
    expect((await download).suggestedFilename()).toBe('军赛乡急难对象备案表2026-12.xlsx')

    const county = await enter(/尹科长/, 'desk')
    await county.open('/township/filing/filing')
    await county.button(/^备案了（1 户）/).click()
    await county.words('县里 尹科长 备案了').waitFor()
    await county.button(/^1 户$/).click()
    await county.words('抽中 1 户，标在下面了').waitFor()
    await county.words('县里 尹科长 备案了，抽中要查').waitFor()
    await county.picture('story-drawn')
    await county.picture('story-filed')
    town.setTime('2027-03-01T02:00:00.000Z')
    await town.rooms.overdue.sweep()
    expect(await stateOf(id)).toBe('closed')
    town.setTime('2026-11-24T02:00:00.000Z')
  })

  test('低保 for a blind elder who cannot apply: the coordinator collects what the state does not have', async () => {
    const { id } = await family('岩盲老', '我眼睛看不见，一个人过，没有人管')
    const coordinator = await enter(/鲍老师/)
    await openCase(coordinator, id)
    await coordinator.button('我接了').click()
    await goAndSee(coordinator, '上门看过了', true)
    await conclude(coordinator, '属实，确有困难')
    await coordinator.words(/半自理/).scrollIntoViewIfNeeded()
    await coordinator.picture('story-blind-visit')
    await coordinator.button('报给乡里').click()
    await coordinator.button('报给乡里').last().click()
    await coordinator.words(/^待乡里核实/).waitFor()

    const officer = await enter(/段干事/)
    await openCase(officer, id)
    await goAndSee(officer, '乡里上门看过了')
    await conclude(officer, '属实，确有困难')
    await apply(officer, '低保', '办不了，协理员帮着办')

    await openCase(coordinator, id)
    await coordinator.button('救助办到哪了').click()
    await coordinator.words('公安共享有，不用交').waitFor()
    await collect(coordinator)
    await coordinator.button('材料齐了，交上去').waitFor()
    await coordinator.picture('story-blind-materials')
    await coordinator.button('材料齐了，交上去').click()
    await coordinator.words('等乡里接着办').waitFor()

    await officer.open(`/township/relief/relief?id=${id}`)
    await publish(officer, '560')
    await tomorrow('2026-12-02T10:30:00.000Z')
    const later = await enter(/段干事/, 'desk')
    await grant(later, id, '每月')
    await tell(later, id, '低保批下来了，每月 560 元，打到卡上')
    await later.picture('story-blind-answered')
    expect(await stateOf(id)).toBe('answered')
    town.setTime('2026-11-24T02:00:00.000Z')
  })

  test('a family that is told no does not agree, is looked at again by the lead, and wins', async () => {
    const { id, reader, read } = await family('岩二木', '我家苞谷全被水冲掉了，今年没有收成')
    const coordinator = await enter(/鲍老师/)
    await openCase(coordinator, id)
    await coordinator.button('我接了').click()
    await goAndSee(coordinator, '上门看过了')
    await conclude(
      coordinator,
      '不符合条件，当面解释了',
      '儿子在外面领工资，够不上。可以去问问农业保险赔不赔',
    )
    await coordinator.words(/^不符合条件/).waitFor()

    await read()
    await reader.words(/儿子在外面领工资，够不上/).waitFor()
    await reader.picture('story-refused')
    await reader.button('不同意，请再看看').click()
    await reader.field('为什么不同意').fill('儿子三个月没有领到工资了')
    await reader.button('发出去').click()
    await reader.words('家里不同意，请分管领导再看看').waitFor()
    await reader.picture('story-objected')

    const lead = await enter(/罗副乡长/)
    await lead.button('我手上的').click()
    await lead.button('打开 岩二木').click()
    await lead.words(/儿子三个月没有领到工资了/).waitFor()
    await lead.picture('story-appeal')
    await goAndSee(lead, '乡里上门看过了')
    await conclude(lead, '属实，确有困难')
    await apply(lead, '受灾人员救助', '本人办')
    await collect(lead)
    await lead.button('材料齐了，交上去').click()
    await lead.button('定下来：批了多少').waitFor()
    await tomorrow('2026-12-01T02:00:00.000Z')
    const later = await enter(/罗副乡长/)
    await grant(later, id, '一次', '900')
    await tell(later, id, '受灾救助 900 元，打到卡上了')
    await reader.context.clock.setFixedTime(town.house.now())
    await read()
    await reader.words(/受灾救助 900 元/).waitFor()
    await reader.picture('story-won')
    town.setTime('2026-11-24T02:00:00.000Z')
  })

  test('no browser complained, and the server failed nowhere', () => {
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([])
    expect(town.failures).toEqual([])
  })
})
