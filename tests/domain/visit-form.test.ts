import type { CaseState } from '../../shared/domain/case-states'
import {
  causesSuggestedBy,
  conclusionsOpen,
  eventOfVisit,
  faultOfVisitTime,
  type VisitConclusion,
} from '../../shared/domain/home-visit'
import { eventsOpenTo } from '../../shared/domain/life-cycle'
import type { Role } from '../../shared/domain/roles'
import {
  classificationOf,
  faultsOfVisit,
  type HouseholdMember,
  type VisitForm,
  type VisitRecord,
} from '../../shared/domain/visit-form'
import { visitInFull, visitInShort } from '../../shared/domain/visit-in-words'

const able = { eating: true, dressing: true, bed: true, toilet: true, walking: true, bathing: true }
const someMember = (changes: Partial<HouseholdMember> = {}): HouseholdMember => ({
  name: '岩三木',
  relation: 'head',
  age: 72,
  health: ['chronic'],
  labour: 'unable',
  occupation: '',
  selfCare: { ...able, bathing: false },
  ...changes,
})
const someForm = (changes: Partial<VisitForm> = {}): VisitForm => ({
  head: '岩三木',
  people: 2,
  members: [someMember(), { name: '岩小木', health: [], occupation: '务农', yearlyIncome: 120_000 }],
  housing: '土木房，漏雨',
  assets: '',
  incomeSources: '种地',
  supporters: '',
  bodyCondition: '',
  causes: ['illness'],
  degree: 'general',
  visitors: [
    { name: '鲍老师', title: '协理员' },
    { name: '周书记', title: '村党总支书记' },
  ],
  aloneBecause: '',
  ...changes,
})
const someVisit = (changes: Partial<VisitRecord> = {}, form: Partial<VisitForm> = {}): VisitRecord => ({
  conclusion: 'confirms',
  explanation: '',
  words: '',
  form: someForm(form),
  ...changes,
})
const faultyFields = (visit: VisitRecord) => faultsOfVisit(visit).map(({ field }) => field)

describe('what a visit must say', () => {
  test('a whole form is in order', () => expect(faultyFields(someVisit())).toEqual([]))

  test.each<[string, Partial<VisitRecord>, Partial<VisitForm>, string[]]>([
    ['nobody went', {}, { visitors: [] }, ['form.visitors']],
    ['one went, without a reason', {}, { visitors: [{ name: '鲍老师', title: '' }] }, ['form.aloneBecause']],
    ['one went, and says why', {}, { visitors: [{ name: '鲍老师', title: '' }], aloneBecause: '夜里' }, []],
    ['no head and no count', {}, { head: undefined, people: undefined }, ['form.head', 'form.people']],
    ['fewer people than members', {}, { people: 1 }, ['form.people']],
    ['no members', {}, { members: [] }, ['form.members']],
    [
      'nobody was asked the six',
      {},
      { members: [someMember({ selfCare: undefined })] },
      ['form.members.0.selfCare'],
    ],
    ['no cause and no degree', {}, { causes: [], degree: undefined }, ['form.causes', 'form.degree']],
    [
      'healthy and ill at once',
      {},
      { members: [someMember({ health: ['healthy', 'severe'] })] },
      ['form.members.0.health'],
    ],
    [
      'a kind of disability without one',
      {},
      { members: [someMember({ disability: { kind: 'limbs' } })] },
      ['form.members.0.disability'],
    ],
    ['not eligible, unexplained', { conclusion: 'not_eligible' }, {}, ['explanation']],
    [
      'not eligible needs no cause',
      { conclusion: 'not_eligible', explanation: '儿子在领工资' },
      { causes: [], degree: undefined, members: [] },
      [],
    ],
    ['unfounded, without a word', { conclusion: 'unfounded' }, { members: [], head: undefined }, ['words']],
    [
      'unfounded: nobody lives there',
      { conclusion: 'unfounded', words: '没有这家人' },
      { members: [], head: undefined, people: undefined, causes: [], degree: undefined },
      [],
    ],
  ])('%s', (_, visit, form, fields) => expect(faultyFields(someVisit(visit, form))).toEqual(fields))
})

