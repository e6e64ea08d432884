import ExcelJS from 'exceljs'
import { transferLedgerColumns } from '../../shared/domain/transfers'
import { reportedCase } from '../setup/moved-case'
import { sentTransfer, someMatter } from '../setup/sent-transfer'
import { openTestHouse, type TestHouse } from '../setup/test-house'

const begin = '2026-11-24T02:00:00.000Z'
const township = '530924205'

describe('the ledger of transfers, its numbers and its reminders', () => {
  let town: TestHouse
  let officer: string
  beforeEach(async () => {
    town = await openTestHouse({ startsAt: begin })
    officer = await town.signIn('officer')
  })
  afterEach(async () => {
    await town.close()
    expect(town.failures).toEqual([])
  })
  const goTo = async (at: string) => {
    town.setTime(at)
    officer = await town.signIn('officer')
  }
  const ledger = async (query: Record<string, string> = {}, as = officer) =>
    (await town.call('GET /api/townships/:township/transfers', as, { params: { township }, query })).reply
  const caseOf = async (caseId: string) =>
    (await town.call('GET /api/cases/:caseId', officer, { params: { caseId } })).reply
  const notices = async (person: string) =>
    (await town.call('GET /api/inbox', await town.signIn(person), { query: {} })).reply.items

  test('many sent at once: every number once and none left out; each year begins anew', async () => {
    const cases = []
    for (let n = 0; n < 8; n += 1)
      cases.push(await reportedCase(town, { text: `第${n}家`, subjectName: undefined, phone: undefined }))
    const stale = cases.map(({ version }, n) => (n % 4 === 3 ? version + 9 : version))
    const sent = await Promise.all(
      cases.map(({ caseId }, n) =>
        town.call('POST /api/cases/:caseId/transfer', officer, {
          params: { caseId },
          body: someMatter(stale[n] ?? 0, { matter: `第${n}件` }),
        }),
      ),
    )
    expect(sent.filter(({ status }) => status === 409)).toHaveLength(2)
    const numbers = (await ledger()).items.map(({ number }) => number)
    expect(numbers.sort()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `军政转〔2026〕${n}号`))

    // The last minute of the year in China, and the first.
    await goTo('2026-12-31T15:59:00.000Z')
    expect((await sentTransfer(town, officer)).case.transfers[0]?.number).toBe('军政转〔2026〕7号')
    await goTo('2026-12-31T16:00:00.000Z')
    expect((await sentTransfer(town, officer)).case.transfers[0]?.number).toBe('军政转〔2027〕1号')
    expect((await ledger()).years).toEqual([2027, 2026])
    expect((await ledger({ year: '2027' })).items).toHaveLength(1)
  }, 60_000)

  test('as Excel: the printed form’s columns, numbers of people masked, who took it is noted', async () => {
    const identity = '530924200803150011'
    const { transferId } = await sentTransfer(town, officer, {
      matter: `儿子考上大学，学费 8000 元，身份证 ${identity}`,
    })
    const contact = await town.signIn('contact-education')
    const params = { transferId }
    await town.call('POST /api/transfers/:transferId/reply', contact, {
      params,
      body: { reply: '批了 3000 元' },
    })
    await sentTransfer(town, officer, { department: 'housing' })
    const take = async (query: string, as = officer) => {
      const response = await fetch(`${town.base}/api/townships/${township}/transfers/sheet${query}`, {
        headers: { Authorization: `Bearer ${as}` },
      })
      expect(response.status).toBe(200)
      const book = new ExcelJS.Workbook()
      await book.xlsx.load(await response.arrayBuffer())
      const [sheet] = book.worksheets
      if (!sheet) throw new Error('The workbook is empty')
      return sheet
        .getSheetValues()
        .slice(3)
        .map((row) => (row as unknown[]).slice(1))
    }
    const [head, first, second, ...more] = await take('')
    expect(head).toEqual(transferLedgerColumns.map(({ label }) => label))
    expect(first?.slice(0, 2)).toEqual(['军政转〔2026〕1号', '教育'])
    expect(first?.[2]).toMatch(/^岩三木（彩靠村 半坡寨）：儿子考上大学/)
    expect(first?.slice(3)).toEqual(['2026-12-08', '沈主任', '2026-11-24', '批了 3000 元', '2026-11-24', ''])
    expect(second?.[1]).toBe('住建')
    expect(more).toEqual([])
    expect(JSON.stringify(first)).not.toContain(identity)
    expect(await take('?department=housing', await town.signIn('county'))).toHaveLength(2)
    const noted = await town.house.db
      .collection('audit_entries')
      .find({ action: 'transfer.export' })
      .toArray()
    expect(noted.map(({ subjectId, details }) => [subjectId, JSON.parse(String(details)).rows])).toEqual([
      [township, 2],
      [township, 1],
    ])
  })

  test('by department, by state and by page; who sees it', async () => {
    const education = await sentTransfer(town, officer)
    const contact = await town.signIn('contact-education')
    await town.call('POST /api/transfers/:transferId/reply', contact, {
      params: { transferId: education.transferId },
      body: { reply: '办了' },
    })
    await town.call('POST /api/cases/:caseId/transfers/:transferId/close', officer, {
      params: { caseId: education.caseId, transferId: education.transferId },
      body: { version: (await caseOf(education.caseId)).version },
    })
    await goTo('2026-11-25T02:00:00.000Z')
    const housing = await sentTransfer(town, officer, { department: 'housing' })
    await goTo('2026-12-09T10:00:01.000Z')
    const health = await sentTransfer(town, officer, { department: 'health' })
    const ids = async (query: Record<string, string>) => (await ledger(query)).items.map(({ id }) => id)
    expect(await ids({})).toEqual([health.transferId, housing.transferId, education.transferId])
    expect(await ids({ department: 'housing' })).toEqual([housing.transferId])
    expect(await ids({ sheet: 'open' })).toEqual([health.transferId, housing.transferId])
    expect(await ids({ sheet: 'overdue' })).toEqual([housing.transferId])
    expect(await ids({ sheet: 'closed' })).toEqual([education.transferId])
    expect(await ids({ year: '2025' })).toEqual([])
    const whole = await ledger()
    expect(whole.counts).toEqual({ open: 2, overdue: 1 })
    expect(whole.prefix).toBe('军政转')
    expect(whole.items[1]).toMatchObject({
      late: true,
      case: {
        id: housing.caseId,
        placeName: '彩靠村 半坡寨',
        events: expect.arrayContaining(['remind_transfer']),
      },
    })

    const lead = await town.signIn('lead')
    const county = await town.signIn('county')
    expect((await ledger({}, lead)).items).toHaveLength(3)
    const above = await ledger({}, county)
    expect(above.items).toHaveLength(3)
    expect(above.items[1]?.case.events).not.toContain('remind_transfer')
    const other = await town.call('GET /api/townships/:township/transfers', officer, {
      params: { township: '530924104' },
      query: {},
    })
    expect(other.status).toBe(404)
    for (const query of [{ sheet: 'lost' }, { year: '20266' }, { department: 'fishery' }, { after: '!' }]) {
      const wrong = await town.call('GET /api/townships/:township/transfers', officer, {
        params: { township },
        query: query as never,
      })
      expect(wrong.status).toBe(400)
    }
    expect((await ledger({ after: 'bm9uc2Vuc2U' })).items).toHaveLength(3)
  }, 60_000)

  test('pages follow without gap or double, at the township and at the department', async () => {
    const { caseId } = await sentTransfer(town, officer)
    const cases = town.house.db.collection('cases')
    const [work] = await cases.find().toArray()
    const [one] = work?.transfers ?? []
    const { ObjectId } = town.house.db.base.mongo
    const day = 86_400_000
    const many = Array.from({ length: 119 }, (_, n) => ({
      ...one,
      _id: new ObjectId(),
      serial: n + 2,
      number: `军政转〔2026〕${n + 2}号`,
      sentAt: new Date(one.sentAt.getTime() + Math.floor(n / 3) * day),
      answerBy: new Date(one.answerBy.getTime() + Math.floor(n / 3) * day),
    }))
    await cases.updateOne({ _id: work?._id }, { $set: { transfers: [one, ...many] } })
    const walk = async (
      page: (after?: string) => Promise<{ items: { id: string }[]; after: string | null }>,
    ) => {
      const seen: string[] = []
      let pages = 0
      for (let after: string | null | undefined; after !== null; pages += 1) {
        const got = await page(after)
        seen.push(...got.items.map(({ id }) => id))
        after = got.after
      }
      return { seen: new Set(seen).size, lines: seen.length, pages }
    }
    const whole = { seen: 120, lines: 120, pages: 3 }
    expect(await walk((after) => ledger(after ? { after } : {}))).toEqual(whole)
    const contact = await town.signIn('contact-education')
    const own = async (after?: string) =>
      (await town.call('GET /api/transfers', contact, { query: after ? { after } : {} })).reply
    expect(await walk(own)).toEqual(whole)
    expect((await ledger()).counts.open).toBe(100)
    expect(caseId).toBe(String(work?._id))
  })

  test('reminded by hand, and once by itself when the day has passed; each stands in the history', async () => {
    const { caseId, transferId, version } = await sentTransfer(town, officer)
    const params = { caseId, transferId }
    const asked = await town.call('POST /api/cases/:caseId/transfers/:transferId/remind', officer, {
      params,
      body: { version },
    })
    expect(asked.reply.link).toBeNull()
    expect(asked.reply.case.transfers[0]?.reminders).toEqual([
      { at: begin, by: { calledAs: '段干事', title: '乡社会救助经办人' } },
    ])
    expect(asked.reply.case.history.at(-1)?.told).toBe('乡里催了一次：教育')
    const stale = await town.call('POST /api/cases/:caseId/transfers/:transferId/remind', officer, {
      params,
      body: { version },
    })
    expect(stale.status).toBe(409)

    town.setTime('2026-12-08T09:59:59.000Z')
    expect(await town.rooms.transferReminders.sweep()).toBe(0)
    await goTo('2026-12-08T10:00:00.000Z')
    const sweeps = await Promise.all([1, 2, 3].map(() => town.rooms.transferReminders.sweep()))
    expect(sweeps.reduce((sum, n) => sum + n, 0)).toBe(1)
    expect(await town.rooms.transferReminders.sweep()).toBe(0)
    const late = await caseOf(caseId)
    expect(late.transfers[0]?.reminders[1]).toEqual({ at: '2026-12-08T10:00:00.000Z', by: null })
    expect(late.history.at(-1)).toMatchObject({ told: '到时间没有回音，自动催了一次：教育', by: null })
    expect((await notices('contact-education')).map(({ kind }) => kind).sort()).toEqual([
      'transfer_new',
      'transfer_reminder',
      'transfer_reminder',
    ])
    expect((await notices('officer')).map(({ kind }) => kind)).toContain('transfer_overdue')
    const seen = await town.call('GET /api/transfers', await town.signIn('contact-education'), { query: {} })
    expect(seen.reply.items[0]?.remindedAt).toBe('2026-12-08T10:00:00.000Z')
  })

  test('a department without a contact gets a new link with every reminder, and the old one is good no more', async () => {
    const sent = await sentTransfer(town, officer, { department: 'youth_league' })
    const params = { caseId: sent.caseId, transferId: sent.transferId }
    const open = async (token: string | undefined) =>
      (await town.call('GET /api/transfer-links/:token', null, { params: { token: token ?? '' } })).status
    const first = await town.call('POST /api/cases/:caseId/transfers/:transferId/remind', officer, {
      params,
      body: { version: sent.version },
    })
    expect(await open(first.reply.link?.token)).toBe(200)
    const second = await town.call('POST /api/cases/:caseId/transfers/:transferId/remind', officer, {
      params,
      body: { version: first.reply.case.version },
    })
    expect([await open(first.reply.link?.token), await open(second.reply.link?.token)]).toEqual([404, 200])
    expect(second.reply.case.transfers[0]?.link).toEqual({ expiresAt: '2026-12-24T02:00:00.000Z' })
  })

  test('a case that moved up because the department was late comes back with the answer', async () => {
    const { caseId, transferId } = await sentTransfer(town, officer)
    await goTo('2026-12-08T10:00:00.000Z')
    await town.rooms.overdue.sweep()
    await town.rooms.transferReminders.sweep()
    expect(await caseOf(caseId)).toMatchObject({ owner: { calledAs: '罗副乡长' }, state: 'transferred' })
    const received = await town.call(
      'POST /api/transfers/:transferId/receive',
      await town.signIn('contact-education'),
      { params: { transferId }, body: {} },
    )
    expect(received.status).toBe(200)
    expect((await caseOf(caseId)).owner.calledAs).toBe('罗副乡长')
    await goTo('2026-12-10T02:00:00.000Z')
    await town.call('POST /api/transfers/:transferId/reply', await town.signIn('contact-education'), {
      params: { transferId },
      body: { reply: '批了' },
    })
    const back = await caseOf(caseId)
    expect(back).toMatchObject({ owner: { calledAs: '段干事' }, clock: { label: '告诉家里' } })
    expect(back.dueAt).toBe('2026-12-15T10:00:00.000Z')
  })
})
