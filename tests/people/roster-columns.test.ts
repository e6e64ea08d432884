import { departmentOf, isDeputy, roleOfTitle } from '../../server/people/roster-columns'

describe('what the words of a list of cadres mean', () => {
  test.each<[string, string | null, boolean]>([
    ['协理员', 'village_coordinator', false],
    ['村社会救助协理员（副）', 'village_coordinator', true],
    ['村党总支书记', 'village_secretary', false],
    ['支书', 'village_secretary', false],
    ['党总支副书记', 'village_secretary', true],
    ['三组组长', 'group_leader', false],
    ['副组长', 'group_leader', true],
    ['乡社会救助经办人', 'township_officer', false],
    ['民政助理', 'township_officer', false],
    ['副乡长', 'township_lead', false],
    ['分管领导', 'township_lead', false],
    ['会计', null, false],
    ['保洁员', null, false],
  ])('%s', (title, role, deputy) => expect([roleOfTitle(title), isDeputy(title, '')]).toEqual([role, deputy]))

  test('a column of its own says who stands in', () => {
    for (const yes of ['是', '副', '√', '1']) expect(isDeputy('协理员', yes)).toBe(true)
    for (const no of ['', '否', '正', '0']) expect(isDeputy('协理员', no)).toBe(false)
  })

  test.each<[string, string | null]>([
    ['派出所', 'police'],
    ['县教育体育局', 'education'],
    ['乡中心校', 'education'],
    ['卫生院', 'health'],
    ['医保', 'medical_insurance'],
    ['月亮局', null],
  ])('%s', (written, department) => expect(departmentOf(written)).toBe(department))
})
