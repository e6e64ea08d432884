import { Types } from 'mongoose'
import type { Post } from '../../server/trust/policy'
import type { Role } from '../../shared/domain/roles'
import { openTestHouse, type TestHouse } from '../setup/test-house'

const county = '530924'
const township = `${county}205`
const village = `${township}203`

describe('who acts, and who comes next (R2, R9, R13)', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse()
    const somebody = (calledAs: string, ...posts: Post[]) => ({ demoId: `test-${calledAs}`, calledAs, posts })
    const post = (role: Role, territory: string, more: Partial<Post> = {}): Post => ({
      role,
      territory,
      title: '职务',
      ...more,
    })
    await town.rooms.people.putDemoPeople([
      somebody('村副', post('village_coordinator', village, { deputy: true })),
      somebody('片区', post('village_coordinator', township)),
      somebody('县住建', post('department_contact', county, { department: 'housing' })),
      somebody('乡住建副', post('department_contact', township, { department: 'housing', deputy: true })),
      somebody('县应急', post('department_contact', county, { department: 'emergency' })),
      somebody('别乡应急', post('department_contact', `${county}102`, { department: 'emergency' })),
    ])
  })
  afterAll(() => town.close())

  const idOf = async (name: string) => {
    const staff = await town.rooms.people.staffOf([county, township, village])
    const found = staff.find(({ calledAs }) => calledAs === name)
    if (!found) throw new Error(`${name} is nobody`)
    return found._id
  }
  const away = async (name: string, from: string, until: string) =>
    town.call('POST /api/absences', await town.signIn('officer'), {
      body: { account: String(await idOf(name)), from, until },
    })

  test('the line goes by roles, by nearness, and by who holds the post before who stands in', async () => {
    const roles = ['village_coordinator', 'village_secretary', 'township_officer', 'township_lead'] as const
    const line: string[] = []
    const gone: Types.ObjectId[] = []
    for (;;) {
      const next = await town.rooms.people.nextInLine(village, roles, gone)
      if (!next) break
      line.push(next.calledAs)
      gone.push(next.account)
    }
    expect(line).toEqual(['鲍老师', '村副', '片区', '周书记', '段干事', '罗副乡长'])
    expect((await town.rooms.people.actorFor(village, roles))?.calledAs).toBe('鲍老师')
    expect(
      await town.rooms.people.nextInLine(village, ['township_officer'], [new Types.ObjectId()]),
    ).toMatchObject({
      calledAs: '段干事',
      role: 'township_officer',
      title: '乡社会救助经办人',
    })
    expect(await town.rooms.people.nextInLine(village, ['system_administrator'], [])).toBeNull()
  })

  test('who is absent does not stand in it; who will be, still does', async () => {
    await away('村副', '2026-11-24T01:00:00.000Z', '2026-11-25T01:00:00.000Z')
    await away('片区', '2026-11-26T01:00:00.000Z', '2026-11-27T01:00:00.000Z')
    const next = await town.rooms.people.nextInLine(village, ['village_coordinator'], [await idOf('鲍老师')])
    expect(next?.calledAs).toBe('片区')
  })

  test('a department is answered for by its station in the township, else by its bureau in the county', async () => {
    const contact = async (department: Parameters<typeof town.rooms.people.contactOf>[1]) =>
      (await town.rooms.people.contactOf(village, department))?.calledAs
    expect(await contact('housing')).toBe('穆站长')
    await away('穆站长', '2026-11-24T01:00:00.000Z', '2026-11-25T01:00:00.000Z')
    expect(await contact('housing')).toBe('乡住建副')
    await away('乡住建副', '2026-11-24T01:00:00.000Z', '2026-11-25T01:00:00.000Z')
    expect(await contact('housing')).toBe('县住建')
    expect(await contact('education')).toBe('沈主任')
    expect(await contact('emergency')).toBe('县应急')
    expect(await contact('red_cross')).toBeUndefined()
  })
})
