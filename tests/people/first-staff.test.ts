import { Problem } from '../../server/http/problem'
import { addFirstStaff, bringInByOperator, type FirstStaff } from '../../server/people/first-staff'
import { openTestHouse, type TestHouse } from '../setup/test-house'

describe('npm run staff:add: the first officer of an installation', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse()
  })
  afterAll(() => town.close())

  const add = (changes: Partial<FirstStaff> = {}) =>
    addFirstStaff(town.rooms, {
      role: 'township_lead',
      territory: '530924205',
      name: '赵副乡长',
      phone: '19900000801',
      ...changes,
    })
  const refusal = async (changes: Partial<FirstStaff>) => {
    const error = await add(changes).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    if (!(error instanceof Problem)) throw new Error(`it was not refused: ${JSON.stringify(changes)}`)
    return { problem: error.problem, fields: error.more.fields?.map(({ field }) => field) }
  }

  test('is put in with the number encrypted and the deed in the audit log, once', async () => {
    const { id, known } = await add()
    expect(known).toBe(false)
    const person = await town.rooms.people.account(id)
    expect(person).toMatchObject({
      calledAs: '赵副乡长',
      posts: [{ role: 'township_lead', territory: '530924205', title: '乡分管领导' }],
    })
    expect(JSON.stringify(person)).not.toContain('19900000801')
    expect(await refusal({})).toMatchObject({ problem: 'changed-meanwhile' })
    const deeds = await town.house.db
      .collection('audit_entries')
      .find({ actor: 'operator', subjectId: id })
      .toArray()
    expect(deeds.map(({ action }) => action)).toEqual(['post.give'])
    expect(JSON.stringify(deeds)).not.toMatch(/19900000801|赵副乡长/)
  })

  test('the county’s desk too, and the same person in a second post', async () => {
    const first = await add({
      role: 'county_officer',
      territory: '530924',
      name: '钱科长',
      phone: '19900000802',
    })
    const again = await add({
      role: 'township_officer',
      name: '钱科长',
      phone: '19900000802',
      title: '经办人',
    })
    expect(again).toEqual({ id: first.id, known: true })
  })

  test('and is brought in by a one-time code, again when the phone was lost; a village’s people are not', async () => {
    const phone = '19900000803'
    await add({ name: '李副乡长', phone })
    for (let time = 0; time < 2; time += 1) {
      const { calledAs, code } = await bringInByOperator(town.rooms, phone)
      expect(calledAs).toBe('李副乡长')
      const { status, reply } = await town.call('POST /api/sessions/sign-in-link', null, {
        body: { code, lastFour: '0803' },
      })
      expect([status, reply.me.posts[0]?.role]).toEqual([201, 'township_lead'])
    }
    await expect(bringInByOperator(town.rooms, '19900000203')).rejects.toThrow(Problem)
  })

  test.each<[string, Partial<FirstStaff>, string]>([
    ['a role that is no desk’s', { role: 'village_coordinator' }, 'role'],
    ['a role that there is not', { role: 'boss' }, 'role'],
    ['a desk at the wrong place', { role: 'county_officer' }, 'role'],
    ['a code that is none', { territory: '53' }, 'territory'],
    ['a township that is not set up', { territory: '530924999' }, 'territory'],
    ['a county without a township', { role: 'county_officer', territory: '110101' }, 'territory'],
    ['a number that is none', { phone: '12345' }, 'phone'],
    ['nobody', { name: ' ' }, 'calledAs'],
    ['another name for a known number', { name: '孙某' }, 'calledAs'],
  ])('%s is refused by its name', async (_, wrong, field) => {
    expect([...new Set((await refusal(wrong)).fields)]).toEqual([field])
  })
})
