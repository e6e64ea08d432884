import { randomUUID } from 'node:crypto'
import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { confirmedCase, newCase } from '../setup/moved-case'
import { somePhoto } from '../setup/some-photo'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(240_000)

describeInBrowser('a night emergency: help first, paperwork after; and an application seen through', () => {
  let town: TestHouse
  let browser: Awaited<ReturnType<typeof launchBrowser>>
  const visitors: Visitor[] = []
  /** The case of that night, and the receipt its family holds. */
  let night: string
  let receipt: string
  const phone = 'k'.repeat(43)

  beforeAll(async () => {
    town = await openTestHouse({ pages: await buildWhenStale('h5'), startsAt: '2026-11-24T15:30:00.000Z' })
    browser = await launchBrowser()
    const sent = await town.call('POST /api/reports', await town.newResident(phone), {
      body: someReport({
        clientKey: randomUUID(),
        forWhom: 'self',
        discoverer: undefined,
        categories: ['food_money'],
        text: '屋里断粮两天了，老倌病着，两个娃娃饿得哭',
        subjectName: '岩三木',
        phone: '19900000131',
        markedUrgent: true,
      }),
    })
    receipt = sent.reply.receipt
    night = String((await town.rooms.reports.byReceipt(receipt))?.case)
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
    await visitor.button('退出').waitFor()
    return visitor
  }
  const openCase = (visitor: Visitor, id: string) => visitor.open(`/village/case/case?id=${id}`)

  test('at night the officer gives before anybody has taken the case; what is half written stays', async () => {
    const officer = await enter(/段干事/, 'phone')
    const { page, button, words, field, picture } = officer
    await openCase(officer, night)
    await button('更多').click()
    await button('先行救助').click()
    await field('给了多少钱').fill('五百')
    await words('只写数字，比如 1200').waitFor()
    await field('给了多少钱').fill('８００')
    await field('给了什么东西').fill('大米一袋')
    await picture('relief-advance-1')
    await field('谁收的').fill('岩小妹')
    await button('儿女', 'radio').click()
    await page.reload()
    await words('23:30').waitFor()
    expect(await field('给了多少钱').inputValue()).toBe('８００')
    expect(await field('谁收的').inputValue()).toBe('岩小妹')
    await button('不是', 'radio').click()
    const chooser = page.waitForEvent('filechooser')
    await button('拍张照片').click()
    await (await chooser).setFiles({ name: 'receipt.jpg', mimeType: 'image/jpeg', buffer: await somePhoto() })
    await button('看第 1 张照片').waitFor()
    await button('看第 1 张照片').scrollIntoViewIfNeeded()
    await picture('relief-advance-2')
    await button('给了，记下来').click()
    await words('先给了 800 元、大米一袋').waitFor()
    await words('今天 23:30，段干事给的，岩小妹（儿女）收的').waitFor()
    await words('先行救助补手续：12月8日 18:00 前（规定期限：民发〔2018〕23号').waitFor()
    await picture('relief-given')
    await openCase(officer, night)
    await words('临时救助（急难型） · 先给了，补手续 · 800 元、大米一袋').waitFor()
    await picture('relief-case')
  })

  test('the family reads what was given', async () => {
    const family = await visit(browser, town, 'phone')
    visitors.push(family)
    await family.open('/')
    await family.page.evaluate(
      (key) => localStorage.setItem('zaofaxian.device-key', JSON.stringify({ data: key })),
      phone,
    )
    await family.open(`/pages/progress/progress?r=${receipt}`)
    await family.words('先给了救助，手续后补：800 元、大米一袋').waitFor()
    await family.picture('relief-progress')
  })

  test('above the limit the officer is told that the lead must decide, and nothing typed is lost', async () => {
    const id = await newCase(town, { subjectName: '李小发', markedUrgent: true })
    const officer = await enter(/段干事/, 'phone')
    await officer.open(`/township/relief/relief?id=${id}&do=give_advance_relief`)
    await officer.field('给了多少钱').fill('3000')
    await officer.words('超过 2,000 元，要由分管领导来定').waitFor()
    await officer.button('小额快救', 'radio').click()
    await officer.words('小额快救最多 500 元，一个月的低保标准').waitFor()
    await officer.button('急难型', 'radio').click()
    await officer.field('谁收的').fill('李小发')
    await officer.button(/^是$/, 'radio').click()
    await officer.field('和谁，什么亲属').fill('是段干事的表弟')
    await officer.words('和工作人员是亲属，要由分管领导来定').waitFor()
    await officer.button('请分管领导来定').scrollIntoViewIfNeeded()
    await officer.picture('relief-limit')
    await officer.button('请分管领导来定').click()
    await officer.words('还没有给过救助').waitFor()
    const lead = await enter(/罗副乡长/, 'phone')
    await lead.open('/pages/inbox/inbox')
    await lead.words(/亲属要回避，等您来定/).waitFor()
    await lead.words(/李小发.*临时救助（急难型）：3000 元，李小发收，是段干事的表弟/).waitFor()
    await lead.picture('relief-asked')
    await lead.page.context().close()
    await officer.page.context().close()
  })

  test('next morning the coordinator collects the papers, and the officer closes the paperwork at the desk', async () => {
    town.setTime('2026-11-25T01:30:00.000Z')
    const coordinator = await enter(/鲍老师/, 'phone')
    await openCase(coordinator, night)
    await coordinator.button('救助办到哪了').click()
    await coordinator.words('公安共享有，不用交').waitFor()
    await coordinator.button('收到了 签了字的申请书和核对授权书', 'checkbox').click()
    await coordinator.button('跟家里要了 两人签字的入户核查表', 'checkbox').click()
    await coordinator.picture('relief-materials')
    await coordinator.button('记下改了的 2 样').click()
    await coordinator.words('还差：两人签字的入户核查表').waitFor()
    await coordinator.button('收到了 两人签字的入户核查表', 'checkbox').click()
    await coordinator.button('记下改了的 1 样').click()
    await coordinator.words('等乡里接着办').waitFor()
    await coordinator.picture('relief-materials-done')

    const officer = await enter(/段干事/, 'desk')
    await officer.open(`/township/relief/relief?id=${night}`)
    await officer.button('手续补齐了').waitFor()
    await officer.picture('relief-desk')
    await officer.button('手续补齐了').click()
    await officer.words('先给了，手续补齐了').waitFor()
    await openCase(officer, night)
    await officer.button('结果告诉家里了').waitFor()
  })

  test('county, township and village agree on one time', async () => {
    const id = await newCase(town, { subjectName: '田文明', markedUrgent: true })
    const officer = await enter(/段干事/, 'desk')
    await openCase(officer, id)
    await officer.button('更多').click()
    await officer.button('走绿色通道，联合入户').click()
    await officer.words('县里谁去').waitFor()
    await officer.field('在哪里碰头').fill('彩靠村委会门口')
    await officer.picture('relief-joint-form')
    await officer.button('约好了').click()
    await officer.words('明天 10:00，彩靠村委会门口').waitFor()
    await officer.words('县：县民政局工作人员 尹科长').waitFor()
    const coordinator = await enter(/鲍老师/, 'phone')
    await openCase(coordinator, id)
    await coordinator.words('联合入户').waitFor()
    await coordinator.words('村：协理员 鲍老师').waitFor()
    await coordinator.picture('relief-joint-case')
  })

  test('低保 for somebody who cannot apply: begun, handed in, on the board, granted', async () => {
    const id = await confirmedCase(town, { subjectName: '岩盲老' })
    const officer = await enter(/段干事/, 'phone')
    const { button, words, field, picture } = officer
    await openCase(officer, id)
    await button('开始办救助').click()
    await button('低保', 'radio').click()
    await words('按 民发〔2021〕57号').waitFor()
    await words('交上去以后 30 个工作日内有结果（规定期限），公示 7 天').waitFor()
    await button('办不了，协理员帮着办', 'radio').click()
    await button('不是', 'radio').click()
    await picture('relief-start')
    await button('开始办').click()
    await words('备齐材料').waitFor()
    for (const paper of ['签了字的申请书和核对授权书', '两人签字的入户核查表'])
      await button(`收到了 ${paper}`, 'checkbox').click()
    await button('记下改了的 2 样').click()
    await button('材料齐了，交上去').click()
    await button('开始公示').click()
    await words('从今天起公示 7 天').waitFor()
    await button('没满', 'radio').click()
    await button('不公示，接着办').waitFor()
    await button('满了', 'radio').click()
    await field('家里几口人').fill('2')
    await field('打算给多少').fill('５６０')
    await picture('relief-publish')
    await button('开始公示').click()
    await words('公示 岩*，彩靠村 半坡寨，2 口人，560 元').waitFor()
    await words('没有人反映就可以定').waitFor()
    await picture('relief-published')

    town.setTime('2026-12-02T10:30:00.000Z')
    const later = await enter(/段干事/, 'desk')
    await later.open(`/township/relief/relief?id=${id}`)
    await later.button('定下来：批了多少').click()
    expect(await later.field('批了多少钱').inputValue()).toBe('560')
    await later.button('没有批', 'radio').click()
    await later.words('还能找谁、办什么').waitFor()
    await later.picture('relief-refuse')
    await later.button('批了', 'radio').click()
    await later.picture('relief-grant')
    await later.button('就这样定').click()
    await later.words('每月 560 元，打到一卡通').waitFor()
    await later.picture('relief-granted')
  })

  test('the lead sets the lists, the days and the limits; the officer reads them', async () => {
    const lead = await enter(/罗副乡长/, 'desk')
    await lead.open('/township/settings/settings')
    await lead.words('默认值，请核对').waitFor()
    await lead.words('默认值，请核对').scrollIntoViewIfNeeded()
    await lead.picture('relief-settings-proposed')
    await lead.field('经办人自己能定的先行救助').fill('3,000')
    await lead.button('改 教育救助').click()
    await lead.field('教育救助公示几天').fill('５')
    await lead.button('加一样材料').click()
    await lead.page.getByRole('textbox', { name: '第 5 样材料', exact: true }).fill('村里的证明')
    await lead.button('去掉第 3 样材料').click()
    await lead.button('救助就按这样改').scrollIntoViewIfNeeded()
    await lead.picture('relief-settings-lead')
    await lead.button('救助就按这样改').click()
    await lead.words('改好了，新开始办的按这样来').waitFor()
    expect(await lead.words('默认值，请核对').count()).toBe(0)
    await lead.button('改 低保').click()
    await lead.field('低保公示几天').fill('3')
    await lead.button('救助就按这样改').click()
    await lead.words('低保按规定最少公示 7 天').waitFor()
    expect(await lead.field('低保公示几天').inputValue()).toBe('3')

    const officer = await enter(/段干事/, 'desk')
    await officer.open('/township/settings/settings')
    await officer.words('先行救助超过 3,000 元，由分管领导定').waitFor()
    await officer.button('看 教育救助').click()
    await officer.words('村里的证明').waitFor()
    await officer.picture('relief-settings-officer')
  })

  test('no browser complained, and the server failed nowhere', () => {
    // A refusal is noted by the browser itself.
    const complaints = visitors.flatMap((visitor) => visitor.complaints)
    expect(complaints.filter((one) => !/400.*relief-settings/.test(one))).toEqual([])
    expect(town.failures).toEqual([])
  })
})
