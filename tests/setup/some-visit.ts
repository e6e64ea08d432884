import { randomUUID } from 'node:crypto'
import type { Contract } from '../../shared/contract/contract'
import type { RequestOf } from '../../shared/contract/endpoint'

/** A home visit as a phone sends it. */
export type SentVisit = RequestOf<Contract['POST /api/cases/:caseId/visits']>['body']
/** Its form. */
export type SentForm = SentVisit['form']

/** Somebody who can do all six things alone but take a bath. */
export const someSelfCare = {
  eating: true,
  dressing: true,
  bed: true,
  toilet: true,
  walking: true,
  bathing: false,
}

/** One of an invented family. */
export const someMember = {
  name: '岩三木',
  relation: 'head',
  age: 72,
  health: ['chronic'],
  labour: 'unable',
  selfCare: someSelfCare,
} as const satisfies NonNullable<SentForm['members']>[number]

/** A form that is right in every field; tests change what they are about. */
export const someForm = (changes: Partial<SentForm> = {}): SentForm => ({
  head: '岩三木',
  people: 2,
  members: [
    { ...someMember, health: [...someMember.health] },
    { name: '岩小木', relation: 'son', age: 41, occupation: '务农', yearlyIncome: '1,200' },
  ],
  housing: '土木房，漏雨',
  incomeSources: '种地',
  causes: ['illness'],
  degree: 'general',
  visitors: [
    { name: '鲍老师', title: '协理员' },
    { name: '周书记', title: '村党总支书记' },
  ],
  subjectTold: true,
  ...changes,
})

/** A visit that finds hardship, ten minutes after the tests' usual beginning. */
export const someVisit = (changes: Partial<SentVisit> = {}, form: Partial<SentForm> = {}): SentVisit => ({
  clientKey: randomUUID(),
  version: 0,
  happenedAt: '2026-11-24T02:10:00.000Z',
  conclusion: 'confirms',
  form: someForm(form),
  ...changes,
})
