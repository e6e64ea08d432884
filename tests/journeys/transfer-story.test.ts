import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { reportedCase } from '../setup/moved-case'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(180_000)

describeInBrowser('a transfer to education with a late reply, and two that go otherwise', () => {
  let town: TestHouse
  let browser: Awaited<ReturnType<typeof launchBrowser>>
  const visitors: Visitor[] = []

  beforeAll(async () => {
    town = await openTestHouse({ pages: await buildWhenStale('h5'), startsAt: '2026-11-24T02:00:00.000Z' })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await town?.close()
  })

  const look = async (screen: 'phone' | 'desk') => {
    const visitor = await visit(browser, town, screen)
    visitors.push(visitor)
    return visitor
  }
  const enter = async (who: RegExp, screen: 'phone' | 'desk') => {
    const visitor = await look(screen)
    await visitor.open('/')
    await visitor.button(who).click()
    await visitor.button('退出').waitFor()
    return visitor
  }
  /** What time itself does when it has come. */
  const goTo = async (at: string) => {
    town.setTime(at)
    await town.rooms.overdue.sweep()
    await town.rooms.transferReminders.sweep()
  }
  const toTransfer = async ({ open, button }: Visitor, caseId: string) => {
    await open(`/village/case/case?id=${caseId}`)
    await button('更多').click()
    await button('转给别的部门').click()
  }

  test('sent, forgotten, reminded, answered late through a link, closed, and told to the family', async () => {
    const { caseId } = await reportedCase(town, {
      forWhom: 'self',
      categories: ['schooling'],
      text: '我儿子考上大学，学费要 8000 元，家里只有我和他残疾爹，给有助学呢政策',
      phone: '19900000161',
    })
    const officer = await enter(/段干事/, 'desk')
    await toTransfer(officer, caseId)
    await officer.words('请他们办什么').waitFor()
    await officer.button('教育', 'radio').click()
    await officer.words(/沈主任 来接，他会收到消息/).waitFor()
    await officer.field('请他们办什么').fill('儿子考上大学，学费 8000 元，父亲残疾，想申请助学金')
    await officer.picture('transfer-send-desk')
    await officer.button('转给教育').click()
    await officer.words('等签收').waitFor()
    await officer.words('部门回音：').waitFor()
    await officer.button('催一催').scrollIntoViewIfNeeded()
    await officer.picture('transfer-case')

    // Nobody at the bureau looks: two weeks later the case has moved up, and the bureau was reminded.
    await goTo('2026-12-08T10:00:00.000Z')
    await goTo('2026-12-10T02:00:00.000Z')
    const desk = await enter(/段干事/, 'desk')
    await desk.button('转办台账').click()
    await desk.button(/^没办完 1/, 'radio').waitFor()
    await desk.button(/^超时 1/, 'radio').click()
    await desk.button(/打开 军政转〔2026〕1号/).click()
    await desk.words('到时间没有回音，自动催了').waitFor()
    await desk.picture('transfer-ledger-late')
    await desk.button('做一个链接，给没有登录的人').click()
    await desk.words('链接做好了，发给他').waitFor()
    await desk.picture('transfer-ledger-link')
    const address = (await desk.words(/\/pages\/transfer-link\/transfer-link\?t=/).textContent()) ?? ''

    // The bureau answers from a telephone, without an account.
    const contact = await look('phone')
    const { pathname, search } = new URL(address)
    await contact.open(pathname + search)
    await contact.words('儿子考上大学，学费 8000 元').waitFor()
    await contact.picture('transfer-link')
    await contact.field('您是谁').fill('沈主任')
    await contact.button('签收').click()
    await contact.field('办得怎样').fill('助学金批了 3000 元，开学前打卡')
    await contact.picture('transfer-link-reply')
    // What is half written outlives the page.
    await contact.page.reload()
    await contact.words('办得怎样').waitFor()
    expect(await contact.field('办得怎样').inputValue()).toBe('助学金批了 3000 元，开学前打卡')
    await contact.button('答复').click()
    await contact.words('已经答复了，谢谢').waitFor()
    await contact.picture('transfer-link-answered')
    await contact.open(pathname + search)
    await contact.words('已经答复了，谢谢').waitFor()
    expect(await contact.page.content()).not.toContain('助学金批了')

    const closer = await enter(/段干事/, 'desk')
    await closer.button('转办台账').click()
    await closer.button(/打开 军政转〔2026〕1号/).click()
    await closer.words('答复：沈主任').waitFor()
    await closer.picture('transfer-ledger-replied')
    await closer.button('销案').click()
    await closer.words(/段干事，今天 10:00 销案/).waitFor()
    await closer.picture('transfer-ledger-closed')
    await closer.button('看整条线索').click()
    await closer.button('结果告诉家里了').waitFor()
    await closer.words('助学金批了 3000 元').waitFor()

    // The answer had come back to the officer, who tells the family.
    expect(await town.rooms.mover.find(caseId)).toMatchObject({ owner: { calledAs: '段干事' } })
    const gone = await look('phone')
    await gone.open(pathname + search)
    await gone.words('这个链接不能用了').waitFor()
    await gone.picture('transfer-link-gone')
  })

  test('a contact who signs in finds it, and says that it is not theirs; the officer sends it elsewhere', async () => {
    const { caseId } = await reportedCase(town, {
      subjectName: '田小花',
      text: '田小花家老房子墙开裂，一下雨就怕',
      phone: '19900000162',
    })
    const officer = await enter(/段干事/, 'phone')
    await toTransfer(officer, caseId)
    await officer.button('教育', 'radio').click()
    await officer.picture('transfer-send-phone')
    await officer.button('转给教育').click()
    await officer.words('等签收').waitFor()

    const contact = await enter(/沈主任/, 'phone')
    await contact.button(/打开 田小花/).waitFor()
    await contact.picture('transfer-incoming')
    await contact.button(/打开 田小花/).click()
    await contact.button('签收').waitFor()
    await contact.picture('transfer-own')
    await contact.button('不归我们办').click()
    await contact.field('为什么不归你们办').fill('危房是住建的事')
    await contact.picture('transfer-own-refuse')
    await contact.button('不归我们办，退回去').click()
    await contact.words('退回去了：沈主任').waitFor()

    await officer.open(`/village/case/case?id=${caseId}`)
    await officer.words('危房是住建的事').first().waitFor()
    await officer.picture('transfer-case-refused')
    await officer.button('转给别的部门').first().click()
    await officer.words('教育退回来的，转给别的部门').waitFor()
    await officer.button('妇联', 'radio').click()
    await officer.words('这个部门没有人登录').waitFor()
    await officer.button('转给妇联').click()
    await officer.words('链接做好了，发给他').waitFor()
    await officer.picture('transfer-link-fresh')
    await officer.button('发给他了，回到线索').click()
    await officer.words('已销案').waitFor()
    await officer.button('他打电话说了，替他记').click()
    await officer.field('谁说的').fill('高主席')
    await officer.field('他怎么说').fill('下周去看')
    await officer.picture('transfer-said-by-phone')
    await officer.button('记下').click()
    await officer.words('答复：高主席').waitFor()
    await officer.button('这件转办销案').waitFor()
  })

  test('the ledger on a phone, and the contact’s list on a desk', async () => {
    const officer = await enter(/段干事/, 'phone')
    await officer.button('转办台账').click()
    await officer.button(/打开 军政转〔2026〕2号/).waitFor()
    await officer.picture('transfer-ledger-phone')
    await officer.button('改文号的开头').click()
    await officer.field('文号怎么开头').fill('军赛转')
    await officer.button('就这样').click()
    await officer.words('军赛转〔2026〕1号').waitFor()
    const contact = await enter(/沈主任/, 'desk')
    await contact.button('办过的', 'radio').click()
    await contact.button(/打开 田小花/).waitFor()
    await contact.picture('transfer-incoming-desk')
    const county = await enter(/尹科长/, 'desk')
    await county.button('转办台账').click()
    await county.button(/打开 军政转〔2026〕2号/).click()
    await county.picture('transfer-ledger-county')
    await county.button('催一催').waitFor({ state: 'hidden' })
  })

  test('no browser complained, and the server failed nowhere', () => {
    // A link that is good no more is answered with 404, which the browser notes by itself.
    const complaints = visitors.flatMap((visitor) => visitor.complaints)
    expect(complaints.filter((one) => !/404.*\/api\/transfer-links/.test(one))).toEqual([])
    expect(town.failures).toEqual([])
  })
})
