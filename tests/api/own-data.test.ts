import { randomUUID } from 'node:crypto'
import { sheetRows } from '../../server/tables/xlsx-rows'
import { auditEntryModel } from '../../server/trust/audit.model'
import { someReporter } from '../setup/own-data'
import { openTestHouse, type TestHouse } from '../setup/test-house'

describe('what is stored about me (PIPL arts. 14–16, 44–46)', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse()
  })
  afterAll(() => town.close())

  const look = async (token: string) => (await town.call('GET /api/my-data', token, {})).reply
  const auditOf = async (account: string) =>
    (await auditEntryModel(town.house.db).find({ subjectId: account }).lean()).map(({ action, details }) => ({
      action,
      details,
    }))

  test('is shown in plain numbers, with the phone masked, and is nobody else’s', async () => {
    const me = await someReporter(town)
    const photo = await me.photo()
    const position = { lat: 23.15, lng: 99.25, accuracyMetres: 20 }
    const { receipt } = await me.report({ photos: [photo], position, text: '我家老人病了' })
    const mine = await look(me.token)
    expect(mine.reports).toEqual([
      {
        receipt,
        sentAt: expect.any(String),
        open: true,
        about: '我家老人病了',
        phone: '199****0121',
        name: null,
        hasPosition: true,
        photoCount: 1,
        voiceCount: 0,
        additionCount: 0,
        removed: [],
      },
    ])
    expect(mine).toMatchObject({ byWeChat: false, sessionCount: 1, postTitles: [], consentStands: true })
    expect(mine.consents).toEqual([{ at: expect.any(String), kind: 'given', version: '2026-11-28', receipt }])
    expect((await look(await town.newResident())).reports).toEqual([])
    expect((await town.call('GET /api/my-data', null, {})).status).toBe(401)
  })

  test('is put right by oneself: what is being worked on has the new number, and its coordinator reads so', async () => {
    const me = await someReporter(town)
    const { receipt, caseId } = await me.report({ phone: undefined })
    const correct = (body: object) => town.call('PUT /api/my-data/contact', me.token, { body: body as never })
    const clientKey = randomUUID()
    const body = { clientKey, phone: '199 0000 0345', name: '岩二保' }
    for (const _time of [1, 2]) {
      const { reply } = await correct(body)
      expect(reply.reports).toEqual([
        expect.objectContaining({ phone: '199****0345', name: '岩二保', additionCount: 1 }),
      ])
    }
    const seen = await town.call('GET /api/cases/:caseId', await town.signIn('coordinator-203'), {
      params: { caseId },
    })
    expect(JSON.stringify(seen.reply)).toContain('更正：我的电话换了，请打新的；我叫岩二保。')
    expect(JSON.stringify(seen.reply)).toContain('199****0345')
    expect(JSON.stringify(await me.stored(receipt))).not.toContain('19900000345')
    const [first] = (await auditOf(me.account)).filter(({ action }) => action === 'own_data.correct')
    expect(first?.details).not.toContain('0345')
    for (const wrong of [
      { clientKey },
      { clientKey, phone: '12' },
      { clientKey, name: '<b>' },
      { phone: '19900000345' },
    ]) {
      const { status, problem } = await correct(wrong)
      expect([status, problem.fields?.length]).toEqual([400, 1])
    }
  })

  test('is taken along, whole and readable, as a page with its JSON and as a sheet; noted, and not without end', async () => {
    const me = await someReporter(town)
    const photo = await me.photo()
    const { receipt } = await me.report({ text: '断粮了 <script>alert(1)</script>', photos: [photo] })
    const get = (kind: string) =>
      town.send('GET', `/api/my-data/${kind}`, undefined, { Authorization: `Bearer ${me.token}` })
    const page = await get('page')
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.headers.get('content-disposition')).toContain('attachment')
    expect(page.text).toContain(`收条 ${receipt}`)
    expect(page.text).toContain('19900000121')
    expect(page.text).not.toContain('<script>')
    const [, json = ''] = /<pre>(.*)<\/pre>/s.exec(page.text) ?? []
    const { lines } = JSON.parse(
      json.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    )
    expect(lines).toContainEqual({
      part: `收条 ${receipt}`,
      what: '说的话',
      words: expect.stringContaining('断粮了'),
    })
    const link = lines.find(({ what }: { what: string }) => what === '照片').words
    const shown = await fetch(link)
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    const sheet = await fetch(`${town.base}/api/my-data/sheet`, {
      headers: { Authorization: `Bearer ${me.token}` },
    })
    const rows = sheetRows(Buffer.from(await sheet.arrayBuffer())).flat()
    expect(JSON.stringify(rows)).toContain('19900000121')
    expect((await auditOf(me.account)).filter(({ action }) => action === 'own_data.export')).toHaveLength(2)
    const more = await Promise.all(Array.from({ length: 4 }, () => get('page')))
    expect(more.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429])
  })

  test('consent is taken back: the position goes, nothing more is taken without it; agreeing again opens it', async () => {
    const me = await someReporter(town)
    const position = { lat: 23.15, lng: 99.25, accuracyMetres: 20 }
    const { receipt } = await me.report({ position })
    const withdraw = () => town.call('POST /api/my-data/consent/withdraw', me.token, { body: {} })
    const add = () =>
      town.call('POST /api/my-reports/:receipt/additions', me.token, {
        params: { receipt },
        body: { clientKey: randomUUID(), text: '又病重了' },
      })
    town.setTime('2026-11-24T02:05:00.000Z')
    for (const _time of [1, 2]) {
      const { status, reply } = await withdraw()
      expect(status).toBe(200)
      expect(reply).toMatchObject({ consentStands: false, reports: [{ hasPosition: false, open: true }] })
      expect(reply.consents.map(({ kind }) => kind)).toEqual(['withdrawn', 'given'])
    }
    expect((await me.stored(receipt))?.position).toBeNull()
    const refused = await add()
    expect([refused.status, refused.problem.detail ?? refused.problem.title]).toEqual([
      409,
      expect.stringContaining('重新同意'),
    ])
    const give = (version: string) => town.call('POST /api/my-data/consent', me.token, { body: { version } })
    expect((await give('soon')).status).toBe(400)
    town.setTime('2026-11-24T02:06:00.000Z')
    expect((await give('2026-11-28')).reply.consentStands).toBe(true)
    expect((await add()).status).toBe(201)
    // A report carries its own.
    town.setTime('2026-11-24T02:07:00.000Z')
    await withdraw()
    town.setTime('2026-11-24T02:08:00.000Z')
    await me.report({ phone: undefined })
    expect((await look(me.token)).consentStands).toBe(true)
    expect(
      (await auditOf(me.account)).map(({ action }) => action).filter((one) => one.startsWith('consent.')),
    ).toEqual(['consent.withdrawn', 'consent.given', 'consent.withdrawn'])
  })

  test('the position of what is kept apart stays while it is open, whoever takes consent back', async () => {
    const me = await someReporter(town)
    const position = { lat: 23.15, lng: 99.25, accuracyMetres: 20 }
    const { receipt, caseId } = await me.report({ position, text: '他家男人天天打娃娃，娃娃身上都是伤' })
    expect((await town.rooms.mover.find(caseId)).track).toBe('abuse')
    await town.call('POST /api/my-data/consent/withdraw', me.token, { body: {} })
    expect((await me.stored(receipt))?.position).not.toBeNull()
  })

  test('the server failed nowhere', () => expect(town.failures).toEqual([]))
})
