import { caseModel } from '../../server/casework/case.model'
import { caseHands, reportedAt, workedOnAt } from '../setup/some-case'
import { type SentVisit, someForm, someVisit } from '../setup/some-visit'
import { openTestHouse, type TestHouse } from '../setup/test-house'

describe('a home visit moves its case (R2, R8)', () => {
  let town: TestHouse
  let hands: ReturnType<typeof caseHands>
  beforeAll(async () => {
    town = await openTestHouse()
    hands = caseHands(town)
  })
  afterAll(async () => {
    expect(town.failures).toEqual([])
    await town.close()
  })

  const visit = async (caseId: string, as: string, body: SentVisit) =>
    town.call('POST /api/cases/:caseId/visits', await town.signIn(as), { params: { caseId }, body })
  const draft = async (caseId: string, as = 'coordinator-203') =>
    (await town.call('GET /api/cases/:caseId/visit-draft', await town.signIn(as), { params: { caseId } }))
      .reply
  const inFull = async (caseId: string, visitId: string, as = 'coordinator-203') =>
    town.call('GET /api/cases/:caseId/visits/:visitId', await town.signIn(as), {
      params: { caseId, visitId },
    })
  const ownReport = async (phone: string) => {
    const { reply } = await town.call('GET /api/my-reports', await town.newResident(phone), {})
    return reply.reports[0]
  }

  test('from the queue to the township: what was found, who went, when it really was', async () => {
    const { caseId } = await hands.report({ subjectName: '岩三木' })
    await hands.accept(caseId)
    const answer = await visit(caseId, 'coordinator-203', someVisit({ version: 1, words: '屋里很潮' }))
    expect(answer.status).toBe(201)
    expect(answer.reply).toMatchObject({ moved: true, told: '上门看过了，确有困难', alreadyReceived: false })
    expect(answer.reply.case).toMatchObject({
      state: 'verified',
      mine: true,
      clock: { label: '上报乡里' },
      // One working day from now, until the office closes.
      dueAt: '2026-11-25T10:00:00.000Z',
      visits: [
        {
          happenedAt: '2026-11-24T02:10:00.000Z',
          recordedAt: workedOnAt,
          by: { calledAs: '鲍老师', title: '协理员' },
          visitors: '协理员 鲍老师、村党总支书记 周书记',
          conclusion: 'confirms',
          moved: true,
          summary: ['2 口人：岩三木、岩小木', '岩三木 半自理（洗澡要人帮）', '一般困难 · 因病'],
        },
      ],
    })
    expect(answer.reply.case.history.at(-1)).toMatchObject({
      told: '上门看过了，确有困难：屋里很潮',
      at: workedOnAt,
      happenedAt: '2026-11-24T02:10:00.000Z',
      by: { calledAs: '鲍老师' },
    })

    expect((await hands.reportUp(caseId)).state).toBe('reported')
    const later = someVisit({ version: 3, happenedAt: '2026-11-24T05:00:00.000Z' })
    const confirmed = await visit(caseId, 'officer', later)
    expect(confirmed.reply).toMatchObject({
      moved: true,
      case: { state: 'confirmed', owner: { calledAs: '段干事' }, clock: { label: '定怎么帮' } },
    })
    expect(confirmed.reply.case.visits).toHaveLength(2)
  })

  test('an urgent case has two hours to be reported up, from when the visit was written down', async () => {
    const { caseId } = await hands.report({ markedUrgent: true })
    const { reply } = await visit(caseId, 'coordinator-203', someVisit())
    expect(reply.case).toMatchObject({ state: 'verified', dueAt: '2026-11-24T08:00:00.000Z' })
  })

  test('on a Saturday evening, sent on Monday: the visit is of Saturday, and the timeline says so', async () => {
    const { caseId, phone } = await hands.report()
    town.setTime('2026-11-30T01:00:00.000Z')
    const happenedAt = '2026-11-28T12:30:00.000Z'
    const { status, reply } = await visit(caseId, 'coordinator-203', someVisit({ happenedAt }))
    expect(status).toBe(201)
    expect(reply.case.history.at(-1)).toMatchObject({ told: '11月28日上门看过了，确有困难', happenedAt })
    expect(reply.case.dueAt).toBe('2026-12-01T10:00:00.000Z')
    expect((await ownReport(phone))?.steps.at(-1)?.told).toBe('11月28日上门看过了，确有困难')
  })

  test('the secretary visits, and has the case from then on', async () => {
    const { caseId } = await hands.report()
    const { reply } = await visit(caseId, 'secretary-203', someVisit())
    expect(reply.case.owner).toEqual({ calledAs: '周书记', title: '村党总支书记' })
  })

  test('a visit of county, township and village together: the county writes it, the township decides', async () => {
    const { caseId } = await hands.report()
    const { version } = await hands.look(caseId)
    await caseModel(town.house.db).updateOne({ _id: caseId }, { $set: { state: 'joint_inquiry' } })
    const { reply } = await visit(caseId, 'county', someVisit({ version }))
    expect(reply).toMatchObject({ moved: true, told: '县、乡、村一起上门看过了，属实' })
    expect(reply.case).toMatchObject({ state: 'confirmed', owner: { calledAs: '段干事' } })
  })

  test('not eligible: the family reads what was explained, may object, and the last word is the lead’s', async () => {
    const { caseId, phone, receipt } = await hands.report({ forWhom: 'self', phone: '19900000131' })
    const explanation = '两个儿子都在领工资，够不上低保。看病花得多，去医保所问大病报销'
    const refusal = (version: number) =>
      someVisit(
        { version, conclusion: 'not_eligible', explanation, words: '家里有小车' },
        { causes: [], degree: undefined },
      )
    const { reply } = await visit(caseId, 'coordinator-203', refusal(0))
    expect(reply.case).toMatchObject({ state: 'not_eligible', clock: null })
    const own = await ownReport(phone)
    expect(own).toMatchObject({ canObject: true, ended: expect.stringContaining(explanation) })
    expect(JSON.stringify(own)).not.toContain('小车')

    const objected = await town.call('POST /api/my-reports/:receipt/object', await town.newResident(phone), {
      params: { receipt },
      body: { reason: '我家真的难' },
    })
    expect(objected.status).toBe(200)
    expect((await hands.look(caseId, 'officer')).events).not.toContain('decide_not_eligible')
    expect((await draft(caseId, 'officer')).conclusions).toEqual(['confirms'])
    const officers = await visit(caseId, 'officer', refusal(2))
    expect(officers.reply).toMatchObject({ moved: false, case: { state: 'reported' } })
    const leads = await visit(caseId, 'lead', refusal(3))
    expect(leads.reply).toMatchObject({ moved: true, case: { state: 'not_eligible' } })
  })

  test('unfounded: the reason stays with the staff', async () => {
    const { caseId, phone } = await hands.report()
    const { visitors } = someForm()
    const body = someVisit({ conclusion: 'unfounded', words: '寨子里没有这家人', form: { visitors } })
    const { reply } = await visit(caseId, 'coordinator-203', body)
    expect(reply.case.state).toBe('unfounded')
    expect(reply.case.history.at(-1)?.told).toBe('上门看过了，和报的情况不一样：寨子里没有这家人')
    expect((await ownReport(phone))?.ended).toBe('上门看过了，和报的情况不一样')
  })

  test('trouble found on the way and entered afterwards: the visit was before the report', async () => {
    town.setTime(workedOnAt)
    const coordinator = await town.signIn('coordinator-203')
    const entered = await town.call('POST /api/entries', coordinator, {
      body: {
        clientKey: someVisit().clientKey,
        channel: 'visit',
        text: '走访看到老人一个人在家，几天没开火',
        subjectName: '李大爷',
        place: { village: '530924205203' },
      },
    })
    const { caseId } = entered.reply
    const happenedAt = '2026-11-24T03:00:00.000Z'
    expect((await visit(caseId, 'coordinator-203', someVisit({ happenedAt }))).reply.moved).toBe(true)
    expect((await visit(caseId, 'coordinator-203', someVisit({ happenedAt: reportedAt }))).status).toBe(201)
    const dayBefore = someVisit({ happenedAt: '2026-11-23T02:00:00.000Z' })
    expect((await visit(caseId, 'coordinator-203', dayBefore)).status).toBe(400)
  })

  test('what is known is filled in, and nothing is asked twice', async () => {
    const one = await hands.report({
      forWhom: 'self',
      phone: '19900000141',
      subjectName: '岩大勇',
      categories: ['illness', 'schooling'],
    })
    const before = await draft(one.caseId)
    expect(before).toMatchObject({
      version: 0,
      subjectName: '岩大勇',
      conclusions: ['confirms', 'not_eligible', 'unfounded'],
      notBefore: reportedAt,
      last: null,
      phoneMasked: '199****0141',
      idNumberMasked: null,
      me: { name: '鲍老师', title: '协理员' },
      asksTold: false,
      form: { members: [{ name: '岩大勇' }], causes: ['illness', 'schooling'] },
    })
    expect(before.colleagues).toContainEqual({ name: '周书记', title: '村党总支书记' })
    expect(before.colleagues.map(({ name }) => name)).not.toContain('鲍老师')

    await visit(
      one.caseId,
      'coordinator-203',
      someVisit({ conclusion: 'not_eligible', explanation: '够不上' }, { idNumber: '530924 19500101 0011' }),
    )
    // The same household a month later, told by a neighbour with the identity number.
    town.setTime('2026-12-28T02:00:00.000Z')
    const again = await town.call('POST /api/entries', await town.signIn('coordinator-203'), {
      body: {
        clientKey: someVisit().clientKey,
        channel: 'hotline',
        text: '岩大勇又住院了',
        idNumber: '530924195001010011',
        place: { village: '530924205203' },
      },
    })
    const after = await draft(again.reply.caseId)
    expect(after).toMatchObject({
      subjectName: null,
      last: { at: '2026-11-24T02:10:00.000Z', conclusion: 'not_eligible' },
      idNumberMasked: '530924********0011',
      asksTold: true,
      form: {
        head: '岩三木',
        people: 2,
        housing: '土木房，漏雨',
        members: [
          { name: '岩三木', age: 72, selfCare: { bathing: false } },
          { name: '岩小木', relation: 'son', yearlyIncome: 120_000 },
        ],
      },
    })
    const looks = await town.house.db
      .collection('audit_entries')
      .find({ action: 'visit.read', details: { $regex: again.reply.caseId } })
      .toArray()
    expect(looks).toHaveLength(1)
  })

  test('the household’s phone given at a visit makes the next report join', async () => {
    const { caseId } = await hands.report()
    await visit(caseId, 'coordinator-203', someVisit({}, { phone: '１９９ ００００ ０１５１' }))
    const next = await town.call('POST /api/entries', await town.signIn('coordinator-203'), {
      body: {
        clientKey: someVisit().clientKey,
        channel: 'hotline',
        text: '那家的娃娃也病了',
        subjectPhone: '19900000151',
        place: { village: '530924205203' },
      },
    })
    expect(next.reply).toMatchObject({ joined: true, caseId })
  })

  test('a case without a name gets one, and one from elsewhere is marked', async () => {
    const { caseId } = await hands.report()
    const { reply } = await visit(
      caseId,
      'coordinator-203',
      someVisit({}, { registeredAt: '永德县小勐统镇' }),
    )
    expect(reply.case).toMatchObject({ subjectName: '岩三木', fromElsewhere: true })
  })

  test('the whole form is read on a tap, masked, and the look is noted; of another case it does not exist', async () => {
    const { caseId } = await hands.report()
    const other = await hands.report()
    const [photo, signature] = [await hands.photo(), await hands.photo()]
    const { reply } = await visit(
      caseId,
      'coordinator-203',
      someVisit(
        { photos: [photo], signature, words: '卡号 6217000012345678901' },
        {
          phone: '19900000161',
          idNumber: '53092419500101001X',
          visitors: [{ name: '鲍老师', title: '协理员' }],
          aloneBecause: '夜里出的事',
          position: { lat: 24.0512, lng: 99.0168, accuracyMetres: 20 },
        },
      ),
    )
    const [seen] = reply.case.visits
    expect(seen).toMatchObject({ signed: true, photos: [expect.stringContaining(photo)] })
    const full = await inFull(caseId, seen?.id ?? '')
    const lines = Object.fromEntries(full.reply.lines.map(({ label, words }) => [label, words]))
    expect(lines).toMatchObject({
      家里电话: '199****0161',
      户主身份证号: '530924********001X',
      一个人去的原因: '夜里出的事',
      看到的情况: '卡号 6217***********8901',
      位置: '北纬 24.0512，东经 99.0168',
      岩小木: '儿子，41 岁，务农，年收入 1,200 元',
    })
    expect(full.reply.signature).toContain(signature)
    const picture = await town.send('GET', full.reply.signature ?? '')
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    const noted = await town.house.db
      .collection('audit_entries')
      .findOne({ action: 'visit.read', subjectId: seen?.id })
    expect(JSON.parse(noted?.details)).toEqual({ case: caseId })
    expect((await inFull(other.caseId, seen?.id ?? '')).status).toBe(404)
    expect((await inFull(caseId, seen?.id ?? '', 'coordinator-204')).status).toBe(404)
  })

  test('nothing of the family stands in the clear, in the store or in the log', async () => {
    const { caseId } = await hands.report()
    await visit(
      caseId,
      'coordinator-203',
      someVisit(
        { words: '肝硬化' },
        { bodyCondition: '肝硬化', phone: '19900000171', supporters: '女儿岩香' },
      ),
    )
    for (const name of ['home_visits', 'cases', 'audit_entries']) {
      const all = JSON.stringify(await town.house.db.collection(name).find({}).toArray())
      for (const secret of ['肝硬化', '19900000171', '岩香', '土木房', 'chronic', '"half"'])
        expect({ name, secret, found: all.includes(secret) }).toEqual({ name, secret, found: false })
    }
    const work = await town.rooms.casework.find(caseId)
    expect(work.classification?.degree).toBe('general')
    const sealed = town.house.cipher.decrypt('case.classification', work.classification?.sealed ?? '')
    expect(JSON.parse(sealed)).toEqual({
      category: null,
      causes: ['illness'],
      health: ['chronic'],
      labour: 'unable',
      selfCare: 'half',
    })
    expect((await town.house.audit.verify()).broken).toBeNull()
  })
})
