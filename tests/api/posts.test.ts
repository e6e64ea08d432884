import type { Contract } from '../../shared/contract/contract'
import type { RequestOf } from '../../shared/contract/endpoint'
import { postKey } from '../../shared/domain/appointments'
import { openTestHouse, someReport, type TestHouse, type Token } from '../setup/test-house'

const county = '530924'
const township = '530924205'
const village = (number: number) => `${township}${number}`

type NewPost = RequestOf<Contract['POST /api/posts']>['body']
type PostBody = RequestOf<Contract['PUT /api/people/:person/posts/:post']>['body']

describe('who holds which post is set up from a screen (R2, R13)', () => {
  let town: TestHouse
  let officer: string
  let lead: string
  let ofCounty: string
  beforeAll(async () => {
    town = await openTestHouse()
    ;[officer, lead, ofCounty] = await Promise.all([
      town.signIn('officer'),
      town.signIn('lead'),
      town.signIn('county'),
    ])
    await town.rooms.places.put([
      {
        ...(await town.rooms.places.placesOf(township)).township,
        _id: '530924104',
        name: '别的乡',
        learned: [],
      },
    ])
  })
  afterAll(() => town.close())
  afterEach(() => expect(town.failures).toEqual([]))

  let numbers = 1000
  const newNumber = () => `1990000${String(numbers++)}`
  const deputy = (changes: Partial<NewPost> = {}): NewPost => ({
    calledAs: '新老师',
    phone: newNumber(),
    role: 'village_coordinator',
    territory: village(203),
    title: '协理员',
    deputy: true,
    ...changes,
  })
  const give = (body: NewPost, as: Token = officer) => town.call('POST /api/posts', as, { body })
  const roster = async (as: Token = officer) =>
    (await town.call('GET /api/townships/:township/roster', as, { params: { township } })).reply
  const lines = async (as: Token = officer) => {
    const { desk, contacts, villages } = await roster(as)
    return [...desk, ...contacts, ...villages.flatMap(({ people }) => people)]
  }
  const line = async (name: string, as: Token = officer) => {
    const found = (await lines(as)).find(({ calledAs }) => calledAs === name)
    if (!found) throw new Error(`${name} is not on the roster`)
    return found
  }
  const change = async (
    of: { id: string; post: string; version: number; calledAs: string; title: string; deputy: boolean },
    changes: Partial<PostBody>,
    as: Token = officer,
  ) =>
    town.call('PUT /api/people/:person/posts/:post', as, {
      params: { person: of.id, post: of.post },
      body: { version: of.version, calledAs: of.calledAs, title: of.title, deputy: of.deputy, ...changes },
    })
  const end = ({ id, post, version }: { id: string; post: string; version: number }, as: Token = officer) =>
    town.call('POST /api/people/:person/posts/:post/end', as, {
      params: { person: id, post },
      body: { version },
    })
  const account = (id: string) => town.rooms.people.account(id)
  const signInAs = async (id: string, demoId: string) => {
    await town.house.db
      .collection('accounts')
      .updateOne({ calledAs: (await account(id))?.calledAs }, { $set: { demoId } })
    return (await town.call('POST /api/demo/sessions', null, { body: { person: demoId } })).reply
  }

  describe('a person is added', () => {
    test('and stands on the roster as a deputy, the number masked there and sealed in the store', async () => {
      const body = deputy({ calledAs: '岩老师', phone: '1990000 0401' })
      const { status, reply } = await give(body)
      expect([status, reply.known]).toEqual([201, false])
      expect(await line('岩老师')).toMatchObject({
        phoneMasked: '199****0401',
        post: `village_coordinator.${village(203)}`,
        deputy: true,
        changeable: true,
      })
      const kept = JSON.stringify(await town.house.db.collection('accounts').findOne({ calledAs: '岩老师' }))
      expect(kept).not.toContain('19900000401')
    })

    test('one number is one account: a known person has one post more, under the same name only', async () => {
      const body = deputy({ calledAs: '双老师' })
      const { reply } = await give(body)
      const other: NewPost = { ...body, role: 'group_leader', title: '小组长', group: 2 }
      const second = await give(other)
      expect([second.status, second.reply]).toEqual([201, { id: reply.id, known: true }])
      expect((await account(reply.id))?.posts).toHaveLength(2)

      const again = await give(other)
      expect([again.status, again.problem.detail]).toEqual([409, '双老师已经有这个职务了'])
      const misnamed = await give({ ...body, territory: village(201), calledAs: '别人' })
      expect([misnamed.status, misnamed.problem.fields?.[0]]).toMatchObject([
        400,
        { field: 'calledAs', message: expect.stringContaining('双老师') },
      ])
    })

    test('who holds a number elsewhere is not told', async () => {
      const body = deputy({
        role: 'township_officer',
        territory: '530924104',
        title: '经办人',
        calledAs: '外乡人',
      })
      expect((await give(body, ofCounty)).status).toBe(201)
      const { status, problem } = await give(deputy({ phone: body.phone }))
      expect([status, problem.fields?.[0]?.field]).toEqual([400, 'phone'])
      expect(JSON.stringify(problem)).not.toContain('外乡人')
    })

    test('two officers enter the same new number at once: it is one account, and one of them is told', async () => {
      const body = deputy({ calledAs: '同时老师' })
      const answers = await Promise.all([give(body, officer), give(body, lead)])
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
      expect(await town.house.db.collection('accounts').countDocuments({ calledAs: '同时老师' })).toBe(1)

      const other = deputy({ calledAs: '也同时' })
      const two = await Promise.all([give(other), give({ ...other, territory: village(202) }, lead)])
      expect(two.map(({ status, reply }) => [status, reply.known]).sort()).toEqual([
        [201, false],
        [201, true],
      ])
      expect(two[0]?.reply.id).toBe(two[1]?.reply.id)
    })

    test('a village whose coordinator is gone has somebody from the moment they are put in', async () => {
      const { _id: id } = (await town.rooms.people.staffOf([village(201)]))[0] ?? {}
      const acting = async () =>
        (await roster()).villages.find(({ code }) => code === village(201))?.acting?.calledAs
      expect(await acting()).toBe('赵老师')
      const away = {
        account: String(id),
        from: '2026-11-24T01:00:00.000Z',
        until: '2026-11-25T01:00:00.000Z',
      }
      await town.call('POST /api/absences', officer, { body: away })
      expect(await acting()).toBe('钱书记')
      await give(deputy({ calledAs: '替老师', territory: village(201) }))
      expect(await acting()).toBe('替老师')
    })

    test.each<[string, Partial<NewPost>, () => string, number, string | undefined]>([
      [
        'an officer makes a lead',
        { role: 'township_lead', territory: township },
        () => officer,
        403,
        undefined,
      ],
      [
        'an officer makes a county officer',
        { role: 'county_officer', territory: county },
        () => officer,
        400,
        'territory',
      ],
      [
        'an officer gives a post in another township',
        { territory: '530924104201' },
        () => officer,
        400,
        'territory',
      ],
      [
        'an officer gives a post in a village that is not',
        { territory: village(999) },
        () => officer,
        400,
        'territory',
      ],
      [
        'a lead gives a post at the county',
        { role: 'county_officer', territory: county },
        () => lead,
        400,
        'territory',
      ],
      ['the county gives a post in a village', {}, () => ofCounty, 403, undefined],
      [
        'the county gives a post in another county',
        { role: 'township_lead', territory: '530925205' },
        () => ofCounty,
        400,
        'territory',
      ],
      [
        'the county opens a township by the way',
        { role: 'township_lead', territory: '530924999' },
        () => ofCounty,
        400,
        'territory',
      ],
      ['a coordinator of a township', { territory: township }, () => officer, 400, 'role'],
      ['an administrator', { role: 'system_administrator', territory: township }, () => officer, 400, 'role'],
      ['a resident', { role: 'resident' }, () => officer, 400, 'role'],
    ])('but not when %s', async (_, changes, as, status, field) => {
      const before = await town.house.db.collection('accounts').countDocuments({})
      const answer = await give(deputy(changes), as())
      expect([answer.status, answer.problem.fields?.[0]?.field]).toEqual([status, field])
      expect(await town.house.db.collection('accounts').countDocuments({})).toBe(before)
    })

    test.each<[string, object, string]>([
      ['no name', { calledAs: ' ' }, 'calledAs'],
      ['a name of 31 characters', { calledAs: '岩'.repeat(31) }, 'calledAs'],
      ['HTML for a name', { calledAs: '<b>岩</b>' }, 'calledAs'],
      ['an operator for a name', { calledAs: { $ne: '' } }, 'calledAs'],
      ['no number', { phone: undefined }, 'phone'],
      ['a desk’s telephone', { phone: '08836123456' }, 'phone'],
      ['a number too short', { phone: '1990000' }, 'phone'],
      ['a number of 12 digits', { phone: '199000004011' }, 'phone'],
      ['an operator for a number', { phone: { $gt: '' } }, 'phone'],
      ['no title', { title: '' }, 'title'],
      ['a title of 21 characters', { title: '协'.repeat(21) }, 'title'],
      ['a control character in the title', { title: '协理\u0000员' }, 'title'],
      ['an unknown post', { role: 'mayor' }, 'role'],
      ['a place of 8 digits', { territory: '53092420' }, 'territory'],
      ['a place in words', { territory: '彩靠村' }, 'territory'],
      ['an operator for a place', { territory: { $regex: '.' } }, 'territory'],
      ['a leader of no group', { role: 'group_leader' }, 'group'],
      ['a leader of group 0', { role: 'group_leader', group: 0 }, 'group'],
      ['a leader of group 1.5', { role: 'group_leader', group: 1.5 }, 'group'],
      ['a leader of group 201', { role: 'group_leader', group: 201 }, 'group'],
      ['a leader of a group that the village has not', { role: 'group_leader', group: 9 }, 'group'],
      ['a group for a coordinator', { group: 1 }, 'group'],
      ['a contact of no department', { role: 'department_contact', territory: township }, 'department'],
      [
        'an unknown department',
        { role: 'department_contact', territory: township, department: 'moon' },
        'department',
      ],
      ['a department for a coordinator', { department: 'police' }, 'department'],
      ['a deputy in words', { deputy: '是' }, 'deputy'],
      ['more than is asked', { posts: [] }, 'posts'],
    ])('but not with %s', async (_, changes, field) => {
      const { status, problem } = await give({ ...deputy(), ...changes } as NewPost)
      expect([status, problem.fields?.map((one) => one.field)]).toEqual([
        400,
        expect.arrayContaining([field]),
      ])
    })

    test('names and titles may be as long as their limit', async () => {
      const { status } = await give(
        deputy({ calledAs: '岩'.repeat(30), title: '协'.repeat(20), phone: '+86 199-0000-0499' }),
      )
      expect(status).toBe(201)
    })
  })

  describe('a post is changed', () => {
    test('title, deputy and group; a group’s leader goes with the group', async () => {
      await give(
        deputy({ calledAs: '改组长', role: 'group_leader', title: '小组长', group: 1, deputy: false }),
      )
      const before = await line('改组长')
      expect((await change(before, { title: '副组长', deputy: true, group: 2 })).status).toBe(204)
      const after = await line('改组长')
      expect(after).toMatchObject({ title: '副组长', deputy: true, group: 2, version: before.version + 1 })
      expect((await change(after, { group: 9 })).problem.fields?.[0]?.field).toBe('group')
      expect((await change(after, { group: undefined })).problem.fields?.[0]?.field).toBe('group')
      expect((await end(after)).status).toBe(200)
    })

    test('two officers change one person at once: one wins, the other is told', async () => {
      await give(deputy({ calledAs: '抢老师' }))
      const shown = await line('抢老师')
      const answers = await Promise.all([
        change(shown, { title: '甲改的' }, officer),
        change(shown, { title: '乙改的' }, lead),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
      const won = answers[0]?.status === 204 ? '甲改的' : '乙改的'
      expect(await line('抢老师')).toMatchObject({ title: won, version: shown.version + 1 })
      const stale = await change(shown, { title: '再改' })
      expect([stale.status, stale.problem.detail]).toEqual([
        409,
        expect.stringContaining('刚才有别人改过抢老师'),
      ])
    })

    test('a new number is nobody else’s, and ends the sessions of the old one', async () => {
      const { reply } = await give(deputy({ calledAs: '换号老师' }))
      const { accessToken } = await signInAs(reply.id, 'new-number')
      const taken = await change(await line('换号老师'), { phone: '19900000401' })
      expect([taken.status, taken.problem.fields?.[0]?.field]).toEqual([400, 'phone'])
      expect((await town.call('GET /api/queue', accessToken, { query: {} })).status).toBe(200)
      expect((await change(await line('换号老师'), { phone: '19900000488' })).status).toBe(204)
      expect(await line('换号老师')).toMatchObject({ phoneMasked: '199****0488' })
      expect((await town.call('GET /api/queue', accessToken, { query: {} })).status).toBe(401)
    })

    test('who is also somebody above has name and number from there', async () => {
      const of = {
        id: '',
        post: `village_coordinator.${village(203)}`,
        version: 0,
        calledAs: '罗副乡长',
        title: '协理员',
        deputy: true,
      }
      const boss = await line('罗副乡长')
      expect(boss.changeable).toBe(false)
      await town.house.db.collection('accounts').updateOne(
        { demoId: 'lead' },
        {
          $push: {
            posts: { role: 'village_coordinator', territory: village(203), title: '协理员', deputy: true },
          } as never,
        },
      )
      const shown = { ...of, id: boss.id }
      const phone = await change(shown, { phone: '19900000499' })
      expect([phone.status, phone.problem.fields?.[0]?.field]).toEqual([400, 'phone'])
      const name = await change(shown, { calledAs: '罗某' })
      expect([name.status, name.problem.fields?.[0]?.field]).toEqual([400, 'calledAs'])
      expect((await change(boss, { title: '随便' })).status).toBe(403)
      expect((await end(boss)).status).toBe(403)
      expect((await end(shown)).status).toBe(200)
    })
  })

  describe('a post ends', () => {
    test('access ends at once, and the number is free for somebody else', async () => {
      const body = deputy({ calledAs: '走老师' })
      const { reply } = await give(body)
      const session = await signInAs(reply.id, 'leaves')
      expect((await town.call('GET /api/queue', session.accessToken, { query: {} })).status).toBe(200)
      expect((await end(await line('走老师'))).status).toBe(200)
      expect((await town.call('GET /api/queue', session.accessToken, { query: {} })).status).toBe(401)
      const refreshed = await town.call('POST /api/sessions/refresh', null, {
        body: { refreshToken: session.refreshToken },
      })
      expect(refreshed.status).toBe(401)
      expect((await lines()).some(({ calledAs }) => calledAs === '走老师')).toBe(false)
      const next = await give({ ...body, calledAs: '接老师' })
      expect(next.reply.known).toBe(false)
    })

    test('who keeps another post stays signed in, and sees only what is left', async () => {
      const body = deputy({ calledAs: '留老师', territory: village(206) })
      const { reply } = await give(body)
      await give({ ...body, territory: village(202) })
      const { accessToken } = await signInAs(reply.id, 'stays')
      await town.call('POST /api/reports', await town.newResident(), {
        body: someReport({ card: 'demo0206', place: { village: village(206), villageFrom: 'card' } }),
      })
      const [item] = (await town.call('GET /api/queue', await town.signIn('coordinator-206'), { query: {} }))
        .reply.items
      const look = () =>
        town.call('GET /api/cases/:caseId', accessToken, { params: { caseId: item?.id ?? '' } })
      expect((await look()).status).toBe(200)
      const shown = (await lines()).find(
        ({ calledAs, territory }) => calledAs === '留老师' && territory === village(206),
      )
      if (!shown) throw new Error('The post is not on the roster')
      await end(shown)
      expect((await look()).status).toBe(404)
      expect((await town.call('GET /api/queue', accessToken, { query: {} })).status).toBe(200)
    })

    test('what they had open goes to whoever acts now; what comes a moment later, with the sweep', async () => {
      const report = () =>
        town.newResident().then((as) =>
          town.call('POST /api/reports', as, {
            body: someReport({ card: 'demo0204', place: { village: village(204), villageFrom: 'card' } }),
          }),
        )
      await report()
      const yang = await line('杨老师')
      const { reply } = await end(yang)
      expect(reply.handedOver).toBe(1)
      const wei = await town.signIn('deputy-coordinator-204')
      const queue = async () => (await town.call('GET /api/queue', wei, { query: {} })).reply.items
      const [first] = await queue()
      const seen = await town.call('GET /api/cases/:caseId', officer, { params: { caseId: first?.id ?? '' } })
      expect(seen.reply.history.at(-1)?.told).toBe('杨老师不再管这里，协理员魏老师接着办')

      // Another process still believed them there, and gave them a case.
      await report()
      const cases = town.house.db.collection('cases')
      const late = (await queue()).find(({ id }) => id !== first?.id)
      const owner = (await cases.findOne({ 'owner.calledAs': '魏老师' }))?.owner
      await cases.updateMany(
        { village: village(204), version: late?.version },
        { $set: { owner: { ...owner, account: (await account(yang.id))?._id, calledAs: '杨老师' } } },
      )
      expect(await queue()).toHaveLength(1)
      expect(await town.rooms.assignment.sweep()).toBe(0)
      town.setTime('2026-11-24T02:01:00.000Z')
      const swept = await Promise.all([town.rooms.assignment.sweep(), town.rooms.assignment.sweep()])
      expect(swept.sort()).toEqual([0, 1])
      expect(await queue()).toHaveLength(2)
      expect(await town.rooms.posts.leftBefore(new Date('2030-01-01'))).toEqual(
        expect.not.arrayContaining([expect.objectContaining({ calledAs: '杨老师' })]),
      )
      town.setTime('2026-11-24T02:00:00.000Z')
    })

    test('what had moved up the line goes to who has not had it, and not back to who let it lie', async () => {
      await town.call('POST /api/reports', await town.newResident(), {
        body: someReport({ card: 'demo0205', place: { village: village(205), villageFrom: 'card' } }),
      })
      const of = { village: village(205), open: true }
      const cases = town.house.db.collection('cases')
      const late = await cases.findOne(of)
      if (late?.owner.calledAs !== '何老师') throw new Error('The case is not the coordinator’s')
      const zheng = await line('郑书记')
      const secretary = {
        account: (await account(zheng.id))?._id,
        role: 'village_secretary',
        calledAs: '郑书记',
      }
      await cases.updateOne(of, {
        $set: { owner: { ...late.owner, ...secretary }, passedOver: [late.owner.account] },
      })
      expect((await end(zheng)).reply.handedOver).toBe(1)
      expect((await cases.findOne(of))?.owner.calledAs).toBe('彭老师')
    })

    test('what only the lead may know of never comes to the officer', async () => {
      const { reply } = await give(
        { ...deputy({ calledAs: '副乡长', role: 'township_lead', territory: township, title: '分管领导' }) },
        lead,
      )
      await town.call('POST /api/reports', await town.newResident(), {
        body: someReport({
          card: undefined,
          place: {},
          text: '村干部贪污救灾米，不查我就发抖音',
          categories: [],
        }),
      })
      const cases = town.house.db.collection('cases')
      const owned = async () => (await cases.findOne({ track: 'petition' }))?.owner.calledAs
      expect(await owned()).toBe('罗副乡长')
      const boss = await line('罗副乡长', lead)
      await town.call('POST /api/absences', officer, {
        body: { account: boss.id, from: '2026-11-24T01:00:00.000Z', until: '2026-11-24T03:00:00.000Z' },
      })
      expect(await owned()).toBe('副乡长')
      const own = (await lines(lead)).find(({ id }) => id === reply.id)
      if (!own) throw new Error('The deputy is not on the roster')
      expect((await end(own, lead)).reply.handedOver).toBe(1)
      expect(await owned()).toBe('尹科长')
    })

    test('a desk never stands empty: the last one stays, and of two who leave at once one stays', async () => {
      const alone = '530924104'
      const add = (calledAs: string) =>
        give(
          deputy({ role: 'township_officer', territory: alone, title: '经办人', calledAs, deputy: false }),
          ofCounty,
        )
      const countyLines = async () =>
        (
          await town.call('GET /api/counties/:county/roster', ofCounty, { params: { county } })
        ).reply.townships.find(({ code }) => code === alone)?.people ?? []
      for (const person of (await countyLines()).slice(1)) await end(person, ofCounty)
      const [last] = await countyLines()
      if (!last) throw new Error('Nobody is there')
      const refused = await end(last, ofCounty)
      expect([refused.status, refused.problem.fields?.[0]]).toMatchObject([
        400,
        { field: 'post', message: expect.stringContaining('只剩这一个人了') },
      ])
      expect((await add('接手人')).status).toBe(201)
      const both = await countyLines()
      expect(both).toHaveLength(2)
      const answers = await Promise.all(both.map((one) => end(one, ofCounty)))
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
      expect(await countyLines()).toHaveLength(1)
    })

    test('twice at once: one ends it, the other is told', async () => {
      await give(deputy({ calledAs: '两次老师' }))
      const shown = await line('两次老师')
      const answers = await Promise.all([end(shown, officer), end(shown, lead)])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    })

    test.each<[string, { id?: string; post?: string; version?: number }, () => string, number]>([
      ['a person who is not there', { id: '0123456789abcdef01234567' }, () => officer, 404],
      ['a post that they do not hold', { post: `village_secretary.${village(203)}` }, () => officer, 404],
      ['a post that is none', { post: '../../x' }, () => officer, 400],
      ['a version that never was', { version: 99 }, () => officer, 409],
      ['the county, in a village', {}, () => ofCounty, 403],
    ])('but not: %s', async (_, changes, as, status) => {
      const shown = await line('鲍老师')
      expect((await end({ ...shown, ...changes }, as())).status).toBe(status)
      expect((await line('鲍老师')).version).toBe(shown.version)
    })
  })

  test('the county sees the desks of its townships and its bureaus, and may change them', async () => {
    const params = { county }
    const { reply } = await town.call('GET /api/counties/:county/roster', ofCounty, { params })
    expect(reply.desk.map(({ calledAs }) => calledAs)).toEqual(['尹科长'])
    expect(reply.contacts).toMatchObject([{ calledAs: '沈主任', department: 'education', changeable: true }])
    expect(reply.townships.find(({ code }) => code === township)?.people).toEqual(
      expect.arrayContaining([expect.objectContaining({ calledAs: '段干事', changeable: true })]),
    )
    const theirs = await town.call('GET /api/counties/:county/roster', ofCounty, {
      params: { county: '530925' },
    })
    expect(theirs.status).toBe(404)
    expect((await roster()).contacts).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ calledAs: '江警官', changeable: true }),
        expect.objectContaining({ calledAs: '沈主任', changeable: false }),
      ]),
    )
  })

  test('the audit log has each deed, and nothing by which a person is known', async () => {
    const entries = await town.house.db
      .collection('audit_entries')
      .find({ action: { $in: ['post.give', 'post.change', 'post.end'] } })
      .toArray()
    const actions = entries.map(({ action }) => action)
    expect(new Set(actions)).toEqual(new Set(['post.give', 'post.change', 'post.end']))
    for (const { details } of entries)
      expect(Object.keys(JSON.parse(details)).sort()).toEqual(['deputy', 'post'])
    expect(await town.house.audit.verify()).toMatchObject({ broken: null })
  })

  test('a post’s name on the roster is what the API is asked by', async () => {
    for (const { post, role, territory, group, department } of await lines())
      expect(post).toBe(
        postKey({ role, territory, group: group ?? undefined, department: department ?? undefined }),
      )
  })
})
