import { postKey } from '../../shared/domain/appointments'
import {
  county,
  deputy,
  elsewhere,
  type NewPost,
  openRosterDesk,
  type RosterDesk,
  township,
  village,
} from '../setup/roster-desk'

describe('posts are given and changed from a screen (R2, R13)', () => {
  let desk: RosterDesk
  beforeAll(async () => {
    desk = await openRosterDesk()
  })
  afterAll(() => desk.town.close())
  afterEach(() => expect(desk.town.failures).toEqual([]))

  describe('a person is added', () => {
    test('and stands on the roster as a deputy, the number masked there and sealed in the store', async () => {
      const body = deputy({ calledAs: '岩老师', phone: '1990000 0401' })
      const { status, reply } = await desk.give(body)
      expect([status, reply.known]).toEqual([201, false])
      expect(await desk.line('岩老师')).toMatchObject({
        phoneMasked: '199****0401',
        post: `village_coordinator.${village(203)}`,
        deputy: true,
        changeable: true,
      })
      const kept = JSON.stringify(
        await desk.town.house.db.collection('accounts').findOne({ calledAs: '岩老师' }),
      )
      expect(kept).not.toContain('19900000401')
    })

    test('one number is one account: a known person has one post more, under the same name only', async () => {
      const body = deputy({ calledAs: '双老师' })
      const { reply } = await desk.give(body)
      const other: NewPost = { ...body, role: 'group_leader', title: '小组长', group: 2 }
      const second = await desk.give(other)
      expect([second.status, second.reply]).toEqual([201, { id: reply.id, known: true }])
      expect((await desk.account(reply.id))?.posts).toHaveLength(2)

      const again = await desk.give(other)
      expect([again.status, again.problem.detail]).toEqual([409, '双老师已经有这个职务了'])
      const misnamed = await desk.give({ ...body, territory: village(201), calledAs: '别人' })
      expect([misnamed.status, misnamed.problem.fields?.[0]]).toMatchObject([
        400,
        { field: 'calledAs', message: expect.stringContaining('双老师') },
      ])
    })

    test('who holds a number elsewhere is not told', async () => {
      const body = deputy({
        role: 'township_officer',
        territory: elsewhere,
        title: '经办人',
        calledAs: '外乡人',
      })
      expect((await desk.give(body, desk.ofCounty)).status).toBe(201)
      const { status, problem } = await desk.give(deputy({ phone: body.phone }))
      expect([status, problem.fields?.[0]?.field]).toEqual([400, 'phone'])
      expect(JSON.stringify(problem)).not.toContain('外乡人')
    })

    test('two officers enter the same new number at once: it is one account, and one of them is told', async () => {
      const body = deputy({ calledAs: '同时老师' })
      const answers = await Promise.all([desk.give(body, desk.officer), desk.give(body, desk.lead)])
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
      expect(await desk.town.house.db.collection('accounts').countDocuments({ calledAs: '同时老师' })).toBe(1)

      const other = deputy({ calledAs: '也同时' })
      const two = await Promise.all([
        desk.give(other),
        desk.give({ ...other, territory: village(202) }, desk.lead),
      ])
      expect(two.map(({ status, reply }) => [status, reply.known]).sort()).toEqual([
        [201, false],
        [201, true],
      ])
      expect(two[0]?.reply.id).toBe(two[1]?.reply.id)
    })

    test('a village whose coordinator is gone has somebody from the moment they are put in', async () => {
      const { _id: id } = (await desk.town.rooms.people.staffOf([village(201)]))[0] ?? {}
      const acting = async () =>
        (await desk.roster()).villages.find(({ code }) => code === village(201))?.acting?.calledAs
      expect(await acting()).toBe('赵老师')
      const away = {
        account: String(id),
        from: '2026-11-24T01:00:00.000Z',
        until: '2026-11-25T01:00:00.000Z',
      }
      await desk.town.call('POST /api/absences', desk.officer, { body: away })
      expect(await acting()).toBe('钱书记')
      await desk.give(deputy({ calledAs: '替老师', territory: village(201) }))
      expect(await acting()).toBe('替老师')
    })

    test.each<[string, Partial<NewPost>, () => string, number, string | undefined]>([
      [
        'an officer makes a lead',
        { role: 'township_lead', territory: township },
        () => desk.officer,
        403,
        undefined,
      ],
      [
        'an officer makes a county officer',
        { role: 'county_officer', territory: county },
        () => desk.officer,
        400,
        'territory',
      ],
      [
        'an officer gives a post in another township',
        { territory: '530924104201' },
        () => desk.officer,
        400,
        'territory',
      ],
      [
        'an officer gives a post in a village that is not',
        { territory: village(999) },
        () => desk.officer,
        400,
        'territory',
      ],
      [
        'a lead gives a post at the county',
        { role: 'county_officer', territory: county },
        () => desk.lead,
        400,
        'territory',
      ],
      ['the county gives a post in a village', {}, () => desk.ofCounty, 403, undefined],
      [
        'the county gives a post in another county',
        { role: 'township_lead', territory: '530925205' },
        () => desk.ofCounty,
        400,
        'territory',
      ],
      [
        'the county opens a township by the way',
        { role: 'township_lead', territory: '530924999' },
        () => desk.ofCounty,
        400,
        'territory',
      ],
      ['a coordinator of a township', { territory: township }, () => desk.officer, 400, 'role'],
      [
        'an administrator',
        { role: 'system_administrator', territory: township },
        () => desk.officer,
        400,
        'role',
      ],
      ['a resident', { role: 'resident' }, () => desk.officer, 400, 'role'],
    ])('but not when %s', async (_, changes, as, status, field) => {
      const before = await desk.town.house.db.collection('accounts').countDocuments({})
      const answer = await desk.give(deputy(changes), as())
      expect([answer.status, answer.problem.fields?.[0]?.field]).toEqual([status, field])
      expect(await desk.town.house.db.collection('accounts').countDocuments({})).toBe(before)
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
      const { status, problem } = await desk.give({ ...deputy(), ...changes } as NewPost)
      expect([status, problem.fields?.map((one) => one.field)]).toEqual([
        400,
        expect.arrayContaining([field]),
      ])
    })

    test('names and titles may be as long as their limit', async () => {
      const { status } = await desk.give(
        deputy({ calledAs: '岩'.repeat(30), title: '协'.repeat(20), phone: '+86 199-0000-0499' }),
      )
      expect(status).toBe(201)
    })
  })

  describe('a post is changed', () => {
    test('title, deputy and group; a group’s leader goes with the group', async () => {
      await desk.give(
        deputy({ calledAs: '改组长', role: 'group_leader', title: '小组长', group: 1, deputy: false }),
      )
      const before = await desk.line('改组长')
      expect((await desk.change(before, { title: '副组长', deputy: true, group: 2 })).status).toBe(204)
      const after = await desk.line('改组长')
      expect(after).toMatchObject({ title: '副组长', deputy: true, group: 2, version: before.version + 1 })
      expect((await desk.change(after, { group: 9 })).problem.fields?.[0]?.field).toBe('group')
      expect((await desk.change(after, { group: undefined })).problem.fields?.[0]?.field).toBe('group')
      expect((await desk.end(after)).status).toBe(200)
    })

    test('two officers change one person at once: one wins, the other is told', async () => {
      await desk.give(deputy({ calledAs: '抢老师' }))
      const shown = await desk.line('抢老师')
      const answers = await Promise.all([
        desk.change(shown, { title: '甲改的' }, desk.officer),
        desk.change(shown, { title: '乙改的' }, desk.lead),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
      const won = answers[0]?.status === 204 ? '甲改的' : '乙改的'
      expect(await desk.line('抢老师')).toMatchObject({ title: won, version: shown.version + 1 })
      const stale = await desk.change(shown, { title: '再改' })
      expect([stale.status, stale.problem.detail]).toEqual([
        409,
        expect.stringContaining('刚才有别人改过抢老师'),
      ])
    })

    test('a new number is nobody else’s, and ends the sessions of the old one', async () => {
      const { reply } = await desk.give(deputy({ calledAs: '换号老师' }))
      const { accessToken } = await desk.signInAs(reply.id, 'new-number')
      const taken = await desk.change(await desk.line('换号老师'), { phone: '19900000401' })
      expect([taken.status, taken.problem.fields?.[0]?.field]).toEqual([400, 'phone'])
      expect((await desk.town.call('GET /api/queue', accessToken, { query: {} })).status).toBe(200)
      expect((await desk.change(await desk.line('换号老师'), { phone: '19900000488' })).status).toBe(204)
      expect(await desk.line('换号老师')).toMatchObject({ phoneMasked: '199****0488' })
      expect((await desk.town.call('GET /api/queue', accessToken, { query: {} })).status).toBe(401)
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
      const boss = await desk.line('罗副乡长')
      expect(boss.changeable).toBe(false)
      await desk.town.house.db.collection('accounts').updateOne(
        { demoId: 'lead' },
        {
          $push: {
            posts: { role: 'village_coordinator', territory: village(203), title: '协理员', deputy: true },
          } as never,
        },
      )
      const shown = { ...of, id: boss.id }
      const phone = await desk.change(shown, { phone: '19900000499' })
      expect([phone.status, phone.problem.fields?.[0]?.field]).toEqual([400, 'phone'])
      const name = await desk.change(shown, { calledAs: '罗某' })
      expect([name.status, name.problem.fields?.[0]?.field]).toEqual([400, 'calledAs'])
      expect((await desk.change(boss, { title: '随便' })).status).toBe(403)
      expect((await desk.end(boss)).status).toBe(403)
      expect((await desk.end(shown)).status).toBe(200)
    })
  })

  test('the county sees the desks of its townships and its bureaus, and may change them', async () => {
    const params = { county }
    const { reply } = await desk.town.call('GET /api/counties/:county/roster', desk.ofCounty, { params })
    expect(reply.desk.map(({ calledAs }) => calledAs)).toEqual(['尹科长'])
    expect(reply.contacts).toMatchObject([{ calledAs: '沈主任', department: 'education', changeable: true }])
    expect(reply.townships.find(({ code }) => code === township)?.people).toEqual(
      expect.arrayContaining([expect.objectContaining({ calledAs: '段干事', changeable: true })]),
    )
    const theirs = await desk.town.call('GET /api/counties/:county/roster', desk.ofCounty, {
      params: { county: '530925' },
    })
    expect(theirs.status).toBe(404)
    const named = (of: string) =>
      desk.town.call('GET /api/counties/:county/townships', desk.ofCounty, { params: { county: of } })
    const here = (await named(county)).reply.townships
    expect(here).toEqual(reply.townships.map(({ code, name }) => ({ code, name })))
    expect(here).toContainEqual({ code: township, name: '军赛乡' })
    expect((await named('530925')).status).toBe(404)
    expect((await desk.roster()).contacts).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ calledAs: '江警官', changeable: true }),
        expect.objectContaining({ calledAs: '沈主任', changeable: false }),
      ]),
    )
  })

  test('the audit log has each deed, and nothing by which a person is known', async () => {
    const entries = await desk.town.house.db
      .collection('audit_entries')
      .find({ action: { $in: ['post.give', 'post.change', 'post.end'] } })
      .toArray()
    const actions = entries.map(({ action }) => action)
    expect(new Set(actions)).toEqual(new Set(['post.give', 'post.change', 'post.end']))
    for (const { details } of entries)
      expect(Object.keys(JSON.parse(details)).sort()).toEqual(['deputy', 'post'])
    expect(await desk.town.house.audit.verify()).toMatchObject({ broken: null })
  })

  test('a post’s name on the roster is what the API is asked by', async () => {
    for (const { post, role, territory, group, department } of await desk.lines())
      expect(post).toBe(
        postKey({ role, territory, group: group ?? undefined, department: department ?? undefined }),
      )
  })
})
