import type { Department } from '../../shared/domain/code-lists'
import type { CardRecord } from '../outreach/card.model'
import type { NewCard } from '../outreach/cards.service'
import type { DemoPerson } from '../people/people.service'

const township = '530924205'
const county = '530924'

const coordinators = ['赵老师', '李老师', '鲍老师', '杨老师', '何老师', '田老师']
const secretaries = ['钱书记', '孙书记', '周书记', '吴书记', '郑书记', '王书记']
const villageNumbers = [201, 202, 203, 204, 205, 206]

const deputies = [
  { number: 204, calledAs: '魏老师' },
  { number: 205, calledAs: '彭老师' },
]

const groupLeaders = [
  { number: 204, group: 1, calledAs: '俸组长' },
  { number: 205, group: 1, calledAs: '肖组长' },
  { number: 205, group: 3, calledAs: '字组长' },
  { number: 206, group: 2, calledAs: '蒋组长' },
]

const contacts: { department: Department; territory: string; calledAs: string; title: string }[] = [
  { department: 'education', territory: county, calledAs: '沈主任', title: '县教育体育局 学生资助' },
  { department: 'housing', territory: township, calledAs: '穆站长', title: '乡村镇建设服务中心' },
  { department: 'medical_insurance', territory: township, calledAs: '陶大姐', title: '乡医保服务站' },
  { department: 'police', territory: township, calledAs: '江警官', title: '派出所' },
]

/** Numbers from 200 on, so that none is a villager's of the demo: one number is one account. */
const withPhones = (people: readonly DemoPerson[]): DemoPerson[] =>
  people.map((person, at) =>
    person.posts.length === 0 ? person : { ...person, phone: `1990000${String(200 + at).padStart(4, '0')}` },
  )

/**
 * The demo's people: all invented. Each village has a coordinator and a secretary, some a deputy and leaders of
 * groups; the township has an officer, a lead and contacts of local stations; the county an officer and a bureau.
 */
export const demoPeople: DemoPerson[] = withPhones([
  { demoId: 'resident', calledAs: '岩三木', posts: [] },
  ...villageNumbers.map((number, i) => ({
    demoId: `coordinator-${number}`,
    calledAs: coordinators[i] ?? '',
    posts: [{ role: 'village_coordinator' as const, territory: `${township}${number}`, title: '协理员' }],
  })),
  ...deputies.map(({ number, calledAs }) => ({
    demoId: `deputy-coordinator-${number}`,
    calledAs,
    posts: [
      {
        role: 'village_coordinator' as const,
        territory: `${township}${number}`,
        title: '协理员',
        deputy: true,
      },
    ],
  })),
  ...villageNumbers.map((number, i) => ({
    demoId: `secretary-${number}`,
    calledAs: secretaries[i] ?? '',
    posts: [{ role: 'village_secretary' as const, territory: `${township}${number}`, title: '村党总支书记' }],
  })),
  ...groupLeaders.map(({ number, group, calledAs }) => ({
    demoId: `leader-${number}-${group}`,
    calledAs,
    posts: [{ role: 'group_leader' as const, territory: `${township}${number}`, title: '小组长', group }],
  })),
  {
    demoId: 'officer',
    calledAs: '段干事',
    posts: [{ role: 'township_officer', territory: township, title: '乡社会救助经办人' }],
  },
  {
    demoId: 'lead',
    calledAs: '罗副乡长',
    posts: [{ role: 'township_lead', territory: township, title: '乡分管领导' }],
  },
  ...contacts.map(({ department, territory, calledAs, title }) => ({
    demoId: `contact-${department.replaceAll('_', '-')}`,
    calledAs,
    posts: [{ role: 'department_contact' as const, territory, title, department }],
  })),
  {
    demoId: 'county',
    calledAs: '尹科长',
    posts: [{ role: 'county_officer', territory: county, title: '县民政局工作人员' }],
  },
])

/** One card in each village's group chat, and the township's own window. */
export const demoCards: (NewCard & Pick<CardRecord, '_id'>)[] = [
  ...villageNumbers.map((number) => ({
    _id: `demo0${number}`,
    kind: 'group_chat' as const,
    township,
    village: `${township}${number}`,
  })),
  { _id: 'demo0000', kind: 'window' as const, township, village: null },
]
