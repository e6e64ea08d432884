import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { mp3 } from '../setup/some-voice'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(180_000)

describeInBrowser(
  'done without signal, while somebody else was quicker: both sides stand beside each other',
  () => {
    let town: TestHouse
    let browser: Browser
    let coordinator: Visitor
    const machine = createServer((_request, response) => {
      response.end(JSON.stringify({ text: '老人摔了一跤，在床上躺了三天，家里没有米了' }))
    })

    beforeAll(async () => {
      await new Promise<void>((listening) => machine.listen(0, '127.0.0.1', listening))
      const { port } = machine.address() as AddressInfo
      town = await openTestHouse({
        pages: await buildWhenStale('h5'),
        env: { TRANSCRIBER_URL: `http://127.0.0.1:${port}/`, TRANSCRIBER_LOCAL: '1' },
      })
      browser = await launchBrowser()
      coordinator = await visit(browser, town, 'phone')
      const resident = await town.newResident()
      const form = new FormData()
      form.append('file', new Blob([new Uint8Array(mp3(42))]), 'voice.mp3')
      const { json } = await town.send('POST', '/api/attachments?seconds=42', form, {
        Authorization: `Bearer ${resident}`,
      })
      const body = someReport({ text: '', voices: [(json as { id: string }).id] })
      await town.call('POST /api/reports', resident, { body })
      await town.rooms.transcribe()
    })
    afterAll(async () => {
      await browser?.close()
      await town?.close()
      await new Promise((closed) => machine.close(closed))
    })

    const onlyCase = async () => {
      const secretary = await town.signIn('secretary-203')
      const found = await town.house.db.collection('cases').findOne({})
      const params = { caseId: String(found?._id) }
      return {
        secretary,
        params,
        work: (await town.call('GET /api/cases/:caseId', secretary, { params })).reply,
      }
    }

    test('what a machine understood stands below the recording, and says that it may be wrong', async () => {
      const { button, words, picture } = coordinator
      await coordinator.open('/')
      await button(/鲍老师/).click()
      await button('打开 岩三木').click()
      await words('机器转写，可能有误').waitFor()
      await words(/在床上躺了三天/).scrollIntoViewIfNeeded()
      await picture('transcript')
    })

    test('taken without signal it waits, and says so', async () => {
      const { context, button, words, picture } = coordinator
      await context.setOffline(true)
      await button('我接了').click()
      await words(/我接了：没有信号。已存在手机里/).waitFor()
      await words(/我接了：没有信号。已存在手机里/).scrollIntoViewIfNeeded()
      await picture('deed-waits')
    })

    test('somebody else took it meanwhile: 我写的 and 现在的, and it becomes a note', async () => {
      const { context, page, button, words, picture } = coordinator
      const { secretary, params, work } = await onlyCase()
      await town.call('POST /api/cases/:caseId/accept', secretary, {
        params,
        body: { version: work.version },
      })
      await context.setOffline(false)
      await page.evaluate(() => window.dispatchEvent(new Event('online')))
      await words('我写的').waitFor()
      await words('现在的').waitFor()
      await words('我写的').scrollIntoViewIfNeeded()
      await picture('two-sides')
      await button('换成大字').click()
      await words('我写的').scrollIntoViewIfNeeded()
      await picture('two-sides-large')
      await button('把我写的记在经过里').click()
      await words(/^记了一句：我接了/).waitFor()
      const after = (await onlyCase()).work
      expect(after.owner.calledAs).toBe('周书记')
      expect(after.history.filter(({ told }) => told.startsWith('记了一句'))).toHaveLength(1)
    })

    test('nothing else was wrong', () => {
      expect(coordinator.complaints.filter((one) => !/ERR_INTERNET_DISCONNECTED|409/.test(one))).toEqual([])
      expect(town.failures).toEqual([])
    })
  },
)
