import fc from 'fast-check'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

describe('reports of one household are worked together (design: duplicates)', () => {
  let town: TestHouse
  let coordinator: string
  beforeAll(async () => {
    town = await openTestHouse()
    coordinator = await town.signIn('coordinator-203')
  })
  afterAll(() => town.close())
  afterEach(() => expect(town.failures).toEqual([]))

  const report = async (text: string, subjectName: string, hamlet = '半坡寨') => {
    const resident = await town.newResident()
    const { reply } = await town.call('POST /api/reports', resident, {
      body: someReport({
        text,
        subjectName,
        place: { village: '530924205203', villageFrom: 'card', hamlet },
        phone: undefined,
      }),
    })
    return { resident, receipt: reply.receipt }
  }
  const queue = async () => (await town.call('GET /api/queue', coordinator, { query: {} })).reply.items
  const seen = async (caseId: string) =>
    (await town.call('GET /api/cases/:caseId', coordinator, { params: { caseId } })).reply
  const caseOf = async (name: string) => {
    const item = (await queue()).find(({ subjectName }) => subjectName === name)
    if (!item) throw new Error(`${name} is not in the queue`)
    return item
  }

  test('the same name by ear in one hamlet is shown with both texts, joined by one tap and taken apart again', async () => {
    const first = await report('田老四家断了收入', '田老四')
    const second = await report('甜老四家娃娃辍学', '甜老四')
    await report('另一个寨子的', '田老四', '河边寨')
    const one = await caseOf('甜老四')
    const { lookalikes } = await seen(one.id)
    expect(lookalikes).toMatchObject([
      { subjectName: '田老四', texts: ['田老四家断了收入'], why: expect.stringContaining('寨子') },
    ])
    const into = lookalikes[0]?.id ?? ''
    const joined = await town.call('POST /api/cases/:caseId/join', coordinator, {
      params: { caseId: one.id },
      body: { version: one.version, into },
    })
    expect(joined.reply).toMatchObject({ state: 'merged', mergedInto: into, events: ['undo_join'] })
    const main = await seen(into)
    expect(new Set(main.reports.map(({ text }) => text))).toEqual(
      new Set(['田老四家断了收入', '甜老四家娃娃辍学']),
    )
    await town.call('POST /api/cases/:caseId/accept', coordinator, {
      params: { caseId: into },
      body: { version: main.version },
    })
    // Every reporter keeps their own receipt, and sees what happens to the household.
    for (const { resident, receipt } of [first, second]) {
      const own = await town.call('GET /api/my-reports/:receipt', resident, { params: { receipt } })
      expect(own.reply).toMatchObject({ receipt, stage: 'taken', contact: { calledAs: '鲍老师' } })
    }
    const from = main.reports.find(({ joinedFrom }) => joinedFrom)?.joinedFrom
    if (!from) throw new Error('No report says that it was joined')
    const apart = await town.call('POST /api/cases/:caseId/undo-join', coordinator, {
      params: { caseId: from.id },
      body: { version: from.version },
    })
    expect(apart.reply).toMatchObject({ state: 'assigned', mergedInto: null })
    expect((await seen(into)).reports).toHaveLength(1)
  })

  test('two people of one household whose phone is known are joined by themselves', async () => {
    const resident = await town.newResident()
    const own = (text: string) =>
      town.call('POST /api/reports', resident, {
        body: someReport({
          forWhom: 'self',
          discoverer: undefined,
          text,
          phone: '19900000661',
          subjectName: '何小妹',
        }),
      })
    await own('老人病了')
    const second = await own('又摔断腿了')
    expect(second.reply.placed).toBe(true)
    const items = (await queue()).filter(({ subjectName }) => subjectName === '何小妹')
    expect(items).toHaveLength(1)
    expect(items[0]?.urgency).toBe('urgent')
  })

  test('a case cannot be joined to itself, to a closed one, or to one out of reach', async () => {
    await report('王家的事', '王大')
    const one = await caseOf('王大')
    const join = (into: string) =>
      town.call('POST /api/cases/:caseId/join', coordinator, {
        params: { caseId: one.id },
        body: { version: one.version, into },
      })
    const elsewhere = await town.call('POST /api/reports', await town.newResident(), {
      body: someReport({
        place: { village: '530924205204' },
        card: undefined,
        text: '王大',
        subjectName: '王大',
      }),
    })
    expect(elsewhere.status).toBe(201)
    const other = await town.signIn('coordinator-204')
    const [theirs] = (await town.call('GET /api/queue', other, { query: {} })).reply.items
    for (const into of [one.id, theirs?.id ?? '']) {
      const { status, problem } = await join(into)
      expect([status, problem.fields?.[0]?.field]).toEqual([400, 'into'])
    }
    expect((await join('0123456789abcdef01234567')).status).toBe(404)
  })

  test('whatever the order of reports, joins and undoings, no word is lost and none is doubled', async () => {
    let round = 0
    const step = fc.record({ kind: fc.constantFrom('report', 'join', 'undo'), a: fc.nat(9), b: fc.nat(9) })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        round += 1
        const name = `组${'甲乙丙丁戊己庚辛壬癸'[round % 10]}${'子丑寅卯辰巳午未申酉戌亥'[Math.floor(round / 10) % 12]}`
        const said: string[] = []
        const ids: string[] = []
        const tell = async () => {
          const text = `${name}第${said.length}句`
          await report(text, name)
          said.push(text)
          const stored = await town.house.db
            .collection('cases')
            .find({ subjectName: name })
            .sort({ _id: 1 })
            .toArray()
          ids.splice(0, ids.length, ...stored.map(({ _id }) => String(_id)))
        }
        await tell()
        for (const { kind, a, b } of steps) {
          const from = ids[a % ids.length] ?? ''
          if (kind === 'report') await tell()
          else if (kind === 'join')
            await town.call('POST /api/cases/:caseId/join', coordinator, {
              params: { caseId: from },
              body: { version: (await seen(from)).version, into: ids[b % ids.length] ?? '' },
            })
          else
            await town.call('POST /api/cases/:caseId/undo-join', coordinator, {
              params: { caseId: from },
              body: { version: (await seen(from)).version },
            })
        }
        const open = (await Promise.all(ids.map(seen))).filter(({ mergedInto }) => mergedInto === null)
        const shown = open.flatMap(({ reports }) => reports.map(({ text }) => text))
        expect(shown.sort()).toEqual([...said].sort())
      }),
      { numRuns: 25 },
    )
  })
})
