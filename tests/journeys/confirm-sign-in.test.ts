import type { Browser } from 'playwright-core'
import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(180_000)

describeInBrowser('a computer at the office is signed in by the phone of whoever sits there', () => {
  let town: TestHouse
  let browser: Browser
  let phone: Visitor
  const visitors: Visitor[] = []

  beforeAll(async () => {
    town = await openTestHouse({ pages: await buildWhenStale('h5') })
    browser = await launchBrowser()
    const nowhere = someReport({ card: undefined, place: {} })
    await town.call('POST /api/reports', await town.newResident(), { body: nowhere })
    phone = await come('phone')
    await phone.open('/')
    await phone.button(/段干事/).click()
    await phone.words('件等着派').waitFor()
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
  /** Another computer asks to be let in; what its screen says. */
  const askAtDesk = async () => {
    const desk = await come('desk')
    await desk.open('/')
    await desk.button('工作人员登录').click()
    const digits = (await desk.words(/^\d{3} \d{3}$/).textContent()) ?? ''
    return { desk, digits }
  }
  const typeOnPhone = async (digits: string) => {
    await phone.open('/pages/account/account')
    await phone.button('确认电脑登录').click()
    await phone.field('电脑上的六位数字').fill(digits)
    await phone.button('看看是哪台电脑').click()
    await phone.words('是您在这台电脑上登录吗？').waitFor()
  }

  test('the phone says which computer asks, and 是我 lets it in', async () => {
    const { desk, digits } = await askAtDesk()
    await desk.picture('confirm-desk-waits')
    await typeOnPhone(digits)
    await phone.words('Linux 电脑 · 谷歌浏览器').waitFor()
    await phone.picture('confirm-phone-asks')
    await phone.button('是我，登录').click()
    await phone.words('确认了，看电脑上，已经登录了。').waitFor()
    await phone.picture('confirm-phone-done')
    await desk.words('件等着派').waitFor()
    await desk.words('段干事').waitFor()
    await desk.picture('confirm-desk-in')
  })

  test('ended from the phone in the middle of a form: the computer says so, has a way on, and nothing is lost', async () => {
    const desk = visitors.at(-1) as Visitor
    await desk.button('记一个电话或者来访').click()
    await desk.field('出了什么事').fill('河边寨罗大妹家断粮了')
    await desk.words('会到彩靠村').waitFor()
    await phone.open('/pages/account/account')
    await phone.button('让它退出：Linux 电脑 · 谷歌浏览器').click()
    await phone.button('让它退出：Linux 电脑 · 谷歌浏览器').waitFor({ state: 'hidden' })
    await desk.field('谁家').fill('罗大妹')
    await desk.words('登录过期了。写了一半的都存着，重新登录了接着写。').waitFor()
    await desk.picture('confirm-desk-ended')
    await desk.button('重新登录').click()
    await typeOnPhone((await desk.words(/^\d{3} \d{3}$/).textContent()) ?? '')
    await phone.button('是我，登录').click()
    await desk.words('件等着派').waitFor()
    await desk.button('记一个电话或者来访').click()
    await desk.words('会到彩靠村').waitFor()
    expect(await desk.field('出了什么事').inputValue()).toBe('河边寨罗大妹家断粮了')
    expect(await desk.field('谁家').inputValue()).toBe('罗大妹')
    await desk.picture('confirm-desk-again')
  })

  test('不是我 lets nobody in, and the computer says so and has a way on', async () => {
    const { desk, digits } = await askAtDesk()
    await typeOnPhone(digits)
    await phone.button('不是我').click()
    await phone.words('没有登录。要是常有人这样问您，告诉乡里。').waitFor()
    await desk.words('手机上说不是本人，这次没有登录。').waitFor()
    await desk.picture('confirm-desk-refused')
    await desk.button('换一个新的码').click()
    await desk.words(/^\d{3} \d{3}$/).waitFor()
  })

  test('digits that are nobody’s are told so, and stay to be mended', async () => {
    await phone.open('/pages/confirm-sign-in/confirm-sign-in')
    await phone.field('电脑上的六位数字').fill('０００ ０００')
    await phone.button('看看是哪台电脑').click()
    await phone.page.getByRole('alert').filter({ visible: true }).waitFor()
    await phone.picture('confirm-phone-wrong')
    expect(await phone.field('电脑上的六位数字').inputValue()).toBe('０００ ０００')
  })

  test('no browser complained but of what was refused', () => {
    const complaints = visitors.flatMap((visitor) => visitor.complaints)
    expect(complaints.filter((words) => !/status of (401|404|410)/.test(words))).toEqual([])
    expect(town.failures).toEqual([])
  })
})
