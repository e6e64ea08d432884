import { z } from 'zod'
import {
  disabilityKindCodes,
  hardshipCauseCodes,
  hardshipDegreeCodes,
  healthConditionCodes,
  householdCategoryCodes,
  labourCapacityCodes,
} from '../domain/code-lists'
import { disabilityDegreeCodes, relationCodes } from '../domain/home-visit'
import { mostMembers, mostVisitors, oldestAge } from '../domain/visit-form'
import { identityNumber, line, money, personName, phone, phonePosition, words } from './fields'

const said = (longest: number) => line(longest).default('')

const selfCare = z
  .strictObject({
    eating: z.boolean(),
    dressing: z.boolean(),
    bed: z.boolean(),
    toilet: z.boolean(),
    walking: z.boolean(),
    bathing: z.boolean(),
  })
  .meta({ id: 'SelfCare', description: '自理六项，能自己做的为 true（豫民〔2021〕7号）' })

/** One of the family, as it is sent. */
const givenMember = z
  .strictObject({
    name: personName,
    relation: z.enum(relationCodes).optional(),
    age: z.int('岁数写整数').min(0, '岁数不能是负数').max(oldestAge, `岁数最大 ${oldestAge}`).optional(),
    health: z.array(z.enum(healthConditionCodes)).max(healthConditionCodes.length).default([]),
    disability: z
      .strictObject({
        kind: z.enum(disabilityKindCodes),
        degree: z.literal(disabilityDegreeCodes).optional(),
      })
      .optional(),
    labour: z.enum(labourCapacityCodes).optional(),
    occupation: said(40),
    yearlyIncome: money().optional(),
    selfCare: selfCare.optional(),
  })
  .meta({ id: 'HouseholdMember', description: '家庭成员' })

/** One of the family as an earlier visit knows them: the same, with the amount in fen. */
export const knownMember = givenMember
  .omit({ yearlyIncome: true })
  .extend({ yearlyIncome: z.int().optional() })
  .meta({ id: 'KnownMember', description: '以前核查时的家庭成员' })

/** 入户核查表 as it is sent. */
export const givenForm = z
  .strictObject({
    head: personName.optional(),
    people: z.int('人口写整数').min(1, '至少一口人').max(mostMembers, `最多 ${mostMembers} 口人`).optional(),
    members: z.array(givenMember).max(mostMembers, `最多写 ${mostMembers} 个人`).default([]),
    housing: said(200),
    assets: said(200),
    incomeSources: said(200),
    supporters: said(200),
    bodyCondition: words(500).default(''),
    causes: z.array(z.enum(hardshipCauseCodes)).max(hardshipCauseCodes.length).default([]),
    degree: z.enum(hardshipDegreeCodes).optional(),
    category: z.enum(householdCategoryCodes).optional(),
    phone: phone.optional(),
    idNumber: identityNumber.optional(),
    registeredAt: line(60).min(1, '户口在哪里，写一下').optional(),
    visitors: z
      .array(z.strictObject({ name: personName, title: said(30) }))
      .max(mostVisitors, `最多写 ${mostVisitors} 个人`)
      .default([]),
    aloneBecause: said(200),
    subjectTold: z.boolean().optional(),
    position: phonePosition.optional(),
  })
  .meta({ id: 'VisitForm', description: '入户核查表' })
