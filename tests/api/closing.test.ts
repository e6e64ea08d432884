import { randomUUID } from 'node:crypto'
import ExcelJS from 'exceljs'
import { Types } from 'mongoose'
import { picked } from '../../server/casework/filing-draws.service'
import { urgentLedgerColumns } from '../../shared/domain/urgent-ledger'
import { caseHands, workedOnAt } from '../setup/some-case'
import { someForm, someVisit } from '../setup/some-visit'
import { openTestHouse, type TestHouse } from '../setup/test-house'

const township = '530924205'
const params = { township }
const query = { period: '2026-11' }
/** Fails the checksum on purpose, as every identity number of the tests. */
const identity = '530924195001010011'

describe('from the result that is told to the closing (R2, R4, R11, R12)', () => {
  let town: TestHouse
  let hands: ReturnType<typeof caseHands>
  beforeAll(async () => {
    town = await openTestHouse()
    hands = caseHands(town)
  })
  afterAll(() => town.close())
  afterEach(() => expect(town.failures).toEqual([]))

  const as = (person: string) => town.signIn(person)
  const versionOf = async (id: string) => (await town.rooms.mover.find(id)).version

  /** A case with one visit and a transfer that came to nothing: in relief with everything settled. */
  const settled = async (name: string) => {
    const { caseId, phone, receipt } = await hands.report({
      forWhom: 'self',
      subjectName: name,
      phone: undefined,
    })
    const visited = await town.call('POST /api/cases/:caseId/visits', await as('coordinator-203'), {
      params: { caseId },
      body: someVisit({}, someForm({ head: name, idNumber: identity, category: 'minimum_living' })),
    })
    expect(visited.reply).toMatchObject({ moved: true })
    const given = await town.call('POST /api/cases/:caseId/advance-relief', await as('officer'), {
      params: { caseId },
      body: {
        version: await versionOf(caseId),
        clientKey: randomUUID(),
        type: 'temporary_urgent',
        amount: '800',
        giver: '段干事',
        receiver: name,
        relation: '本人',
        happenedAt: '2026-11-24T05:00:00.000Z',
        kinOfStaff: null,
      },
    })
    const [item] = given.reply.relief
    if (!item) throw new Error('Nothing was given')
    return { caseId, phone, receipt, item }
  }
  /** The same with its paperwork complete: nothing is under way any more. */
  const done = async (name: string) => {
    const begun = await settled(name)
    const { caseId, item } = begun
    const materials = item.materials.map(({ code }) => ({ code, status: 'received' as const }))
    for (const work of [{ does: 'tick' as const, materials }, { does: 'finish_paperwork' as const }]) {
      const { status } = await town.call('POST /api/cases/:caseId/relief-work', await as('officer'), {
        params: { caseId },
        body: { version: await versionOf(caseId), item: item.id, work },
      })
      expect(status).toBe(200)
    }
    return begun
  }
  const answer = async (caseId: string, explanation = '临时救助 800 元，打到卡上了') =>
    town.call('POST /api/cases/:caseId/answer', await as('officer'), {
      params: { caseId },
      body: { version: await versionOf(caseId), how: 'visit', explanation },
    })
  const found = {
    happenedAt: '2026-11-24T06:30:00.000Z',
    how: 'phone' as const,
    knowsResult: true,
    arrived: true,
    amountRight: true,
    satisfied: 'yes' as const,
  }
  const followUp = async (
    caseId: string,
    changes: Partial<typeof found> & { words?: string } = {},
    newTrouble = '',
  ) =>
    town.call('POST /api/cases/:caseId/follow-ups', await as('coordinator-203'), {
      params: { caseId },
      body: { version: await versionOf(caseId), followUp: { ...found, ...changes }, newTrouble },
    })
  const own = async (phone: string, receipt: string) =>
    (await town.call('GET /api/my-reports/:receipt', await town.newResident(phone), { params: { receipt } }))
      .reply

  test('while something is under way the family cannot be told that all is done', async () => {
    const { caseId } = await settled('岩一')
    const early = await answer(caseId)
    expect([early.status, early.problem.detail]).toEqual([409, '还有没办完的救助或者转办'])
  })

  test('the result is told, read by the family, followed up, filed, marked by the county, and closed by time', async () => {
    const { caseId, phone, receipt } = await done('岩二')
    const told = await answer(caseId)
    expect(told.reply).toMatchObject({ state: 'answered', clock: { label: '回访' } })
    const read = await own(phone, receipt)
    expect(read).toMatchObject({ stage: 'done', canRate: true, rated: null })
    expect(read.steps.at(-1)?.told).toBe('上门把结果告诉了家里：临时救助 800 元，打到卡上了')

    town.setTime('2026-11-24T07:00:00.000Z')
    const unpaid = await followUp(caseId, { arrived: false, words: '钱还没有到' })
    expect(unpaid.reply).toMatchObject({ state: 'answered', clock: { label: '回访' } })
    const inOrder = await followUp(caseId, { happenedAt: '2026-11-24T06:50:00.000Z' })
    expect(inOrder.reply).toMatchObject({ state: 'answered', clock: { label: '报县备案' } })

    const list = await town.call('GET /api/townships/:township/filings', await as('officer'), {
      params,
      query,
    })
    const family = list.reply.waiting.find(({ id }) => id === caseId)
    expect(family?.cells).toMatchObject({
      head: '岩二',
      identity: '530924********0011',
      people: '2',
      health: '慢性病',
      labour: '无劳动能力',
      causes: '因病',
      degree: '一般困难',
      category: '低保',
      foundBy: '群名片',
      foundAt: '2026-11-24',
      verifiedBy: '协理员 鲍老师、村党总支书记 周书记',
      relief: '临时救助（急难型）',
      amount: '800',
      followUp: '知道结果，钱物到了，数目对，满意',
    })
    const chosen = { id: caseId, version: family?.version ?? 0 }
    const filed = await town.call('POST /api/townships/:township/filings', await as('officer'), {
      params,
      body: { period: '2026-11', cases: [chosen] },
    })
    expect(filed.reply).toEqual({ done: 1, refused: [] })
    const again = await town.call('POST /api/townships/:township/filings', await as('lead'), {
      params,
      body: { period: '2026-11', cases: [chosen] },
    })
    expect(again.reply).toMatchObject({ done: 0, refused: [{ id: caseId }] })
    const marked = await town.call('POST /api/townships/:township/filings/marks', await as('county'), {
      params,
      body: { cases: [{ id: caseId, version: await versionOf(caseId) }] },
    })
    expect(marked.reply.done).toBe(1)

    const draw = async (who: string, count: number) =>
      town.call('POST /api/townships/:township/filings/draws', await as(who), {
        params,
        body: { period: '2026-11', count },
      })
    expect((await draw('officer', 1)).status).toBe(403)
    const drawn = await draw('county', 50)
    expect(drawn.reply).toMatchObject({ by: { calledAs: '尹科长' }, among: drawn.reply.cases.length })
    expect(drawn.reply.cases).toContain(caseId)
    // Nobody is drawn twice, and whoever has the seed can draw again.
    expect(await draw('county', 1)).toMatchObject({ status: 400, problem: { fields: [{ field: 'period' }] } })
    const ids = drawn.reply.cases.map((id) => new Types.ObjectId(id))
    expect(picked([...ids].reverse(), drawn.reply.seed, 50).map(String)).toEqual(drawn.reply.cases)
    expect(picked(ids, drawn.reply.seed, 0)).toEqual([])
    const seen = await town.call('GET /api/townships/:township/filings', await as('officer'), {
      params,
      query,
    })
    expect(seen.reply.draws).toEqual([drawn.reply])

    const rated = await town.call('POST /api/my-reports/:receipt/rating', await town.newResident(phone), {
      params: { receipt },
      body: { satisfied: 'yes', words: '谢谢' },
    })
    expect(rated.reply).toMatchObject({ canRate: false, rated: 'yes' })

    const { dueAt, clock } = await town.rooms.mover.find(caseId)
    expect(clock).toBe('sampling')
    town.setTime(dueAt.toISOString())
    await town.rooms.overdue.sweep()
    expect(await town.rooms.mover.find(caseId)).toMatchObject({ state: 'closed', clock: null, open: false })
    expect((await own(phone, receipt)).ended).toContain('销案')
    town.setTime(workedOnAt)
  })

  test('who is filed before the follow-up is followed up all the same, and not closed without it', async () => {
    const { caseId } = await done('岩三')
    await answer(caseId)
    await town.call('POST /api/townships/:township/filings', await as('officer'), {
      params,
      body: { period: '2026-11', cases: [{ id: caseId, version: await versionOf(caseId) }] },
    })
    expect(await town.rooms.mover.find(caseId)).toMatchObject({ state: 'filed', clock: 'follow_up' })
    const close = await town.call('POST /api/cases/:caseId/close', await as('officer'), {
      params: { caseId },
      body: { version: await versionOf(caseId) },
    })
    expect([close.status, close.problem.detail]).toEqual([409, '还没有回访'])
    town.setTime('2026-11-24T07:00:00.000Z')
    expect((await followUp(caseId)).reply).toMatchObject({ state: 'filed', clock: { label: '县里抽查' } })
    town.setTime(workedOnAt)
  })

  test('new trouble that is heard at a follow-up opens the case anew, in the village’s hands', async () => {
    const { caseId } = await done('岩四')
    await answer(caseId)
    town.setTime('2026-11-24T07:00:00.000Z')
    const anew = await followUp(caseId, {}, '又住院了')
    expect(anew.reply).toMatchObject({ state: 'accepted', owner: { calledAs: '鲍老师' } })
    expect(anew.reply.history.at(-1)?.told).toContain('新的难处：又住院了')
    town.setTime(workedOnAt)
  })

  test.each([
    [{ happenedAt: '2026-11-24T23:00:00.000Z' }, '还没到这个时间'],
    [{ happenedAt: '2026-11-24T01:00:00.000Z' }, '比告诉家里结果还早'],
  ])('a follow-up of %j cannot have been', async (changes, message) => {
    const { caseId } = await done(`岩${'五六七八'[changes.happenedAt.charCodeAt(11) % 4]}`)
    await answer(caseId)
    const { status, problem } = await followUp(caseId, changes)
    expect([status, problem.fields?.[0]]).toEqual([
      400,
      { in: 'body', field: 'followUp.happenedAt', message },
    ])
  })

  test('nobody rates what they did not report, or twice, or before they were told', async () => {
    const { caseId, phone, receipt } = await done('岩九')
    const rate = async (device: string) =>
      town.call('POST /api/my-reports/:receipt/rating', await town.newResident(device), {
        params: { receipt },
        body: { satisfied: 'no' },
      })
    expect((await rate(phone)).status).toBe(409)
    await answer(caseId)
    expect((await rate(town.newDeviceKey())).status).toBe(404)
    expect((await rate(phone)).status).toBe(200)
    expect((await rate(phone)).status).toBe(409)
  })

  test('the county’s Excel has the columns of the ledger, masked numbers, and no cell that runs', async () => {
    const evil = '=HYPERLINK(1)'
    const { caseId } = await done('岩十')
    await answer(caseId)
    await town.call('POST /api/townships/:township/filings', await as('officer'), {
      params,
      body: { period: '2026-10', cases: [{ id: caseId, version: await versionOf(caseId) }] },
    })
    const { rows } = await (async () => {
      const response = await fetch(`${town.base}/api/townships/${township}/filings/sheet?period=2026-10`, {
        headers: { Authorization: `Bearer ${await as('county')}` },
      })
      expect(response.status).toBe(200)
      expect(response.headers.get('content-disposition')).toBe('attachment; filename="filing-2026-10.xlsx"')
      const book = new ExcelJS.Workbook()
      await book.xlsx.load(await response.arrayBuffer())
      const [sheet] = book.worksheets
      if (!sheet) throw new Error('The workbook is empty')
      expect(sheet.getCell(1, 1).value).toBe('军赛乡急难对象备案表')
      expect(sheet.pageSetup).toMatchObject({ paperSize: 9, orientation: 'landscape' })
      return { rows: [3, 4].map((row) => (sheet.getRow(row).values as unknown[]).slice(1)) }
    })()
    expect(rows[0]).toEqual(urgentLedgerColumns.map(({ label }) => label))
    expect(rows[1]?.slice(0, 5)).toEqual([1, '岩十', '530924********0011', '彩靠村', 2])
    expect(JSON.stringify(rows)).not.toContain(identity)
    const { workbookOf } = await import('../../server/ledgers/workbook')
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(
      (
        await workbookOf({
          title: '试',
          unit: '试',
          period: '试',
          columns: [{ key: 'a', label: '甲', width: 5 }],
          rows: [{ a: evil }],
        })
      ).buffer as ArrayBuffer,
    )
    const cell = book.worksheets[0]?.getCell(4, 1)
    expect([cell?.type, cell?.value]).toEqual([ExcelJS.ValueType.String, evil])
    await town.house.audit.seal()
    const exported = await town.house.db.collection('audit_entries').findOne({ action: 'filing.export' })
    expect(exported).not.toBeNull()
  })

  test.each(['2026-13', '26-11', '2026-11-01', ''])('a period of %j is refused', async (period) => {
    const { status, problem } = await town.call('GET /api/townships/:township/filings', await as('officer'), {
      params,
      query: { period },
    })
    expect([status, problem.fields?.[0]?.field]).toEqual([400, 'period'])
  })
})
