import type { Browser } from 'playwright-core'
import { buildWhenStale } from '../../config/build-when-stale'
import { pageScripts } from '../../shared/domain/page-scripts'
import { describeInBrowser, launchBrowser, withMicrophone } from '../setup/browser'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(180_000)

/** A browser that has a voice for Mandarin: what it is given to say is kept, and said when the test says so. */
function withVoice() {
  const said: SpeechSynthesisUtterance[] = []
  Object.assign(window, { said })
  Object.defineProperty(window, 'speechSynthesis', {
    value: {
      getVoices: () => [
        { lang: 'en-US', name: 'English' },
        { lang: 'zh-CN', name: '中文' },
      ],
      speak: (utterance: SpeechSynthesisUtterance) => said.push(utterance),
      cancel: () => undefined,
    },
  })
  Object.assign(window, {
    SpeechSynthesisUtterance: class {
      constructor(public text: string) {}
    },
  })
}

describeInBrowser('pages are read aloud (R14)', () => {
  let town: TestHouse
  let browser: Browser
  const everyone: Visitor[] = []

  beforeAll(async () => {
    town = await openTestHouse({ pages: await buildWhenStale('h5') })
    browser = await launchBrowser(withMicrophone)
  })
  afterAll(async () => {
    await browser?.close()
    await town?.close()
  })
  const come = async (screen: 'phone' | 'desk') => {
    const visitor = await visit(browser, town, screen)
    everyone.push(visitor)
    return visitor
  }

  test('where the browser has no Chinese voice and nothing is recorded, nothing is offered', async () => {
    const villager = await come('phone')
    await villager.context.addInitScript(() => {
      Object.defineProperty(window, 'speechSynthesis', {
        value: { getVoices: () => [{ lang: 'en-US' }], addEventListener: () => undefined },
      })
    })
    await villager.open('/pages/card/card?c=demo0203')
    await villager.words('能帮上什么').waitFor()
    expect(await villager.words('听一听').count()).toBe(0)
  })

  test('a browser with a Chinese voice says what stands on the page, and stops at a tap', async () => {
    const villager = await come('phone')
    await villager.context.addInitScript(withVoice)
    await villager.open('/pages/card/card?c=demo0203')
    await villager.button('听一听（普通话）').click()
    await villager.button('停下').waitFor()
    const said = await villager.page.evaluate(() => {
      const { said } = window as unknown as { said: { text: string; lang: string }[] }
      return said.map(({ text, lang }) => ({ text, lang }))
    })
    expect(said).toEqual([{ text: pageScripts.card.sentences.join(''), lang: 'zh-CN' }])
    await villager.button('停下').click()
    await villager.button('听一听（普通话）').waitFor()
  })

  test('the officer sees what is to be read, records it, and a villager hears it', async () => {
    const desk = await come('desk')
    await desk.open('/')
    await desk.button(/段干事/).click()
    await desk.page.waitForFunction(() => localStorage.getItem('zaofaxian.session.person') !== null)
    await desk.open('/township/settings/settings')
    await desk.words(`佤语还缺 ${Object.keys(pageScripts).length} 段`).waitFor()
    await desk.words(pageScripts.home.sentences[0]).waitFor()
    await desk.button('录一段').first().click()
    await desk.button(/^念完了 0:0[1-9]/).click()
    await desk.words(`佤语还缺 ${Object.keys(pageScripts).length - 1} 段`).waitFor()
    await desk.words('念给人听').scrollIntoViewIfNeeded()
    await desk.picture('recordings')

    const villager = await come('phone')
    await villager.open('/')
    await villager.button('听一听（佤语）').click()
    await villager.button('停下').waitFor()
    await villager.picture('read-aloud')

    await desk.button(/^删掉第 1 段录音/).click()
    await desk.words(`佤语还缺 ${Object.keys(pageScripts).length} 段`).waitFor()
  })

  test('nobody’s browser complained, and the server failed nowhere', () => {
    expect(everyone.flatMap(({ complaints }) => complaints)).toEqual([])
    expect(town.failures).toEqual([])
  })
})
