import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(180_000)

describeInBrowser('a township’s lead sets its clocks', () => {
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
    await visitor.page.waitForURL(/triage/)
    await visitor.open('/township/settings/settings')
    await visitor.words('哪一步').or(visitor.words('协理员接单')).first().waitFor()
    return visitor
  }
  const field = (visitor: Visitor, side: string) => visitor.field(`${side}，多久`)
  /** Picks a unit on one of the two sides of the form. */
  const unit = (visitor: Visitor, side: '紧急' | '一般', words: string) =>
    visitor.page
      .locator('.clock-form .field')
      .filter({ hasText: side })
      .first()
      .getByRole('radio', { name: words })
      .click()
  const shown = (visitor: Visitor, label: string) =>
    visitor.page.locator('.clock').filter({ hasText: label }).first()

  test('changed in its place with a reason; what a published rule forbids is said while one types', async () => {
    const lead = await enter(/罗副乡长/, 'desk')
    await shown(lead, '入户核实').scrollIntoViewIfNeeded()
    await lead.picture('clocks-desk')
    await lead.button('改“入户核实”').click()
    await lead.words('先写为什么改').waitFor()
    await field(lead, '一般').fill('５')
    await unit(lead, '紧急', '分钟')
    await field(lead, '紧急').fill('3')
    await lead.words('最短 5 分钟').waitFor()
    await unit(lead, '紧急', '小时')
    await field(lead, '紧急').fill('1.5')
    await lead.field('为什么改').fill('山高路远，一天走不到')
    await lead.picture('clocks-form')
    await lead.button('就按这样改').click()
    await lead.words('“入户核实”改好了：紧急 1 小时 30 分钟，一般 5 个工作日').waitFor()
    const row = await shown(lead, '入户核实').textContent()
    for (const words of ['默认 24 小时', '默认 3 个工作日', '乡分管领导罗副乡长改的', '山高路远，一天走不到'])
      expect(row).toContain(words)
    await lead.picture('clocks-changed')

    await lead.button('改“低保审核确认”').click()
    await field(lead, '一般').fill('40')
    await lead.words('规定的是 30 个工作日，只能改短，不能改长').waitFor()
    await lead.words('先把上面改对').waitFor()
    await lead.button('改“低保审核确认”').scrollIntoViewIfNeeded()
    await lead.picture('clocks-statutory')
    await lead.button('不改了').click()
    const rules = await town.rooms.deadlines.rulesOf('530924205')
    expect(rules.clocks.filter(({ own }) => own).map(({ clock }) => clock)).toEqual(['home_visit'])
  })

  test('who was quicker is said and what was typed stays; the default can be put back, on a phone too', async () => {
    const lead = await enter(/罗副乡长/, 'phone')
    await lead.button('改“入户核实”').click()
    await field(lead, '一般').fill('4')
    await lead.field('为什么改').fill('路修好了一半')
    const other = await town.signIn('lead')
    await town.call('PUT /api/townships/:township/clocks/:clock', other, {
      params: { township: '530924205', clock: 'filing' },
      body: { version: 1, allowances: { urgent: { days: 5 }, ordinary: { days: 9 } }, reason: '县里要得急' },
    })
    await lead.button('就按这样改').click()
    await lead.words('乡分管领导罗副乡长刚才改了“报县备案”').waitFor()
    expect(await field(lead, '一般').inputValue()).toBe('4')
    await lead.button('就按这样改').scrollIntoViewIfNeeded()
    await lead.picture('clocks-overtaken')
    await lead.button('就按这样改').click()
    await lead.words('“入户核实”改好了').waitFor()

    await lead.button('改“入户核实”').click()
    await lead.field('为什么改').fill('路全修好了')
    await lead.button(/^改回默认/).click()
    await lead.words('“入户核实”改回了默认：紧急 24 小时，一般 3 个工作日').waitFor()
    await shown(lead, '入户核实').scrollIntoViewIfNeeded()
    await lead.picture('clocks-phone')
    expect(await town.rooms.deadlines.allowance('530924205', 'home_visit', 'ordinary')).toEqual({
      workingDays: 3,
    })
  })

  test('what is typed survives the app; changed by another meanwhile, both sides stand beside each other', async () => {
    const lead = await enter(/罗副乡长/, 'phone')
    await lead.button('改“入户核实”').click()
    await field(lead, '一般').fill('2')
    await lead.field('为什么改').fill('雨季过了')
    await lead.page.reload()
    await lead.button('改“入户核实”').click()
    expect(await field(lead, '一般').inputValue()).toBe('2')
    const other = await town.signIn('lead')
    const params = { township: '530924205' }
    const { version } = (await town.call('GET /api/townships/:township/clocks', other, { params })).reply
    const changed = await town.call('PUT /api/townships/:township/clocks/:clock', other, {
      params: { ...params, clock: 'home_visit' },
      body: {
        version,
        allowances: { urgent: { hours: 24 }, ordinary: { workingDays: 4 } },
        reason: '人手少',
      },
    })
    expect(changed.status).toBe(200)
    await lead.page.reload()
    await lead.button('改“入户核实”').click()
    await lead.words('您写了以后，别人改过“入户核实”').waitFor()
    await lead.words('4 个工作日').waitFor()
    await lead.words('我写的').scrollIntoViewIfNeeded()
    await lead.picture('clocks-two-sides')
    await lead.button('接着用我写的').click()
    expect(await lead.field('为什么改').inputValue()).toBe('雨季过了')
    await lead.button('就按这样改').click()
    await lead.words('“入户核实”改好了：紧急 24 小时，一般 2 个工作日').waitFor()
  })

  test('an officer reads them and has nothing to change them with', async () => {
    const officer = await enter(/段干事/, 'desk')
    await officer.words('只有分管领导能改').waitFor()
    expect(await officer.button(/^改“/).count()).toBe(0)
  })

  test('no browser complained, but of the change that came too late', () => {
    const complaints = visitors.flatMap(({ complaints: said }) => said)
    expect(complaints.filter((said) => !/409/.test(said))).toEqual([])
    expect(town.failures).toEqual([])
  })
})
