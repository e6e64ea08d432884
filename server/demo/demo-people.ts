import type { CardRecord } from '../outreach/card.model'
import type { DemoPerson } from '../people/people.service'

const township = '530924205'

const coordinators = ['赵老师', '李老师', '鲍老师', '杨老师', '何老师', '田老师']
const secretaries = ['钱书记', '孙书记', '周书记', '吴书记', '郑书记', '王书记']
const villageNumbers = [201, 202, 203, 204, 205, 206]

/** The demo's people: all invented. Each village has a coordinator and a secretary, the township an officer and a lead. */
export const demoPeople: DemoPerson[] = [
  { demoId: 'resident', calledAs: '岩三木', posts: [] },
  ...villageNumbers.map((number, i) => ({
    demoId: `coordinator-${number}`,
    calledAs: coordinators[i] ?? '',
    posts: [{ role: 'village_coordinator' as const, territory: `${township}${number}`, title: '协理员' }],
  })),
  ...villageNumbers.map((number, i) => ({
    demoId: `secretary-${number}`,
    calledAs: secretaries[i] ?? '',
    posts: [{ role: 'village_secretary' as const, territory: `${township}${number}`, title: '村党总支书记' }],
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
  {
    demoId: 'county',
    calledAs: '尹科长',
    posts: [{ role: 'county_officer', territory: '530924', title: '县民政局工作人员' }],
  },
]

/** One card in each village's group chat, and the township's own window. */
export const demoCards: Omit<CardRecord, 'createdAt'>[] = [
  ...villageNumbers.map((number) => ({
    _id: `demo0${number}`,
    kind: 'group_chat' as const,
    township,
    village: `${township}${number}`,
  })),
  { _id: 'demo0000', kind: 'window' as const, township, village: null },
]
