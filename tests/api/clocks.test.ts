import { deadlinesService } from '../../server/deadlines/deadlines.service'
import { dueAt } from '../../server/deadlines/due-time'
import { lastPublishedYear } from '../../server/deadlines/working-calendar'
import type { Contract } from '../../shared/contract/contract'
import type { RequestOf } from '../../shared/contract/endpoint'
import { type ClockName, clockRule, settableClocks } from '../../shared/domain/clocks'
import { urgencyCodes } from '../../shared/domain/urgency'
import { openTestHouse, type TestHouse } from '../setup/test-house'

const township = '530924205'
const elsewhere = '530924104'
const get = 'GET /api/townships/:township/clocks'
const put = 'PUT /api/townships/:township/clocks/:clock'
type Body = RequestOf<Contract[typeof put]>['body']

/** A moment by China's clock. */
const china = (local: string) => new Date(`${local}+08:00`)

describe('a township sets its own clocks (design: clocks)', () => {
  let town: TestHouse
  let lead: string
  let officer: string
  const open = async () => {
    town = await openTestHouse()
    await town.rooms.people.putDemoPeople([
      {
        demoId: 'other-lead',
        calledAs: '白乡长',
        posts: [{ role: 'township_lead', territory: township, title: '乡分管领导' }],
      },
      {
        demoId: 'lead-elsewhere',
        calledAs: '马乡长',
        posts: [
          { role: 'township_lead', territory: elsewhere, title: '乡分管领导' },
          { role: 'township_officer', territory: township, title: '乡社会救助经办人' },
        ],
      },
    ])
    lead = await town.signIn('lead')
    officer = await town.signIn('officer')
  }
  const close = async () => {
    expect(town.failures).toEqual([])
    await town.close()
  }

  const table = async (as = officer) => (await town.call(get, as, { params: { township } })).reply
  const row = async (clock: ClockName) => (await table()).clocks.find((one) => one.clock === clock)
  const change = (clock: ClockName, body: Partial<Body>, as = lead) =>
    town.call(put, as, {
      params: { township, clock },
      body: { version: 0, allowances: null, reason: '山高路远', ...body },
    })
  const due = (clock: ClockName, urgency: 'urgent' | 'ordinary', from: string, where = township) =>
    town.rooms.deadlines.dueAt(where, clock, urgency, china(from))
  const threeDays: Body['allowances'] = { urgent: { hours: 12 }, ordinary: { workingDays: 5 } }

  describe('as it likes, within limits', () => {
    beforeEach(open)
    afterEach(close)

    test('until it has, every default stands, with whose rule it is', async () => {
      const { version, holidaysUntil, clocks } = await table()
      expect([version, holidaysUntil]).toEqual([0, lastPublishedYear])
      expect(clocks.map(({ clock }) => clock)).toEqual(settableClocks)
      for (const { clock, urgent, ordinary, standard, own, lastChange, ...shown } of clocks) {
        const rule = clockRule(clock)
        expect({ urgent, ordinary, own, lastChange }).toEqual({
          urgent: rule.urgent,
          ordinary: rule.ordinary,
          own: false,
          lastChange: null,
        })
        expect(standard).toEqual({ urgent, ordinary })
        expect(shown).toEqual({ label: rule.label, nature: rule.nature, source: rule.source })
        for (const urgency of urgencyCodes)
          expect(await due(clock, urgency, '2026-11-24T10:00')).toEqual(
            dueAt(clock, urgency, china('2026-11-24T10:00')),
          )
      }
    })

    test('what it sets holds for clocks that start from then on, here and nowhere else, and can be put back', async () => {
      expect(await due('home_visit', 'ordinary', '2026-11-24T10:00')).toEqual(china('2026-11-27T18:00'))
      const set = await change('home_visit', { allowances: threeDays })
      expect(set.status).toBe(200)
      expect(set.reply.version).toBe(1)
      expect(await table()).toEqual(set.reply)
      expect(await row('home_visit')).toMatchObject({
        ...threeDays,
        standard: { urgent: { hours: 24 }, ordinary: { workingDays: 3 } },
        own: true,
        lastChange: {
          by: { calledAs: '罗副乡长', title: '乡分管领导' },
          at: '2026-11-24T02:00:00.000Z',
          reason: '山高路远',
        },
      })
      expect(await due('home_visit', 'ordinary', '2026-11-24T10:00')).toEqual(china('2026-12-01T18:00'))
      expect(await due('home_visit', 'urgent', '2026-11-24T23:50')).toEqual(china('2026-11-25T11:50'))
      expect(await due('report_up', 'urgent', '2026-11-24T23:50')).toEqual(china('2026-11-25T01:50'))
      for (const where of [elsewhere, '530924'])
        expect(await due('home_visit', 'ordinary', '2026-11-24T10:00', where)).toEqual(
          china('2026-11-27T18:00'),
        )

      town.setTime('2026-11-25T02:00:00.000Z')
      officer = await town.signIn('officer')
      const back = await change('home_visit', { version: 1, reason: '路修好了' }, await town.signIn('lead'))
      expect(back.reply.version).toBe(2)
      expect(await row('home_visit')).toMatchObject({
        urgent: { hours: 24 },
        ordinary: { workingDays: 3 },
        own: false,
        lastChange: { at: '2026-11-25T02:00:00.000Z', reason: '路修好了' },
      })
      expect(await due('home_visit', 'ordinary', '2026-11-24T10:00')).toEqual(china('2026-11-27T18:00'))
    })

    test('another process sees it within ten seconds', async () => {
      const other = deadlinesService(town.house)
      const asked = () => other.dueAt(township, 'home_visit', 'ordinary', china('2026-11-24T10:00'))
      expect(await asked()).toEqual(china('2026-11-27T18:00'))
      await change('home_visit', { allowances: threeDays })
      expect(await asked()).toEqual(china('2026-11-27T18:00'))
      town.setTime('2026-11-24T02:00:10.000Z')
      expect(await asked()).toEqual(china('2026-12-01T18:00'))
    })

    test('twenty minutes stay twenty minutes', async () => {
      await change('placing', { allowances: { urgent: { hours: 0.33333333 }, ordinary: { days: 1 } } })
      expect(await due('placing', 'urgent', '2026-11-24T23:50')).toEqual(china('2026-11-25T00:10'))
    })

    test('the audit log holds what it was, what it became, who and why, and the reason is not readable there', async () => {
      await change('home_visit', { allowances: threeDays, reason: '岩三木家那条路断了' })
      await change('home_visit', { version: 1, reason: '路修好了' })
      const entries = await town.house.db
        .collection('audit_entries')
        .find({ action: 'clocks.set' })
        .sort({ _id: 1 })
        .toArray()
      const details = entries.map((entry) => JSON.parse(entry.details))
      expect(entries[0]).toMatchObject({
        subjectKind: 'township',
        subjectId: township,
        actor: expect.any(String),
      })
      expect(details).toMatchObject([
        { clock: 'home_visit', before: 'default', after: threeDays, version: 1 },
        { clock: 'home_visit', before: threeDays, after: 'default', version: 2 },
      ])
      const stored = JSON.stringify(await town.house.db.collection('township_clocks').find().toArray())
      expect(stored + JSON.stringify(entries)).not.toMatch(/岩三木|路修好了/)
      expect(town.house.cipher.decrypt('clock.reason', details[0].reason)).toBe('岩三木家那条路断了')
      await town.house.audit.seal()
      expect(await town.house.audit.verify()).toMatchObject({ broken: null })
    })

    test('two who change at once: one wins, the other is told who did, and nothing of theirs is written', async () => {
      const second = await town.signIn('other-lead')
      for (const version of [0, 1]) {
        const answers = await Promise.all([
          change('home_visit', {
            version,
            allowances: { urgent: { hours: 12 + version }, ordinary: { days: 2 } },
          }),
          change(
            'filing',
            { version, allowances: { urgent: { days: 2 + version }, ordinary: { days: 9 } } },
            second,
          ),
        ])
        const statuses = answers.map(({ status }) => status)
        expect([...statuses].sort()).toEqual([200, 409])
        const won = statuses.indexOf(200)
        const lost = answers[1 - won]
        expect(lost?.problem).toMatchObject({
          type: '/api/docs#changed-meanwhile',
          detail:
            won === 0
              ? '乡分管领导罗副乡长刚才改了“入户核实”，请看看最新的'
              : '乡分管领导白乡长刚才改了“报县备案”，请看看最新的',
        })
        expect(await table()).toEqual(answers[won]?.reply)
      }
      const deeds = await town.house.db.collection('audit_entries').countDocuments({ action: 'clocks.set' })
      expect(deeds).toBe(2)
    })

    test('the same sent twice is one change; a stale screen is told, whichever clock was changed', async () => {
      const first = await change('home_visit', { allowances: threeDays })
      const again = await change('home_visit', { allowances: threeDays })
      expect([again.status, again.reply]).toEqual([200, first.reply])
      const stale = await change('filing', { allowances: threeDays })
      expect([stale.status, stale.problem.detail]).toEqual([
        409,
        '乡分管领导罗副乡长刚才改了“入户核实”，请看看最新的',
      ])
      expect((await change('filing', { version: 7 })).status).toBe(409)
      expect((await table()).version).toBe(1)
    })

    test('what a rule that was published since no longer allows gives way to the rule', async () => {
      await change('minimum_living', {
        allowances: { urgent: { workingDays: 20 }, ordinary: { workingDays: 25 } },
      })
      await town.house.db
        .collection('township_clocks')
        .updateOne({ version: 1 }, { $set: { 'changes.0.allowances.ordinary.workingDays': 40 } })
      expect(await row('minimum_living')).toMatchObject({ own: false, ordinary: { workingDays: 30 } })
      const asked = deadlinesService(town.house).allowance(township, 'minimum_living', 'ordinary')
      expect(await asked).toEqual({ workingDays: 30 })
    })

    test('a clock that ends in a year whose holidays are not known is told once, and counts weekends alone', async () => {
      const said: unknown[] = []
      const log = { warn: (one: unknown) => said.push(one) } as never
      const deadlines = deadlinesService({ ...town.house, log })
      const unknown = lastPublishedYear + 1
      const from = china(`${unknown}-09-29T10:00`)
      await deadlines.dueAt(township, 'home_visit', 'ordinary', china(`${lastPublishedYear}-11-24T10:00`))
      await deadlines.dueAt(township, 'follow_up', 'ordinary', from)
      await deadlines.dueAt(township, 'home_visit', 'urgent', from)
      expect(said).toEqual([])
      for (let asked = 0; asked < 3; asked += 1) await deadlines.dueAt(township, 'filing', 'ordinary', from)
      expect(said).toEqual([{ year: unknown, holidaysUntil: lastPublishedYear }])
      // Ten weekdays on, as if there were no National Day.
      let weekdays = 0
      const end = await deadlines.dueAt(township, 'filing', 'ordinary', from)
      for (let at = from.getTime() + 86_400_000; at <= end.getTime() + 86_400_000 / 3; at += 86_400_000)
        if (![0, 6].includes(new Date(at + 8 * 3_600_000).getUTCDay())) weekdays += 1
      expect(weekdays).toBe(10)
    })
  })

  describe('and not as it must not', () => {
    beforeAll(open)
    afterAll(close)

    const ok = { hours: 1 }
    const refused = async (clock: ClockName, body: object) => {
      const { status, problem } = await change(clock, body as Partial<Body>)
      expect(status).toBe(400)
      expect((await table()).version).toBe(0)
      for (const { message } of problem.fields ?? []) expect(message).toMatch(/\p{Script=Han}/u)
      return problem.fields?.map(({ in: part, field, message }) => ({ part, field, message })) ?? []
    }

    test.each<[string, object]>([
      ['nothing', undefined as never],
      ['a word', '快点' as never],
      ['a number alone', 30 as never],
      ['two units at once', { hours: 1, days: 1 }],
      ['an unknown unit', { weeks: 1 }],
      ['an operator', { $gt: 0 }],
      ['an operator for hours', { hours: { $gt: 0 } }],
      ['words for hours', { hours: '1' }],
      ['no hours', { hours: null }],
    ])('an allowance that is none is refused by its field: %s', async (_, urgent) => {
      const fields = await refused('filing', { allowances: { urgent, ordinary: ok } })
      expect(fields).toMatchObject([{ part: 'body', field: 'allowances.urgent' }])
    })

    test.each<[string, ClockName, object, string, string]>([
      ['four minutes', 'filing', { urgent: { hours: 1 / 15 }, ordinary: ok }, 'urgent', '最短 5 分钟'],
      ['a negative time', 'filing', { urgent: { days: -1 }, ordinary: ok }, 'urgent', '最少 1 天'],
      ['a huge time', 'filing', { urgent: ok, ordinary: { hours: 1e300 } }, 'ordinary', '最长 60 天'],
      [
        'half a working day',
        'filing',
        { urgent: ok, ordinary: { workingDays: 2.5 } },
        'ordinary',
        '天数要写整数',
      ],
      ['urgent slower', 'filing', { urgent: { days: 2 }, ordinary: ok }, 'urgent', '紧急的不能比一般的还慢'],
      [
        'a published rule made longer',
        'minimum_living',
        { urgent: ok, ordinary: { workingDays: 31 } },
        'ordinary',
        '规定的是 30 个工作日，只能改短，不能改长',
      ],
    ])('a clock cannot be set to %s', async (_, clock, allowances, side, message) => {
      const fields = await refused(clock, { allowances })
      expect(fields).toEqual([{ part: 'body', field: `allowances.${side}`, message }])
    })

    test.each<[string, object, string]>([
      ['no allowances', { allowances: undefined }, 'allowances'],
      ['no version', { version: undefined }, 'version'],
      ['a negative version', { version: -1 }, 'version'],
      ['half a version', { version: 0.5 }, 'version'],
      ['no reason', { reason: undefined }, 'reason'],
      ['an empty reason', { reason: ' ' }, 'reason'],
      ['a reason too long', { reason: '难'.repeat(201) }, 'reason'],
      ['a NUL in the reason', { reason: '路\u0000断' }, 'reason'],
      ['something else beside', { $where: '1' }, '$where'],
    ])('refused: %s', async (_, body, field) => {
      expect(await refused('filing', body)).toMatchObject([{ part: 'body', field }])
    })

    test('both sides of a clock are named when both are wrong', async () => {
      const { problem } = await change('minimum_living', {
        allowances: { urgent: { days: 31 }, ordinary: { days: 0 } },
      })
      expect(problem.fields).toEqual([
        { in: 'body', field: 'allowances.urgent', message: expect.stringContaining('最多 30 天') },
        { in: 'body', field: 'allowances.ordinary', message: '最少 1 天' },
      ])
    })

    test('a clock that does not exist, a township that is not theirs, somebody who only may read', async () => {
      const unknown = await change('lunch' as ClockName, {})
      expect([unknown.status, unknown.problem.fields?.[0]]).toMatchObject([
        400,
        { in: 'path', field: 'clock' },
      ])
      expect((await change('filing', {}, officer)).status).toBe(403)
      // Lead somewhere else and officer here: may read here and change there, and not the other way round.
      const mixed = await town.signIn('lead-elsewhere')
      expect((await town.call(get, mixed, { params: { township } })).status).toBe(200)
      expect((await change('filing', {}, mixed)).status).toBe(404)
      for (const other of [elsewhere, '000000000']) {
        expect((await town.call(get, officer, { params: { township: other } })).status).toBe(404)
        const answer = await town.call(put, lead, {
          params: { township: other, clock: 'filing' },
          body: { version: 0, allowances: null, reason: '试试' },
        })
        expect(answer.status).toBe(404)
      }
    })
  })
})
