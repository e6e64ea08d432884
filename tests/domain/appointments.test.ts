import { mayAppoint, type PostPlace, postKey, rolesToGive } from '../../shared/domain/appointments'
import { type Role, roleCodes } from '../../shared/domain/roles'

const county = '530924'
const township = `${county}205`
const village = `${township}203`
const held = (role: Role, territory: string): PostPlace[] => [{ role, territory }]

describe('who may give which post', () => {
  test.each<[string, PostPlace[], string, Role[]]>([
    [
      'an officer, in a village',
      held('township_officer', township),
      village,
      ['village_coordinator', 'village_secretary', 'group_leader'],
    ],
    [
      'an officer, at the township',
      held('township_officer', township),
      township,
      ['township_officer', 'department_contact'],
    ],
    [
      'a lead, at the township',
      held('township_lead', township),
      township,
      ['township_officer', 'township_lead', 'department_contact'],
    ],
    [
      'the county, at a township',
      held('county_officer', county),
      township,
      ['township_officer', 'township_lead', 'department_contact'],
    ],
    [
      'the county, at its own desk',
      held('county_officer', county),
      county,
      ['county_officer', 'department_contact'],
    ],
    ['the county, in a village', held('county_officer', county), village, []],
    ['an officer, in another township', held('township_officer', township), `${county}102`, []],
    ['a lead, at the county', held('township_lead', township), county, []],
    ['a place whose code only begins alike', held('township_officer', township), `${township}2`, []],
  ])('%s', (_, posts, territory, roles) => expect(rolesToGive(posts, territory)).toEqual(roles))

  test('nobody else gives any post anywhere', () => {
    const powerless = roleCodes.filter(
      (role) => !['township_officer', 'township_lead', 'county_officer'].includes(role),
    )
    for (const role of powerless)
      for (const territory of [county, township, village])
        expect(rolesToGive(held(role, territory), territory)).toEqual([])
  })

  test('an officer cannot make anybody the lead; a lead and the county can', () => {
    const lead: PostPlace = { role: 'township_lead', territory: township }
    expect(mayAppoint(held('township_officer', township), lead)).toBe(false)
    expect(mayAppoint(held('township_lead', township), lead)).toBe(true)
    expect(mayAppoint(held('county_officer', county), lead)).toBe(true)
  })

  test('posts that one person may hold side by side have names of their own', () => {
    expect(postKey({ role: 'group_leader', territory: village, group: 2 })).toBe(`group_leader.${village}.2`)
    expect(postKey({ role: 'department_contact', territory: township, department: 'police' })).toBe(
      `department_contact.${township}.police`,
    )
    expect(postKey({ role: 'township_lead', territory: township })).toBe(`township_lead.${township}`)
  })
})
