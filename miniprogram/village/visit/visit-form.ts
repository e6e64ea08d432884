import type { Contract } from '../../../shared/contract/contract'
import type { RequestOf } from '../../../shared/contract/endpoint'
import { faultOfVisitTime } from '../../../shared/domain/home-visit'
import { moneyToType, readMoney } from '../../../shared/domain/money'
import { type SelfCareAnswers, selfCareItemCodes } from '../../../shared/domain/self-care'
import {
  type FormFault,
  faultsOfVisit,
  type HouseholdMember,
  oldestAge,
  type VisitForm,
} from '../../../shared/domain/visit-form'
import { newClientKey } from '../../client/random'
import type { MemberDraft, Prefill, VisitDraft } from '../../client/visit-drafts'

type Submission = RequestOf<Contract['POST /api/cases/:caseId/visits']>['body']

/** An empty line for one more of the family. */
export async function newMember(known: Partial<MemberDraft> = {}): Promise<MemberDraft> {
  const key = await newClientKey()
  return {
    key,
    name: '',
    age: '',
    health: [],
    occupation: '',
    yearlyIncome: '',
    asked: false,
    selfCare: {},
    ...known,
  }
}

type KnownMember = Prefill['form']['members'][number]

const memberFrom = (known: KnownMember, asked: boolean) =>
  newMember({
    name: known.name,
    relation: known.relation,
    age: known.age === undefined ? '' : String(known.age),
    health: known.health,
    disabilityKind: known.disability?.kind,
    disabilityDegree: known.disability?.degree,
    labour: known.labour,
    occupation: known.occupation,
    yearlyIncome: known.yearlyIncome === undefined ? '' : moneyToType(known.yearlyIncome),
    asked,
    selfCareBefore: known.selfCare,
  })

/** Begins a visit with everything that is known: nothing is typed twice (R5). */
export async function beginVisit(prefill: Prefill): Promise<VisitDraft> {
  const { form } = prefill
  const known = form.members
  const askedBefore = known.some(({ selfCare }) => selfCare)
  const members = await Promise.all(
    known.map((one, at) => memberFrom(one, askedBefore ? one.selfCare !== undefined : at === 0)),
  )
  return {
    clientKey: await newClientKey(),
    caseId: prefill.caseId,
    version: prefill.version,
    happenedAt: new Date().toISOString(),
    open: 'who',
    visitors: [prefill.me],
    aloneBecause: '',
    members: members.length > 0 ? members : [await newMember({ asked: true })],
    people: form.people ?? Math.max(1, members.length),
    housing: form.housing,
    assets: form.assets,
    incomeSources: form.incomeSources,
    supporters: form.supporters,
    bodyCondition: form.bodyCondition,
    causes: form.causes,
    degree: form.degree,
    category: form.category,
    phone: '',
    idNumber: '',
    fromElsewhere: form.registeredAt !== undefined,
    registeredAt: form.registeredAt ?? '',
    photos: [],
    signature: null,
    explanation: '',
    words: '',
  }
}

const wholeNumber = /^\d{1,3}$/
const ageOf = (typed: string) => {
  const plain = typed.normalize('NFKC').trim()
  return wholeNumber.test(plain) ? Number(plain) : undefined
}
const allAnswered = (answers: Partial<SelfCareAnswers>): answers is SelfCareAnswers =>
  selfCareItemCodes.every((item) => answers[item] !== undefined)

/** What was typed of one person, as the rules read it. */
export const memberOf = (draft: MemberDraft): HouseholdMember => ({
  name: draft.name.trim(),
  relation: draft.relation,
  age: ageOf(draft.age),
  health: draft.health,
  ...(draft.health.includes('disabled') &&
    draft.disabilityKind && {
      disability: { kind: draft.disabilityKind, degree: draft.disabilityDegree },
    }),
  labour: draft.labour,
  occupation: draft.occupation.trim(),
  yearlyIncome:
    draft.yearlyIncome.trim() === '' ? undefined : (readMoney(draft.yearlyIncome).fen ?? undefined),
  ...(draft.asked && allAnswered(draft.selfCare) && { selfCare: draft.selfCare }),
})

/** Those of the family who were named; a line that was left empty is nobody. */
const named = ({ members }: VisitDraft) => members.filter(({ name }) => name.trim() !== '')

/** 户主: whoever was put down as such. */
export const headOf = (draft: VisitDraft): string | undefined =>
  named(draft)
    .find(({ relation }) => relation === 'head')
    ?.name.trim()

/** How many live there: never fewer than were named. */
export const peopleOf = (draft: VisitDraft): number => Math.max(draft.people, named(draft).length)

const said = (words: string) => words.trim() || undefined

