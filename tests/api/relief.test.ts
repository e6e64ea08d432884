import { randomUUID } from 'node:crypto'
import { dueAt } from '../../server/deadlines/due-time'
import type { Contract } from '../../shared/contract/contract'
import type { RequestOf } from '../../shared/contract/endpoint'
import { confirmedCase, moveOn, newCase } from '../setup/moved-case'
import { somePhoto } from '../setup/some-photo'
import { someMember, someVisit } from '../setup/some-visit'
import { openTestHouse, type TestHouse } from '../setup/test-house'

type Body<K extends keyof Contract> = RequestOf<Contract[K]> extends { body: infer B } ? B : never

const kin = '是段干事的表弟'

describe('relief of a case (R6, R9, R10)', () => {
  let town: TestHouse
  let officer: string
  let lead: string
  let coordinator: string
  beforeAll(async () => {
    town = await openTestHouse({ startsAt: '2026-11-24T14:30:00.000Z' })
  })
  beforeEach(async () => {
    town.setTime('2026-11-24T14:30:00.000Z')
    officer = await town.signIn('officer')
    lead = await town.signIn('lead')
    coordinator = await town.signIn('coordinator-203')
  })
  afterAll(async () => {
    expect(town.failures).toEqual([])
    await town.close()
  })

  const see = async (id: string, as: string = officer) =>
    (await town.call('GET /api/cases/:caseId', as, { params: { caseId: id } })).reply
  const versionOf = async (id: string) => (await town.rooms.mover.find(id)).version

  const giving = (
    changes: Partial<Body<'POST /api/cases/:caseId/advance-relief'>> = {},
  ): Omit<Body<'POST /api/cases/:caseId/advance-relief'>, 'version'> => ({
    clientKey: randomUUID(),
    type: 'temporary_urgent',
    amount: '８００',
    giver: '段干事',
    receiver: '岩小妹',
    relation: '女儿',
    happenedAt: '2026-11-24T14:00:00.000Z',
    kinOfStaff: null,
    ...changes,
  })
  const give = async (
    id: string,
    changes: Parameters<typeof giving>[0] = {},
    as = officer,
    version?: number,
  ) =>
    town.call('POST /api/cases/:caseId/advance-relief', as, {
      params: { caseId: id },
      body: { version: version ?? (await versionOf(id)), ...giving(changes) },
    })
  const begin = async (
    id: string,
    changes: Partial<Body<'POST /api/cases/:caseId/relief'>> = {},
    as = officer,
  ) =>
    town.call('POST /api/cases/:caseId/relief', as, {
      params: { caseId: id },
      body: {
        version: await versionOf(id),
        clientKey: randomUUID(),
        type: 'minimum_living',
        applicant: 'assisted',
        kinOfStaff: null,
        ...changes,
      },
    })
  const work = async (
    id: string,
    item: string,
    what: Body<'POST /api/cases/:caseId/relief-work'>['work'],
    as = officer,
  ) =>
    town.call('POST /api/cases/:caseId/relief-work', as, {
      params: { caseId: id },
      body: { version: await versionOf(id), item, work: what },
    })
  const publish = async (
    id: string,
    item: string,
    changes: Partial<Body<'POST /api/cases/:caseId/relief-publication'>> = {},
  ) =>
    town.call('POST /api/cases/:caseId/relief-publication', officer, {
      params: { caseId: id },
      body: { version: await versionOf(id), item, isMinor: false, people: 3, amount: '560', ...changes },
    })
  const settle = async (
    id: string,
    item: string,
    outcome: Body<'POST /api/cases/:caseId/relief-outcome'>['outcome'],
    as = officer,
  ) =>
    town.call('POST /api/cases/:caseId/relief-outcome', as, {
      params: { caseId: id },
      body: { version: await versionOf(id), item, outcome },
    })
  /** What somebody was told of a case whose family is kin of the staff, the newest first. */
  const noticesAbout = async (id: string, as: string) =>
    (await town.call('GET /api/inbox', as, { query: {} })).reply.items
      .filter(({ kind, page }) => kind === 'kin_of_staff' && page.includes(id))
      .map(({ words }) => words)
  const granted = { is: 'granted', amount: '560', monthly: true, paid: 'card', what: '' } as const
  const everything = async (id: string, itemId: string) => {
    const item = (await see(id)).relief.find((one) => one.id === itemId)
    return (item?.materials ?? [])
      .filter(({ heldBy }) => heldBy === null)
      .map(({ code }) => ({ code, status: 'received' as const }))
  }
  /** The last item of a case. */
  const lastItem = async (id: string, as: string = officer) => {
    const item = (await see(id, as)).relief.at(-1)
    if (!item) throw new Error('there is no item')
    return item
  }
  const submittedItem = async (
    id: string,
    type: Body<'POST /api/cases/:caseId/relief'>['type'],
    kinOfStaff: string | null = null,
  ) => {
    expect((await begin(id, { type, kinOfStaff })).status).toBe(200)
    const { id: item } = await lastItem(id)
    expect(
      (await work(id, item, { does: 'tick', materials: await everything(id, item) }, coordinator)).status,
    ).toBe(200)
    expect((await work(id, item, { does: 'submit' }, coordinator)).status).toBe(200)
    return item
  }

  describe('relief in advance', () => {
    test('from an urgent case that nobody has taken yet: who gave, who received, who decided; the paperwork has its term', async () => {
      const id = await newCase(town, { subjectName: '岩三木', markedUrgent: true })
      const answer = await give(id, { goods: '棉被两床' })
      expect(answer.status).toBe(200)
      expect(answer.reply).toMatchObject({
        state: 'in_relief',
        owner: { calledAs: '段干事' },
        nextAction: '把先行救助的手续补齐',
        dueAt: '2026-12-08T10:00:00.000Z',
        clock: {
          label: '先行救助补手续',
          nature: 'statutory',
          source: expect.stringContaining('民发〔2018〕23号'),
        },
      })
      const [item] = answer.reply.relief
      expect(item).toMatchObject({
        type: 'temporary_urgent',
        state: 'paperwork_open',
        applicant: null,
        kinOfStaff: null,
        advance: {
          amount: 80_000,
          goods: '棉被两床',
          giver: '段干事',
          receiver: '岩小妹',
          relation: '女儿',
          decidedBy: { calledAs: '段干事', title: '乡社会救助经办人' },
        },
        deeds: ['tick', 'emergency_over'],
      })
      expect(answer.reply.history.at(-1)?.told).toBe(
        '先给了救助，手续后补：临时救助（急难型），段干事给的，岩小妹（女儿）收的：800 元、棉被两床',
      )
      expect(answer.reply.events).not.toContain('answer')
    })

    test('who reported their own trouble reads what was given; a neighbour reads only that help came', async () => {
      const phone = town.newDeviceKey()
      for (const [forWhom, expected] of [
        ['self', '先给了救助，手续后补：800 元'],
        ['other', '先给了救助，手续后补'],
      ] as const) {
        const resident = await town.newResident(phone)
        const sent = await town.call('POST /api/reports', resident, {
          body: {
            clientKey: randomUUID(),
            card: 'demo0203',
            forWhom,
            categories: ['illness'],
            text: `${forWhom}：屋里断粮了`,
            subjectName: forWhom === 'self' ? '岩大' : '岩二',
            place: { village: '530924205203', villageFrom: 'card' },
            consent: true,
          },
        })
        const id = String((await town.rooms.reports.byReceipt(sent.reply.receipt))?.case)
        expect((await give(id)).status).toBe(200)
        const own = await town.call('GET /api/my-reports/:receipt', await town.newResident(phone), {
          params: { receipt: sent.reply.receipt },
        })
        expect(own.reply.steps.at(-1)?.told).toBe(expected)
        expect(own.reply.next?.told).toBe('救助正在办')
      }
    })

    test('the paperwork is complete, its term runs from the end of the emergency, and then the family is told', async () => {
      const id = await newCase(town)
      await give(id, { happenedAt: '2026-11-22T14:00:00.000Z' })
      const item = await lastItem(id)
      expect(item.term?.dueAt).toBe('2026-12-04T10:00:00.000Z')
      expect(
        (await work(id, item.id, { does: 'emergency_over', on: '2026-11-25T00:00:00.000Z' })).problem
          .fields?.[0],
      ).toMatchObject({ field: 'work.on', message: '还没到这个时间' })
      expect(
        (await work(id, item.id, { does: 'emergency_over', on: '2026-11-22T13:00:00.000Z' })).problem
          .fields?.[0]?.message,
      ).toBe('比给救助还早')
      const over = await work(id, item.id, { does: 'emergency_over', on: '2026-11-24T14:00:00.000Z' })
      expect(over.reply.relief[0]?.term?.dueAt).toBe('2026-12-08T10:00:00.000Z')
      expect(over.reply.dueAt).toBe('2026-12-08T10:00:00.000Z')
      expect(
        (await work(id, item.id, { does: 'emergency_over', on: '2026-11-24T14:00:00.000Z' })).problem,
      ).toMatchObject({ status: 409, detail: '已经记过了' })

      expect((await work(id, item.id, { does: 'finish_paperwork' })).problem).toMatchObject({
        type: '/api/docs#not-yet',
        detail: '还差：签了字的申请书和核对授权书、两人签字的入户核查表',
      })
      await work(id, item.id, { does: 'tick', materials: await everything(id, item.id) }, coordinator)
      const done = await work(id, item.id, { does: 'finish_paperwork' })
      expect(done.reply.relief[0]).toMatchObject({ state: 'paperwork_done', term: null, deeds: [] })
      expect(done.reply).toMatchObject({
        state: 'in_relief',
        nextAction: '把结果告诉家里',
        clock: { nature: 'internal' },
      })
      expect(done.reply.events).toContain('answer')
      expect(done.reply.history.at(-1)?.told).toBe('临时救助（急难型）：先给的 800 元，手续补齐了')
    })

    test('above the officer’s limit, and for kin of the staff, the lead decides: their own name stands there', async () => {
      const id = await newCase(town)
      const much = await give(id, { amount: '2000.01' })
      expect(much.problem).toMatchObject({
        status: 403,
        detail: '超过 2,000 元，要由分管领导来定，请他登录来办',
      })
      const own = await give(id, { kinOfStaff: kin })
      expect(own.problem).toMatchObject({ status: 403, detail: expect.stringContaining('亲属') })
      const exact = await give(id, { amount: '2,000' })
      expect(exact.status).toBe(200)
      const byLead = await give(id, { amount: '5000', kinOfStaff: kin }, lead)
      expect(byLead.reply.relief.at(-1)).toMatchObject({
        kinOfStaff: kin,
        advance: { amount: 500_000, decidedBy: { calledAs: '罗副乡长' } },
      })
    })

    test('quick relief stays within one month’s standard', async () => {
      const id = await newCase(town)
      const much = await give(id, { type: 'quick_relief', amount: '500.5' })
      expect(much.problem.fields).toEqual([
        { in: 'body', field: 'amount', message: '小额快救最多 500 元，一个月的低保标准' },
      ])
      const right = await give(id, { type: 'quick_relief', amount: '500' })
      expect(right.reply.relief[0]?.materials.map(({ label }) => label)).toEqual([
        '身份证、户口簿',
        '领款签字',
      ])
    })

    test.each<[string, Parameters<typeof giving>[0], string, string]>([
      ['nothing at all', { amount: '0' }, 'amount', '给了多少钱，或者给了什么东西，写一样'],
      ['less than nothing', { amount: '-800' }, 'amount', '金额不能是负数'],
      ['words', { amount: '八百' }, 'amount', '只写数字，比如 1200'],
      ['odd commas', { amount: '8,00' }, 'amount', '只写数字，比如 1200'],
      ['absurd', { amount: '99999999999' }, 'amount', '太大了，最多 1,000 万元，看看多打了没有'],
      ['the future', { happenedAt: '2026-11-24T14:40:00.000Z' }, 'happenedAt', '还没到这个时间'],
      [
        'long before the report',
        { happenedAt: '2026-11-10T14:00:00.000Z' },
        'happenedAt',
        '比报上来还早了一个星期，看看日子对不对',
      ],
      ['a type that is not given in advance', { type: 'minimum_living' as never }, 'type', '没有这个选项'],
      ['nobody who gave', { giver: '' }, 'giver', '名字还没有写'],
      ['no relation', { relation: ' ' }, 'relation', '和受助的人是什么关系'],
      ['kin without words', { kinOfStaff: '' }, 'kinOfStaff', '和谁是什么亲属，写一句'],
      ['kin not asked', { kinOfStaff: undefined as never }, 'kinOfStaff', '这一项还没有填'],
      ['no key', { clientKey: 'x' }, 'clientKey', '这一项的内容不对'],
    ])('%s is refused by its field', async (_, changes, field, message) => {
      const id = await newCase(town)
      const { status, problem } = await give(id, changes)
      expect({ status, first: problem.fields?.[0] }).toEqual({
        status: 400,
        first: { in: 'body', field, message },
      })
    })

    test('two officers at once: one wins, the other is told; the same one twice is one relief', async () => {
      const id = await newCase(town)
      const version = await versionOf(id)
      const both = await Promise.all([
        give(id, {}, officer, version),
        give(id, { amount: '300' }, lead, version),
      ])
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
      expect(both.find(({ status }) => status === 409)?.problem).toMatchObject({
        type: '/api/docs#changed-meanwhile',
      })
      expect((await see(id)).relief).toHaveLength(1)

      const clientKey = randomUUID()
      const now = await versionOf(id)
      const twice = await Promise.all([
        give(id, { clientKey }, officer, now),
        give(id, { clientKey }, officer, now),
      ])
      expect(twice.map(({ status }) => status)).toEqual([200, 200])
      const again = await give(id, { clientKey }, officer, now)
      expect(again.status).toBe(200)
      expect((await see(id)).relief).toHaveLength(2)

      // Another gift on a stale screen is not taken for the one before.
      const stale = await give(id, { amount: '100' }, officer, now)
      expect(stale.problem).toMatchObject({
        status: 409,
        detail: '乡社会救助经办人段干事刚才已经办了：先给了救助，手续后补',
      })
      expect((await see(id)).relief).toHaveLength(2)
    })

    test('a receipt’s photograph goes with it, and only one’s own', async () => {
      const id = await newCase(town)
      const form = new FormData()
      form.append('file', new Blob([new Uint8Array(await somePhoto())]), 'receipt.jpg')
      const sent = await town.send('POST', '/api/attachments', form, { Authorization: `Bearer ${officer}` })
      const { id: photo } = sent.json as { id: string }
      expect((await give(id, { photos: [photo] }, lead)).problem.fields?.[0]?.field).toBe('photos')
      const given = await give(id, { photos: [photo] })
      const [link] = given.reply.relief[0]?.advance?.photos ?? []
      expect((await town.send('GET', link ?? '')).headers.get('content-type')).toBe('image/jpeg')
    })

    test('a closed case, one not placed yet, and the village have no such door', async () => {
      const id = await newCase(town)
      expect((await give(id, {}, coordinator)).status).toBe(403)
      await moveOn(town, id, 'visit_unfounded')
      expect((await give(id)).status).toBe(409)
    })
  })

  describe('applications', () => {
    test('低保 for somebody who cannot apply: materials, hand-in by the coordinator, notice board, granted', async () => {
      const id = await confirmedCase(town, { subjectName: '岩盲老' })
      const started = await begin(id)
      expect(started.reply).toMatchObject({
        state: 'in_relief',
        clock: { label: '备齐材料', nature: 'internal' },
        relief: [{ type: 'minimum_living', state: 'preparing', applicant: 'assisted', publicationDays: 7 }],
      })
      const { id: item, materials } = await lastItem(id, coordinator)
      expect(materials.filter(({ heldBy }) => heldBy).every(({ status }) => status === 'held')).toBe(true)
      expect((await work(id, item, { does: 'submit' }, coordinator)).problem).toMatchObject({
        status: 409,
        detail: '还差：签了字的申请书和核对授权书、两人签字的入户核查表',
      })

      const ticked = await work(
        id,
        item,
        {
          does: 'tick',
          materials: [
            { code: 'application', status: 'received' },
            { code: 'visit', status: 'asked' },
          ],
        },
        coordinator,
      )
      expect(ticked.reply.history.at(-1)?.told).toBe('低保：材料还差 1 样')
      await work(id, item, { does: 'tick', materials: [{ code: 'visit', status: 'received' }] }, coordinator)
      const submitted = await work(id, item, { does: 'submit' }, coordinator)
      // The published term runs from the day it was handed in.
      expect(submitted.reply).toMatchObject({
        dueAt: dueAt('minimum_living', 'ordinary', town.house.now()).toISOString(),
        clock: { label: '低保审核确认', nature: 'statutory' },
        relief: [{ state: 'submitted', submittedAt: '2026-11-24T14:30:00.000Z' }],
      })
      expect((await lastItem(id, coordinator)).deeds).toEqual(['tick'])
      expect((await lastItem(id)).deeds).toEqual([
        'tick',
        'extend',
        'spare_publication',
        'publish',
        'refuse',
        'withdraw',
      ])
      expect((await settle(id, item, granted)).problem).toMatchObject({ status: 409, detail: '要先公示' })

      const hung = await publish(id, item)
      expect(hung.reply.relief[0]).toMatchObject({
        state: 'publicised',
        publication: {
          name: '岩*',
          place: '彩靠村 半坡寨',
          people: 3,
          amount: 56_000,
          from: '2026-11-24T14:30:00.000Z',
          until: '2026-12-01T10:00:00.000Z',
          hotline: '19900000883',
        },
      })
      expect(hung.reply.history.at(-1)?.told).toBe('在公示栏公示：低保，11月24日 到 12月1日')
      expect((await settle(id, item, granted)).problem).toMatchObject({
        status: 409,
        detail: '公示还没有到期',
      })

      town.setTime('2026-12-01T10:00:00.000Z')
      officer = await town.signIn('officer')
      const done = await settle(id, item, granted)
      expect(done.reply.relief[0]).toMatchObject({
        state: 'granted',
        term: null,
        outcome: { amount: 56_000, monthly: true, paid: 'card', by: { calledAs: '段干事' } },
        deeds: [],
      })
      expect(done.reply.history.at(-1)?.told).toBe('一项救助有结果了：低保批了，每月 560 元，打到一卡通')
      expect(done.reply.nextAction).toBe('把结果告诉家里')
      expect((await settle(id, item, granted)).problem).toMatchObject({ status: 409 })
    })

    test('a refusal carries its reason and the next door to the family', async () => {
      const id = await confirmedCase(town)
      await begin(id, { type: 'education' })
      const { id: item } = await lastItem(id)
      const refused = await settle(id, item, {
        is: 'refused',
        reason: '学费已经减免了',
        nextDoor: '生活费可以问教育局的助学金',
        told: 'visit',
      })
      expect(refused.reply.history.at(-1)?.told).toBe(
        '一项救助有结果了：教育救助没有批：学费已经减免了。还可以：生活费可以问教育局的助学金（上门说的）',
      )
      expect(refused.reply.relief[0]).toMatchObject({
        state: 'refused',
        outcome: { reason: '学费已经减免了', nextDoor: '生活费可以问教育局的助学金', told: 'visit' },
      })
    })

    test('several at once: the nearest term runs the case; each has its own outcome', async () => {
      const id = await confirmedCase(town)
      await begin(id, { type: 'medical' })
      expect((await see(id)).clock?.label).toBe('专项救助')
      await give(id, { type: 'quick_relief', amount: '300' })
      await begin(id, { type: 'quick_relief', applicant: 'self' })
      const view = await see(id)
      expect(view.relief.map(({ type }) => type)).toEqual(['medical', 'quick_relief', 'quick_relief'])
      expect(view.clock).toMatchObject({ label: '小额快救', nature: 'statutory' })
      expect(view.dueAt).toBe('2026-11-27T10:00:00.000Z')
      const quick = view.relief[2]?.id ?? ''
      await settle(id, quick, { is: 'withdrawn', reason: '已经先给过了' })
      expect((await see(id)).clock?.label).toBe('先行救助补手续')
      const own = await see(id)
      expect(own.relief.map(({ state }) => state)).toEqual(['preparing', 'paperwork_open', 'withdrawn'])
      expect(own.events).not.toContain('answer')
    })

    test('a minor is never published, and can be helped all the same', async () => {
      const id = await confirmedCase(town, { subjectName: '岩小娃' })
      const item = await submittedItem(id, 'destitute_support')
      expect((await publish(id, item, { isMinor: true })).problem.fields).toEqual([
        { in: 'body', field: 'isMinor', message: expect.stringContaining('未成年人不公示') },
      ])
      expect((await lastItem(id)).publication).toBeNull()
      expect((await work(id, item, { does: 'spare_publication' })).status).toBe(200)
      expect((await publish(id, item)).problem).toMatchObject({ status: 409, detail: '这一项不用公示' })
      expect((await settle(id, item, granted)).reply.relief[0]?.state).toBe('granted')
    })

    test('whom a visit found to be a child is not published, whatever is answered; how many they are is known', async () => {
      const id = await newCase(town, { subjectName: '岩小娃' })
      town.setTime('2026-11-24T15:00:00.000Z')
      const visited = await town.call(
        'POST /api/cases/:caseId/visits',
        await town.signIn('coordinator-203'),
        {
          params: { caseId: id },
          body: someVisit(
            { happenedAt: '2026-11-24T14:50:00.000Z' },
            { people: 3, members: [{ ...someMember, health: ['chronic'], name: '岩小娃', age: 15 }] },
          ),
        },
      )
      expect(visited.status).toBe(201)
      await moveOn(town, id, 'report_up', 'township_confirms')
      officer = await town.signIn('officer')
      await begin(id)
      const fresh = await lastItem(id)
      expect(fresh.materials.find(({ code }) => code === 'visit')?.status).toBe('received')
      expect(fresh.materials.find(({ code }) => code === 'application')?.status).toBe('missing')
      coordinator = await town.signIn('coordinator-203')
      const item = await submittedItem(id, 'minimum_living')
      expect((await publish(id, item)).problem.fields?.[0]?.field).toBe('isMinor')
      expect((await publish(id, item, { name: '岩大' })).status).toBe(200)
      const desk = await town.call('GET /api/cases/:caseId/relief-desk', officer, { params: { caseId: id } })
      expect(desk.reply.people).toBe(3)
    })

    test('who is kin of the staff is decided on by the lead, whoever prepared it', async () => {
      const id = await confirmedCase(town)
      const item = await submittedItem(id, 'medical', kin)
      const once = { is: 'granted', amount: '3000', monthly: false, paid: 'card' } as const
      const refused = await settle(id, item, once)
      expect(refused.problem).toMatchObject({
        status: 403,
        detail: '受助的人和工作人员是亲属，要由分管领导来定',
      })
      expect((await lastItem(id)).deeds).toEqual(['tick'])
      const byLead = await settle(id, item, once, lead)
      expect(byLead.reply.relief[0]).toMatchObject({
        kinOfStaff: kin,
        outcome: { by: { calledAs: '罗副乡长' } },
      })
    })

    describe('what hangs on the notice board', () => {
      const notices = async (as: string) =>
        (await town.call('GET /api/inbox', as, { query: {} })).reply.items.filter(
          ({ kind }) => kind === 'publication_over',
        )
      const hung = async (kinOfStaff: string | null = null) => {
        const id = await confirmedCase(town)
        const item = await submittedItem(id, 'minimum_living', kinOfStaff)
        expect((await publish(id, item)).status).toBe(200)
        return { id, item }
      }

      test('its end is a clock of the case: nobody is late, the officer is told, and then the item’s own term runs', async () => {
        const { id, item } = await hung()
        const hanging = await see(id)
        expect(hanging).toMatchObject({
          nextAction: '公示着，到期没有人反映就可以定',
          clock: { label: '公示' },
          dueAt: hanging.relief[0]?.publication?.until,
        })
        town.setTime('2026-12-01T09:59:00.000Z')
        const { version } = hanging
        await town.rooms.overdue.sweep()
        expect(await versionOf(id)).toBe(version)
        town.setTime('2026-12-01T10:00:00.000Z')
        await town.rooms.overdue.sweep()
        officer = await town.signIn('officer')
        expect((await notices(officer))[0]).toMatchObject({
          words: expect.stringContaining('低保：公示到期了，没有人反映就可以定'),
          unread: true,
        })
        const after = await see(id)
        expect(after).toMatchObject({ nextAction: '办低保的审核确认', owner: { calledAs: '段干事' } })
        expect(after.dueAt).toBe(after.relief[0]?.term?.dueAt)
        expect(after.relief[0]?.deeds).toContain('grant')
        await town.rooms.overdue.sweep()
        expect(await versionOf(id)).toBe(version + 1)
        expect((await settle(id, item, granted)).status).toBe(200)
      })

      test('of kin of the staff: then the lead has it', async () => {
        const { id } = await hung(kin)
        expect((await see(id)).owner.calledAs).toBe('段干事')
        town.setTime('2026-12-01T10:00:00.000Z')
        await town.rooms.overdue.sweep()
        lead = await town.signIn('lead')
        expect((await see(id, lead)).owner.calledAs).toBe('罗副乡长')
        expect((await notices(lead))[0]?.page).toContain(id)
      })

      test('a pause of the case does not stop it', async () => {
        const { id } = await hung()
        const pause = {
          version: await versionOf(id),
          reason: 'road_cut',
          until: '2026-12-03T10:00:00.000Z',
        } as const
        const stopped = await town.call('POST /api/cases/:caseId/pause', officer, {
          params: { caseId: id },
          body: pause,
        })
        expect(stopped.status).toBe(200)
        town.setTime('2026-12-02T02:00:00.000Z')
        await town.rooms.overdue.sweep()
        officer = await town.signIn('officer')
        const resumed = await town.call('POST /api/cases/:caseId/resume', officer, {
          params: { caseId: id },
          body: { version: await versionOf(id) },
        })
        expect(resumed.reply.dueAt).toBe(resumed.reply.relief[0]?.publication?.until)
        await town.rooms.overdue.sweep()
        expect((await see(id)).nextAction).toBe('办低保的审核确认')
      })
    })

    test('the lead is told when it is marked, has the case once their word is due, and the desk has it again after', async () => {
      const id = await confirmedCase(town)
      const item = await submittedItem(id, 'medical', kin)
      const told = await noticesAbout(id, lead)
      expect(told).toHaveLength(2)
      expect(told).toContainEqual(
        expect.stringContaining('医疗救助，受助的人和工作人员是亲属，要由分管领导来定'),
      )
      expect(await see(id)).toMatchObject({ owner: { calledAs: '罗副乡长' } })
      const once = { is: 'granted', amount: '3000', monthly: false, paid: 'card', what: '' } as const
      const byLead = await settle(id, item, once, lead)
      expect(byLead.reply).toMatchObject({ owner: { calledAs: '段干事' }, nextAction: '把结果告诉家里' })
    })

    test('kin of the lead: the lead stands aside, the county is told, has the case and decides', async () => {
      const id = await confirmedCase(town)
      const item = await submittedItem(id, 'medical', kin)
      const recuse = { does: 'recuse', kinOfStaff: '是我的侄儿' } as const
      expect((await work(id, item, recuse)).problem.status).toBe(403)
      expect((await work(id, item, { ...recuse, kinOfStaff: '' }, lead)).problem.fields?.[0]?.field).toBe(
        'work.kinOfStaff',
      )
      const aside = await work(id, item, recuse, lead)
      expect(aside.reply).toMatchObject({ owner: { calledAs: '尹科长' } })
      expect(aside.reply.relief[0]).toMatchObject({
        kinOfStaff: '是我的侄儿',
        recused: true,
        deeds: ['tick'],
      })
      const once = { is: 'granted', amount: '3000', monthly: false, paid: 'card', what: '' } as const
      expect((await settle(id, item, once, lead)).problem).toMatchObject({
        status: 403,
        detail: '受助的人是分管领导的亲属，要由县民政局来定',
      })
      const county = await town.signIn('county')
      expect((await see(id, county)).events).toContain('settle_relief')
      expect(await noticesAbout(id, county)).toHaveLength(1)
      const decided = await settle(id, item, once, county)
      expect(decided.reply.relief[0]?.outcome).toMatchObject({ by: { calledAs: '尹科长' } })
      expect(decided.reply.owner).toMatchObject({ calledAs: '段干事' })
      const words = await town.house.db.collection('cases').findOne({ 'relief.recused': true })
      expect(JSON.stringify(words)).not.toContain('侄儿')
    })

    test('where the desk knows from the start that it is the lead’s kin, the county hears of it at once', async () => {
      const id = await confirmedCase(town)
      expect((await begin(id, { kinOfLead: true })).problem.fields).toEqual([
        { in: 'body', field: 'kinOfStaff', message: '和谁是什么亲属，写一句' },
      ])
      expect((await begin(id, { kinOfStaff: '是罗副乡长的表妹', kinOfLead: true })).status).toBe(200)
      expect(await noticesAbout(id, await town.signIn('county'))).toEqual([
        expect.stringContaining('受助的人是分管领导的亲属'),
      ])
      expect(await noticesAbout(id, lead)).toEqual([])
      // An ordinary item is none of the county’s.
      const other = await confirmedCase(town)
      await submittedItem(other, 'medical')
      expect((await see(other, await town.signIn('county'))).events).not.toContain('settle_relief')
    })

    test('what was given in advance and whose papers can never be had ends by the lead’s word, with the reason', async () => {
      const id = await newCase(town, { markedUrgent: true })
      expect((await give(id)).status).toBe(200)
      const { id: item } = await lastItem(id)
      const never = { is: 'paperwork_waived', cause: 'died', reason: '第三天去世，没有亲人' } as const
      const byDesk = await settle(id, item, never)
      expect(byDesk.problem).toMatchObject({ status: 403, detail: '手续补不补得了，要由分管领导来定' })
      expect((await settle(id, item, { ...never, reason: ' ' }, lead)).problem.fields?.[0]?.field).toBe(
        'outcome.reason',
      )
      expect((await lastItem(id, lead)).deeds).toContain('waive_paperwork')
      const byLead = await settle(id, item, never, lead)
      expect(byLead.reply).toMatchObject({ nextAction: '把结果告诉家里' })
      expect(byLead.reply.relief[0]).toMatchObject({
        state: 'paperwork_waived',
        term: null,
        deeds: [],
        advance: { amount: 80_000 },
        outcome: { waived: 'died', reason: '第三天去世，没有亲人', by: { calledAs: '罗副乡长' } },
      })
      const deed = await town.house.db
        .collection('audit_entries')
        .findOne({ action: 'case.settle_relief', subjectId: id })
      for (const words of [item, 'paperwork_waived', 'died']) expect(JSON.stringify(deed)).toContain(words)
      expect(JSON.stringify(deed)).not.toContain('没有亲人')
      // An application is refused or withdrawn, and never ends so.
      const other = await confirmedCase(town)
      const applied = await submittedItem(other, 'medical')
      expect((await settle(other, applied, never, lead)).problem.title).toBeDefined()
      expect((await lastItem(other)).state).toBe('submitted')
    })

    test('what the desk may not give in advance it asks for: who decides is told what is wanted', async () => {
      const id = await newCase(town, { markedUrgent: true })
      const asked = await town.call('POST /api/cases/:caseId/ask-decision', officer, {
        params: { caseId: id },
        body: { version: await versionOf(id), words: '住院押金 5,000 元，先给' },
      })
      expect(asked.reply.history.at(-1)?.told).toBe('请乡分管领导罗副乡长来定：住院押金 5,000 元，先给')
      expect(await noticesAbout(id, lead)).toEqual([expect.stringContaining('住院押金 5,000 元，先给')])
      const county = await town.signIn('county')
      const ofLead = { kinOfStaff: '是罗副乡长的表妹', kinOfLead: true }
      expect((await give(id, ofLead, lead)).problem.detail).toMatch('要由县民政局来定')
      const given = await give(id, ofLead, county)
      expect(given.reply.relief[0]).toMatchObject({
        recused: true,
        advance: { decidedBy: { calledAs: '尹科长' } },
      })
    })

    test('低保 can be extended once, from the day it was handed in', async () => {
      const id = await confirmedCase(town)
      const item = await submittedItem(id, 'minimum_living')
      town.setTime('2026-12-20T02:00:00.000Z')
      officer = await town.signIn('officer')
      const extended = await work(id, item, { does: 'extend', reason: '收入要到外省核' })
      expect(extended.reply.relief[0]?.term).toMatchObject({
        label: '低保审核确认（延长）',
        dueAt: dueAt(
          'minimum_living_extended',
          'ordinary',
          new Date('2026-11-24T14:30:00.000Z'),
        ).toISOString(),
      })
      expect(extended.reply.history.at(-1)?.told).toContain('收入要到外省核')
      expect((await work(id, item, { does: 'extend', reason: '再延' })).problem.detail).toBe('已经延长过了')
    })

    test('what the state has is not asked of the family, and a paper that is not on the list is not taken', async () => {
      const id = await confirmedCase(town)
      await begin(id)
      const { id: item } = await lastItem(id)
      const tick = (code: string, status: 'asked' | 'missing' | 'held' | 'received' | 'not_needed') =>
        work(id, item, { does: 'tick', materials: [{ code, status }] })
      for (const status of ['asked', 'missing'] as const)
        expect((await tick('identity', status)).problem.fields).toEqual([
          { in: 'body', field: 'work.materials', message: '身份证、户口簿公安共享就有，不用问家里要' },
        ])
      expect((await tick('identity', 'received')).status).toBe(200)
      expect((await tick('application', 'held')).problem.fields?.[0]?.message).toMatch('国家没有现成的')
      expect((await tick('passport', 'received')).problem.fields?.[0]?.message).toBe('这一项里没有这样材料')
    })

    test.each<[string, object, string]>([
      ['no such deed', { work: { does: 'give' } }, 'work.does'],
      ['nothing ticked', { work: { does: 'tick', materials: [] } }, 'work.materials'],
      [
        'an unknown status',
        { work: { does: 'tick', materials: [{ code: 'visit', status: 'lost' }] } },
        'work.materials.0.status',
      ],
      ['more than asked', { work: { does: 'submit', by: 'me' } }, 'work.by'],
      ['no item', { item: 'x', work: { does: 'submit' } }, 'item'],
    ])('%s is refused by its field', async (_, body, field) => {
      const id = await confirmedCase(town)
      await begin(id)
      const { id: item } = await lastItem(id)
      const sent = await town.send(
        'POST',
        `/api/cases/${id}/relief-work`,
        JSON.stringify({ version: await versionOf(id), item, ...body }),
        { Authorization: `Bearer ${officer}`, 'Content-Type': 'application/json' },
      )
      expect(sent.status).toBe(400)
      expect(sent.json).toMatchObject({ fields: [{ in: 'body', field }] })
    })

    test('an item of another case is not found in this one', async () => {
      const one = await confirmedCase(town)
      await begin(one)
      const { id: item } = await lastItem(one)
      const other = await confirmedCase(town)
      await begin(other)
      expect((await work(other, item, { does: 'submit' })).problem).toMatchObject({
        status: 404,
        detail: '这件线索里没有这一项救助',
      })
      expect((await settle(other, item, granted)).status).toBe(404)
    })

    test('granted amounts, people and days are checked by their fields', async () => {
      const id = await confirmedCase(town)
      const quick = await submittedItem(id, 'quick_relief')
      const once = { is: 'granted', monthly: false, paid: 'cash' } as const
      const field = async (outcome: Body<'POST /api/cases/:caseId/relief-outcome'>['outcome']) =>
        (await settle(id, quick, outcome)).problem.fields?.[0]
      expect(await field({ ...once, amount: '600' })).toMatchObject({
        field: 'outcome.amount',
        message: expect.stringContaining('小额快救最多'),
      })
      expect(await field({ ...once, amount: null })).toMatchObject({ field: 'outcome.amount' })
      expect(await field({ ...once, amount: '-1' })).toMatchObject({
        field: 'outcome.amount',
        message: '金额不能是负数',
      })
      expect(await field({ ...once, amount: '0' })).toMatchObject({ field: 'outcome.amount' })
      expect(await field({ is: 'refused', reason: '', nextDoor: '医保所', told: 'phone' })).toMatchObject({
        field: 'outcome.reason',
      })
      expect(await field({ is: 'refused', reason: '够不上', nextDoor: '', told: 'phone' })).toMatchObject({
        field: 'outcome.nextDoor',
      })
      expect((await settle(id, quick, { ...once, amount: null, what: '大米 50 斤' })).status).toBe(200)

      const board = await submittedItem(id, 'minimum_living')
      const hung = async (changes: Parameters<typeof publish>[2]) =>
        (await publish(id, board, changes)).problem.fields?.[0]?.field
      expect(await hung({ people: 0 })).toBe('people')
      expect(await hung({ people: 31 })).toBe('people')
      expect(await hung({ from: '2026-11-23T02:00:00.000Z' })).toBe('from')
      expect(await hung({ from: '2026-12-02T02:00:00.000Z' })).toBe('from')
      expect(
        (await publish(id, board, { from: '2026-12-01T02:00:00.000Z' })).reply.relief.at(-1)?.publication
          ?.until,
      ).toBe('2026-12-08T10:00:00.000Z')
    })

    test('whose name is published must be said where the case has none', async () => {
      const id = await confirmedCase(town, { subjectName: undefined })
      const item = await submittedItem(id, 'minimum_living')
      expect((await publish(id, item)).problem.fields?.[0]).toMatchObject({ field: 'name' })
      expect((await publish(id, item, { name: '欧阳小二' })).reply.relief[0]?.publication?.name).toBe('欧*')
    })

    test('a stale screen is told what changed, and two settle once', async () => {
      const id = await confirmedCase(town)
      const item = await submittedItem(id, 'medical')
      const version = await versionOf(id)
      await work(
        id,
        item,
        { does: 'tick', materials: [{ code: 'diagnosis', status: 'received' }] },
        coordinator,
      )
      const stale = await town.call('POST /api/cases/:caseId/relief-outcome', officer, {
        params: { caseId: id },
        body: { version, item, outcome: { is: 'granted', amount: '100', monthly: false, paid: 'card' } },
      })
      expect(stale.problem).toMatchObject({
        status: 409,
        detail: '协理员鲍老师刚才已经办了：医疗救助：材料齐了',
      })
      const both = await Promise.all([
        settle(id, item, { is: 'granted', amount: '100', monthly: false, paid: 'card' }),
        settle(id, item, { is: 'withdrawn', reason: '不办了' }, lead),
      ])
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    })

    test('the village hands in and does not decide', async () => {
      const id = await confirmedCase(town)
      expect((await begin(id, {}, coordinator)).status).toBe(403)
      const item = await submittedItem(id, 'medical')
      expect((await settle(id, item, granted, coordinator)).status).toBe(403)
      expect((await work(id, item, { does: 'extend', reason: '复杂' }, coordinator)).problem).toMatchObject({
        status: 403,
        detail: '这一步要由乡里来办',
      })
    })
  })

  test('names and words are encrypted; the audit log holds amounts and codes alone', async () => {
    const id = await newCase(town, { subjectName: '岩加密' })
    await give(id, { goods: '降压药三盒', receiver: '岩秘密', relation: '孙子' }, lead)
    await begin(id, { type: 'medical', kinOfStaff: kin })
    await settle(
      id,
      (await lastItem(id)).id,
      { is: 'refused', reason: '肝炎不在目录', nextDoor: '找慈善会', told: 'phone' },
      lead,
    )
    const stored = JSON.stringify(await town.house.db.collection('cases').findOne({ subjectName: '岩加密' }))
    expect(stored).toContain('"amount":80000')
    expect(stored).not.toMatch(/降压药|岩秘密|孙子|表弟|肝炎|慈善会/)
    const audit = JSON.stringify(
      await town.house.db.collection('audit_entries').find({ subjectId: id }).toArray(),
    )
    expect(audit).toContain('medical')
    expect(audit).not.toMatch(/降压药|岩秘密|孙子|表弟|肝炎|慈善会|岩加密/)
  })

  test('a pause gives every term back, and work done meanwhile ends it', async () => {
    const id = await confirmedCase(town)
    await begin(id, { type: 'medical' })
    const due = (await see(id)).dueAt
    const pause = await town.call('POST /api/cases/:caseId/pause', officer, {
      params: { caseId: id },
      body: { version: await versionOf(id), reason: 'family_away', until: '2026-12-01T02:00:00.000Z' },
    })
    expect(pause.status).toBe(200)
    town.setTime('2026-12-01T02:00:00.000Z')
    officer = await town.signIn('officer')
    const resumed = await town.call('POST /api/cases/:caseId/resume', officer, {
      params: { caseId: id },
      body: { version: await versionOf(id) },
    })
    const [item] = resumed.reply.relief
    expect(resumed.reply.dueAt > due).toBe(true)
    expect(item?.term?.dueAt).toBe(resumed.reply.dueAt)
    const ticked = await work(id, item?.id ?? '', {
      does: 'tick',
      materials: [{ code: 'application', status: 'received' }],
    })
    expect(ticked.reply.dueAt).toBe(resumed.reply.dueAt)
  })
})
