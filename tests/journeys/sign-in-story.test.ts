import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(180_000)

describeInBrowser('where there is no WeChat, the desk lets its people in by one-time codes', () => {
  let town: TestHouse
  let browser: Awaited<ReturnType<typeof launchBrowser>>
  const visitors: Visitor[] = []
  /** The first one of the desk, as `npm run staff:add` puts them in and prints their code. */
  const first = { role: 'township_lead', territory: '530924205', name: '赵副乡长', phone: '19900000841' }

  beforeAll(async () => {
    // As in production: nobody is an invented person, and no phone can confirm.
    town = await openTestHouse({ pages: await buildWhenStale('h5'), env: { DEMO: '0' } })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await town?.close()
  })
  const come = async (screen: 'phone' | 'desk') => {
    const visitor = await visit(browser, town, screen)
    visitors.push(visitor)
    return visitor
  }

  test('the lead types the printed code; makes one for the coordinator, who opens the link on a phone', async () => {
    const { addFirstStaff, bringInByOperator } = await import('../../server/people/first-staff')
    await addFirstStaff(town.rooms, first)
    const printed = await bringInByOperator(town.rooms, first.phone)

    const lead = await come('desk')
    await lead.open('/pages/sign-in/sign-in')
    await lead.words('用登录码登录').waitFor()
    await lead.field('登录码').fill(printed.code.replace(/(\d{4})/g, '$1 '))
    await lead.field('您手机号的后四位').fill('0840')
    await lead.button('登录').click()
    await lead.words('登录码或者手机号后四位不对').waitFor()
    await lead.picture('sign-in-code-wrong')
    await lead.field('您手机号的后四位').fill('0841')
    await lead.button('登录').click()
    await lead.words('赵副乡长').waitFor()

    await lead.open('/township/settings/settings')
    await lead.button('彩靠村加一个人').click()
    await lead.button('村社会救助协理员', 'radio').click()
    await lead.field('称呼').fill('白老师')
    await lead.field('手机号').fill('19900000842')
    await lead.button('加上').click()
    await lead.button('给白老师开登录码').click()
    await lead.words('给白老师开一个登录码？').waitFor()
    await lead.button(/^开登录码$/).click()
    await lead.words('白老师的登录码').waitFor()
    await lead.words('白老师的登录码').scrollIntoViewIfNeeded()
    await lead.picture('sign-in-code-made')
    const address = await lead.words(/\/pages\/sign-in\/sign-in\?c=\d{12}/).textContent()

    const coordinator = await come('phone')
    await coordinator.open(new URL(address ?? '').pathname + new URL(address ?? '').search)
    await coordinator.words('您手机号的后四位').waitFor()
    await coordinator.picture('sign-in-code-link')
    await coordinator.field('您手机号的后四位').fill('０８４２')
    await coordinator.button('登录').click()
    await coordinator.words('白老师').waitFor()
    await coordinator.picture('sign-in-code-in')

    const finder = await come('phone')
    await finder.open(new URL(address ?? '').pathname + new URL(address ?? '').search)
    await finder.field('您手机号的后四位').fill('0842')
    await finder.button('登录').click()
    await finder.words('就是用过了、过期了').waitFor()
  })

  test('no browser complained but of what was refused', () => {
    const complaints = visitors.flatMap((visitor) => visitor.complaints)
    expect(complaints.filter((words) => !/status of 404/.test(words))).toEqual([])
    expect(town.failures).toEqual([])
  })
})