/** The form as the rules read it. */
export const formOf = (draft: VisitDraft): VisitForm => ({
  head: headOf(draft),
  people: peopleOf(draft),
  members: named(draft).map(memberOf),
  housing: draft.housing.trim(),
  assets: draft.assets.trim(),
  incomeSources: draft.incomeSources.trim(),
  supporters: draft.supporters.trim(),
  bodyCondition: draft.bodyCondition.trim(),
  causes: draft.causes,
  degree: draft.degree,
  category: draft.category,
  phone: said(draft.phone),
  idNumber: said(draft.idNumber),
  registeredAt: draft.fromElsewhere ? said(draft.registeredAt) : undefined,
  visitors: draft.visitors,
  aloneBecause: draft.visitors.length === 1 ? draft.aloneBecause.trim() : '',
  subjectTold: draft.subjectTold,
  position: draft.position,
})

/** The visit as it is sent, without its pictures. */
export function submissionOf(draft: VisitDraft): Omit<Submission, 'photos' | 'signature'> {
  const form = formOf(draft)
  const typed = named(draft)
  return {
    clientKey: draft.clientKey,
    version: draft.version,
    happenedAt: draft.happenedAt,
    conclusion: draft.conclusion ?? 'confirms',
    explanation: draft.conclusion === 'not_eligible' ? draft.explanation.trim() : '',
    words: draft.words.trim(),
    form: {
      ...form,
      members: form.members.map((member, at) => ({
        ...member,
        yearlyIncome: said(typed[at]?.yearlyIncome ?? ''),
      })),
    },
  }
}

const phoneNumber = /^(?:1\d{10}|0\d{9,11})$/
const identityNumber = /^\d{17}[\dX]$/
const plain = (typed: string) =>
  typed
    .normalize('NFKC')
    .replace(/[\s-]/g, '')
    .replace(/^\+?86(?=1\d{10}$)/, '')
    .toUpperCase()

/** What is wrong with what was typed of one person, before the rules can read it. */
const faultsOfTyped = (member: MemberDraft, at: number): FormFault[] => {
  const { age, yearlyIncome, name } = member
  const at_ = `form.members.${at}`
  const faults: FormFault[] = []
  const years = ageOf(age)
  if (age.trim() !== '' && (years === undefined || years > oldestAge))
    faults.push({ field: `${at_}.age`, message: `${name}的岁数写数字，最大 ${oldestAge}` })
  const { fault } = readMoney(yearlyIncome)
  if (yearlyIncome.trim() !== '' && fault) faults.push({ field: `${at_}.yearlyIncome`, message: fault })
  if (member.asked && !allAnswered(member.selfCare))
    faults.push({ field: `${at_}.selfCare`, message: `${name}的六样还没有问完` })
  return faults
}

/**
 * What can be seen to be wrong before sending: the same rules as the server's, so that what was written where there is
 * no signal is not refused hours later.
 */
export function faultsIn(draft: VisitDraft, prefill: Prefill, now: Date): FormFault[] {
  const faults: FormFault[] = []
  const time = faultOfVisitTime(new Date(draft.happenedAt), now, new Date(prefill.notBefore))
  if (time) faults.push({ field: 'happenedAt', message: time })
  const nobodyThere = draft.conclusion === 'unfounded'
  const typed = named(draft).flatMap(faultsOfTyped)
  faults.push(...typed.filter(({ field }) => !nobodyThere || !field.endsWith('selfCare')))
  if (draft.phone.trim() !== '' && !phoneNumber.test(plain(draft.phone)))
    faults.push({ field: 'form.phone', message: '电话号码不对，手机是 11 位数字' })
  if (draft.idNumber.trim() !== '' && !identityNumber.test(plain(draft.idNumber)))
    faults.push({ field: 'form.idNumber', message: '身份证号是 18 位' })
  if (draft.fromElsewhere && draft.registeredAt.trim() === '')
    faults.push({ field: 'form.registeredAt', message: '户口在哪里，写一下' })
  if (draft.photos.some(({ refused }) => refused !== undefined))
    faults.push({ field: 'photos', message: '有照片发不了，请拿掉或者换一张' })
  if (draft.signature?.refused !== undefined)
    faults.push({ field: 'signature', message: '签名发不了，请重新签一次' })
  if (prefill.asksTold && draft.subjectTold === undefined && !nobodyThere)
    faults.push({ field: 'form.subjectTold', message: '有没有告诉他本人，点一下' })
  faults.push(
    ...faultsOfVisit({
      conclusion: draft.conclusion ?? 'confirms',
      explanation: draft.explanation.trim(),
      words: draft.words.trim(),
      form: formOf(draft),
    }).filter(({ field }) => !faults.some((one) => one.field === field)),
  )
  if (draft.conclusion === undefined) faults.push({ field: 'conclusion', message: '看下来怎么样，选一个' })
  return faults
}