describe('what a visit moves, by the life-cycle table', () => {
  test.each<[CaseState, Role, VisitConclusion, string | null]>([
    ['assigned', 'village_coordinator', 'confirms', 'visit_confirms'],
    ['accepted', 'village_secretary', 'confirms', 'visit_confirms'],
    ['accepted', 'village_coordinator', 'not_eligible', 'visit_not_eligible'],
    ['accepted', 'village_coordinator', 'unfounded', 'visit_unfounded'],
    ['verified', 'township_officer', 'confirms', 'visit_confirms'],
    ['reported', 'village_coordinator', 'confirms', null],
    ['reported', 'township_officer', 'confirms', 'township_confirms'],
    ['reported', 'township_officer', 'not_eligible', 'decide_not_eligible'],
    ['reported', 'township_officer', 'unfounded', null],
    ['joint_inquiry', 'county_officer', 'confirms', 'joint_confirms'],
    ['joint_inquiry', 'village_coordinator', 'confirms', null],
    ['accepted', 'county_officer', 'confirms', null],
    ['in_relief', 'township_lead', 'confirms', null],
    ['closed', 'township_lead', 'unfounded', null],
    ['triage', 'township_officer', 'confirms', null],
    ['accepted', 'group_leader', 'confirms', null],
    ['accepted', 'department_contact', 'confirms', null],
  ])('%s, %s, %s: %s', (state, role, conclusion, event) => {
    expect(eventOfVisit(conclusion, eventsOpenTo(state, [role]))).toBe(event)
  })

  test('what is hidden is not moved by a visit', () =>
    expect(conclusionsOpen(eventsOpenTo('accepted', ['township_lead'], 'abuse'))).toEqual([]))

  test('the screen offers the conclusions that move something', () => {
    expect(conclusionsOpen(eventsOpenTo('accepted', ['village_coordinator']))).toEqual([
      'confirms',
      'not_eligible',
      'unfounded',
    ])
    expect(conclusionsOpen(eventsOpenTo('reported', ['township_officer']))).toEqual([
      'confirms',
      'not_eligible',
    ])
  })
})

describe('when a visit can have happened', () => {
  const at = (china: string) => new Date(`${china}+08:00`)
  const reported = at('2026-11-24T10:00:40')
  const now = at('2026-11-29T12:00:00')
  test.each([
    ['2026-11-24T10:00:00', null],
    ['2026-11-24T09:59:59', /比报事还早/],
    ['2026-11-28T20:30:00', null],
    ['2026-11-29T12:04:59', null],
    ['2026-11-29T12:05:01', /还没有到/],
  ])('%s', (happened, fault) => {
    const said = faultOfVisitTime(at(happened), now, reported)
    if (fault) expect(said).toMatch(fault)
    else expect(said).toBeNull()
  })
})

describe('what a visit says of the family', () => {
  test('the reported trouble suggests causes, each once', () => {
    expect(causesSuggestedBy(['illness', 'elder_alone', 'illness'])).toEqual(['illness', 'no_labour'])
    expect(causesSuggestedBy(['water', 'other'])).toEqual([])
  })

  test('the ledger takes those who were asked, and of them the worst', () => {
    const nobody = { ...able, eating: false, dressing: false, bed: false, toilet: false }
    const members = [
      someMember({ health: ['healthy'], labour: 'able', selfCare: able }),
      someMember({ health: ['severe', 'chronic'], labour: 'partly', selfCare: nobody }),
      someMember({ health: ['disabled'], labour: 'unable', selfCare: undefined }),
    ]
    expect(classificationOf(someForm({ members, category: 'minimum_living' }))).toEqual({
      degree: 'general',
      category: 'minimum_living',
      causes: ['illness'],
      health: ['severe', 'chronic'],
      labour: 'partly',
      selfCare: 'none',
    })
    expect(classificationOf(someForm({ degree: undefined }))).toBeNull()
  })

  test('in short and in full', () => {
    const member = someMember({
      health: ['chronic', 'disabled'],
      disability: { kind: 'limbs', degree: 2 },
      yearlyIncome: 120_000,
    })
    const visit = someVisit({ words: '屋里潮' }, { members: [member], people: 2, registeredAt: '永德县' })
    expect(visitInShort(visit)).toEqual(['2 口人：岩三木', '岩三木 半自理（洗澡要人帮）', '一般困难 · 因病'])
    const full = Object.fromEntries(visitInFull(visit).map(({ label, words }) => [label, words]))
    expect(full).toMatchObject({
      户主: '岩三木',
      岩三木: '户主，72 岁，慢性病、残疾（肢体二级），无劳动能力，年收入 1,200 元',
      户口: '不在本地，在永德县',
      核查人: '协理员 鲍老师、村党总支书记 周书记',
      看到的情况: '屋里潮',
    })
    expect(full).not.toHaveProperty('大宗财产')
  })
})
