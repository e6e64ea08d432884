import { randomUUID } from 'node:crypto'
import { Types } from 'mongoose'
import { somePhoto } from '../setup/some-photo'
import { mp3 } from '../setup/some-voice'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'
import { wechatPerson } from '../setup/wechat-person'

describe('what residents send in WeChat is checked after it is stored', () => {
  let town: TestHouse
  let officer: string
  const startsAt = '2026-11-24T02:00:00.000Z'
  beforeEach(async () => {
    town = await openTestHouse({ wechat: true, startsAt })
    officer = await town.signIn('coordinator-203')
  })
  afterEach(() => town.close())
  const later = (minutes: number) =>
    town.setTime(new Date(Date.parse(startsAt) + minutes * 60_000).toISOString())

  /** A resident; with WeChat, or in a browser. */
  const resident = async (inWeChat = true) => {
    const token = await town.newResident()
    const { account } = await town.rooms.sessions.identify(`Bearer ${token}`)
    if (inWeChat) await wechatPerson(town, { resident: new Types.ObjectId(account) })
    return token
  }
  const report = async (token: string, changes: Parameters<typeof someReport>[0] = {}) => {
    const { status, reply } = await town.call('POST /api/reports', token, { body: someReport(changes) })
    expect(status).toBe(201)
    return reply.receipt
  }
  const upload = async (token: string, bytes: Buffer, query = '') => {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(bytes)]), 'file')
    const { json } = await town.send('POST', `/api/attachments${query}`, form, {
      Authorization: `Bearer ${token}`,
    })
    return (json as { id: string }).id
  }
  const round = async () => {
    const taken = await town.rooms.checkContents()
    await town.standIn.checks.settled()
    return taken
  }
  const checks = async () =>
    (await town.house.db.collection('content_checks').find({}).sort({ _id: 1 }).toArray()).map(
      ({ part, outcome, why, label }) => ({
        part,
        ...(outcome && { outcome }),
        ...(why && { why }),
        ...(label !== undefined && { label }),
      }),
    )
  const flags = async () => {
    const { reply: queue } = await town.call('GET /api/queue', officer, { query: {} })
    const all = await Promise.all(
      queue.items.map(({ id }) => town.call('GET /api/cases/:caseId', officer, { params: { caseId: id } })),
    )
    return all.flatMap(({ reply }) => reply.reports.flatMap((one) => one.flags.map(({ words }) => words)))
  }

  test('what is hidden from the village goes to no other firm’s machine, nor what is added to it', async () => {
    const token = await resident()
    const receipt = await report(token, { text: '隔壁天天打老婆打孩子，昨晚又打出血了' })
    const { status } = await town.call('POST /api/my-reports/:receipt/additions', token, {
      params: { receipt },
      body: { clientKey: randomUUID(), text: '今天早上又打', photos: [], voices: [] },
    })
    expect(status).toBe(201)
    expect(await town.house.db.collection('cases').countDocuments({ track: 'abuse' })).toBe(1)
    expect(await checks()).toEqual([])
  })

  test('a text that passes changes nothing; numbers of identity stay here', async () => {
    await report(await resident(), { text: '老人病了三天，身份证 530924194203071234' })
    expect(town.standIn.checks.made).toEqual([])
    await round()
    expect(await checks()).toEqual([{ part: 'text', outcome: 'pass', label: 100 }])
    expect(JSON.stringify(town.standIn.calls)).not.toContain('530924194203071234')
    expect(await flags()).toEqual([])
    expect(await round()).toBe(0)
  })

  test('a text that WeChat points at is kept and worked like any other, and the staff are told in plain words', async () => {
    const token = await resident()
    const receipt = await report(token, { text: '老人没有米了，还有骂人的话' })
    await round()
    expect(await checks()).toEqual([{ part: 'text', outcome: 'risky', label: 20003 }])
    const [words] = await flags()
    expect(words).toContain('这段话可能涉及“辱骂”')
    expect(words).toContain('没有拦下来')
    const { reply } = await town.call('GET /api/my-reports/:receipt', token, { params: { receipt } })
    expect(reply.text).toContain('老人没有米了')
    expect(JSON.stringify(reply)).not.toContain('微信提示')
  })

  test('the township’s desk says that it has looked: who and when, once, and it is on record', async () => {
    await report(await resident(), { text: '老人没有米了，还有骂人的话' })
    await round()
    const stored = await town.house.db.collection('cases').findOne({})
    const caseId = String(stored?._id)
    const look = (as: string, flagId: string, of = caseId) =>
      town.call('POST /api/cases/:caseId/content-flags/:flagId/look', as, { params: { caseId: of, flagId } })
    const open = async () =>
      (await town.call('GET /api/cases/:caseId', officer, { params: { caseId } })).reply.reports[0]?.flags[0]
    const flagId = (await open())?.id ?? ''
    expect((await open())?.looked).toBeNull()
    const [desk, lead] = [await town.signIn('officer'), await town.signIn('lead')]
    expect((await look(officer, flagId)).status).toBe(403)
    expect((await look(desk, '0'.repeat(24))).status).toBe(404)

    expect((await look(desk, flagId)).reply.reports[0]?.flags[0]?.looked?.by.calledAs).toBe('段干事')
    later(5)
    expect((await look(lead, flagId)).status).toBe(200)
    expect((await open())?.looked).toEqual({
      by: { calledAs: '段干事', title: '乡社会救助经办人' },
      at: startsAt,
    })
    const looks = await town.house.db
      .collection('audit_entries')
      .find({ action: 'content_flag.look', subjectId: caseId })
      .toArray()
    expect(looks.map(({ details }) => JSON.parse(details))).toEqual([{ check: flagId }])

    const other = await report(await resident(), {
      subjectName: '鲍岩嘎',
      text: '灶房倒了',
      phone: undefined,
    })
    const of = await town.house.db.collection('reports').findOne({ receipt: other })
    expect((await look(desk, flagId, String(of?.case))).status).toBe(404)
  })

  test('what is added later is checked too, and a complaint is said to be labelled often', async () => {
    const token = await resident()
    const receipt = await report(token)
    const clientKey = '0b8f5f0e-8e0c-4b43-9c38-0a1b7b1f1f01'
    const body = { clientKey, text: '我要举报发米的人' }
    for (let i = 0; i < 2; i += 1)
      await town.call('POST /api/my-reports/:receipt/additions', token, { params: { receipt }, body })
    expect(await round()).toBe(2)
    expect((await flags()).map((words) => words.includes('反映问题的话常会被这样标'))).toEqual([true])
  })

  test('a report sent twice is checked once', async () => {
    const token = await resident()
    const body = someReport()
    await town.call('POST /api/reports', token, { body })
    await town.call('POST /api/reports', token, { body })
    expect(await round()).toBe(1)
  })

  test('who reports by a browser, and what the staff write down, is not checked under anybody’s WeChat', async () => {
    await report(await resident(false))
    await town.call('POST /api/entries', officer, {
      body: {
        clientKey: '0b8f5f0e-8e0c-4b43-9c38-0a1b7b1f1f02',
        channel: 'hotline',
        text: '打电话来说没有米了',
      },
    })
    await round()
    expect(await checks()).toEqual([{ part: 'text', outcome: 'unchecked', why: 'not-wechat' }])
    expect(town.standIn.checks.made).toEqual([])
  })

  test('while WeChat is down the report is there; the check is tried again later', async () => {
    await report(await resident())
    town.standIn.fail('/wxa/msg_sec_check', -1, 3)
    await round()
    town.standIn.fail('/wxa/msg_sec_check', 44991)
    later(1)
    await round()
    expect(await checks()).toEqual([{ part: 'text' }])
    expect(await round()).toBe(0)
    later(7)
    expect(await round()).toBe(1)
    expect(await checks()).toEqual([{ part: 'text', outcome: 'pass', label: 100 }])
  })

  test.each([
    ['inactive', 61010, { outcome: 'unchecked', why: 'inactive' }],
    ['an openid it does not know', 40003, { outcome: 'unchecked', why: 'refused' }],
    ['risky, said as version 1 said it', 87014, { outcome: 'risky', label: 21000 }],
  ])('%s ends the check', async (_, errcode, end) => {
    await report(await resident())
    town.standIn.fail('/wxa/msg_sec_check', errcode)
    await round()
    expect(await checks()).toEqual([{ part: 'text', ...end }])
  })

  test('tried for a day in vain, it is given up', async () => {
    await report(await resident())
    town.standIn.fail('/wxa/msg_sec_check', 40164, 100)
    for (let hour = 0; hour <= 25; hour += 1) {
      later(hour * 60)
      await round()
    }
    expect(await checks()).toEqual([{ part: 'text', outcome: 'unchecked', why: 'given-up' }])
  })

  test('when it is first looked at two hours later, WeChat does not look any more', async () => {
    await report(await resident())
    later(121)
    await round()
    expect(await checks()).toEqual([{ part: 'text', outcome: 'unchecked', why: 'inactive' }])
  })

  test('of two processes, one checks', async () => {
    await report(await resident())
    expect((await Promise.all([round(), round(), round()])).reduce((sum, n) => sum + n, 0)).toBe(1)
    expect(town.standIn.checks.made).toHaveLength(1)
  })

  describe('photographs and recordings', () => {
    const withFiles = async () => {
      const token = await resident()
      const photos = [await upload(token, await somePhoto())]
      const voices = [await upload(token, mp3(5), '?seconds=5')]
      await report(token, { photos, voices })
    }

    test('are fetched by a signed link, and the verdict that is pushed is kept', async () => {
      town.house.config.publicUrl = town.base
      await withFiles()
      town.standIn.checks.judgeNextFile({ suggest: 'risky', label: 20002 })
      expect(await round()).toBe(3)
      expect(town.standIn.checks.made.map(({ what, seen }) => [what, seen])).toEqual(
        expect.arrayContaining([
          ['image', '取到了'],
          ['audio', '取到了'],
        ]),
      )
      expect((await checks()).map(({ outcome }) => outcome).sort()).toEqual(['pass', 'pass', 'risky'])
      expect((await flags()).join()).toContain('可能涉及“色情”')
    })

    test('without an address outside they are skipped, and it is written down why', async () => {
      await withFiles()
      await round()
      expect(await checks()).toEqual([
        { part: 'text', outcome: 'pass', label: 100 },
        { part: 'photo', outcome: 'unchecked', why: 'no-link' },
        { part: 'voice', outcome: 'unchecked', why: 'no-link' },
      ])
    })

    test('that WeChat cannot fetch are not checked, and it is written down why', async () => {
      town.house.config.publicUrl = 'http://127.0.0.1:9'
      await withFiles()
      await round()
      expect((await checks()).slice(1)).toEqual([
        { part: 'photo', outcome: 'unchecked', why: 'not-fetched' },
        { part: 'voice', outcome: 'unchecked', why: 'not-fetched' },
      ])
    })

    test('without a verdict are asked about once more, then no longer; a verdict that comes late still counts', async () => {
      town.house.config.publicUrl = town.base
      const token = await resident()
      await report(token, { photos: [await upload(token, await somePhoto())] })
      // Its pushes go nowhere.
      town.standIn.serves('http://127.0.0.1:9')
      await round()
      later(46)
      await round()
      later(92)
      await round()
      expect((await checks())[1]).toEqual({ part: 'photo', outcome: 'unchecked', why: 'no-verdict' })
      expect(town.standIn.calls.filter(({ path }) => path === '/wxa/media_check_async')).toHaveLength(2)
      town.standIn.serves(town.base)
      const last = await town.house.db.collection('content_checks').findOne({ part: 'photo' })
      const result = { suggest: 'risky', label: 20002 }
      await town.standIn.push({ Event: 'wxa_media_check', trace_id: last?.traceId, result })
      expect((await checks())[1]).toEqual({ part: 'photo', outcome: 'risky', label: 20002 })
    })

    test('a verdict that comes before its check is written down is not lost', async () => {
      town.standIn.serves(town.base)
      const told = {
        Event: 'wxa_media_check',
        trace_id: 'early-0001',
        result: { suggest: 'review', label: '20012' },
      }
      expect((await town.standIn.push(told)).text).toBe('success')
      await town.house.db.collection('content_checks').insertOne({
        report: new Types.ObjectId(),
        part: 'photo',
        traceId: 'early-0001',
        at: town.house.now(),
        tries: 1,
      })
      await town.rooms.contentChecks.settle('early-0001')
      expect(await checks()).toEqual([{ part: 'photo', outcome: 'review', label: 20012 }])
    })
  })
})
