import {
  disabilityKinds,
  hardshipCauses,
  hardshipDegrees,
  healthConditions,
  householdCategories,
  labourCapacities,
} from './code-lists'
import { disabilityDegrees, relations, visitConclusions } from './home-visit'
import { formatMoney } from './money'
import { selfCareItemCodes, selfCareItems, selfCareLevels, selfCareOf } from './self-care'
import type { HouseholdMember, VisitForm, VisitorName, VisitRecord } from './visit-form'

/** One line of a form as it is read: what it is about, and what was written. */
export interface FormLine {
  label: string
  words: string
}

const listed = (parts: readonly (string | null | undefined | false)[], between = '，') =>
  parts.filter(Boolean).join(between)

const healthInWords = ({ health, disability }: HouseholdMember) =>
  health
    .map((one) => {
      if (one !== 'disabled' || !disability) return healthConditions[one]
      const { kind, degree } = disability
      return `残疾（${disabilityKinds[kind]}${degree ? disabilityDegrees[degree] : ''}）`
    })
    .join('、')

/** 户主，72 岁，慢性病、残疾（肢体二级），无劳动能力，务农，年收入 1,200 元: what is known of one of the family. */
export const memberInWords = (member: HouseholdMember): string => {
  const { relation, age, labour, occupation, yearlyIncome } = member
  return listed([
    relation && relations[relation],
    age !== undefined && `${age} 岁`,
    healthInWords(member),
    labour && labourCapacities[labour],
    occupation,
    yearlyIncome !== undefined && `年收入 ${formatMoney(yearlyIncome)}`,
  ])
}

/** 半自理（洗澡、上厕所要人帮）: what the six answers of one person come to; empty where they were not asked. */
export function selfCareInWords({ selfCare }: HouseholdMember): string {
  const level = selfCare && selfCareOf(selfCare)
  if (!level) return ''
  const lost = selfCareItemCodes.filter((item) => !selfCare[item])
  const which = lost.map((item) => selfCareItems[item].replace(/^自己/, '').replace('在屋里自己', '屋里'))
  return lost.length === 0 ? selfCareLevels[level] : `${selfCareLevels[level]}（${which.join('、')}要人帮）`
}

/** 协理员 鲍老师、支书 周书记. */
export const visitorsInWords = (visitors: readonly VisitorName[]): string =>
  visitors.map(({ title, name }) => listed([title, name], ' ')).join('、')

const peopleInWords = ({ people, members }: VisitForm) =>
  listed([people !== undefined && `${people} 口人`, members.map(({ name }) => name).join('、')], '：')

/** A visit in three or four lines, for the case's page. */
export const visitInShort = ({ form }: VisitRecord): string[] =>
  [
    peopleInWords(form),
    ...form.members.map((member) =>
      listed([selfCareInWords(member) && member.name, selfCareInWords(member)], ' '),
    ),
    listed(
      [
        form.degree && hardshipDegrees[form.degree],
        form.causes.map((cause) => hardshipCauses[cause]).join('、'),
        form.category && householdCategories[form.category],
      ],
      ' · ',
    ),
  ].filter(Boolean)

/** The whole form, line by line, without what was left empty. */
export function visitInFull(visit: VisitRecord): FormLine[] {
  const { conclusion, explanation, words, form } = visit
  const told = form.subjectTold === undefined ? '' : form.subjectTold ? '告诉过了' : '还没有告诉'
  const { position } = form
  const lines: [string, string | undefined | false][] = [
    ['户主', form.head],
    ['家庭人口', form.people !== undefined && `${form.people} 口人`],
    ...form.members.map((member): [string, string] => [member.name, memberInWords(member) || '没有写']),
    ...form.members.map((member): [string, string] => [`${member.name}自理`, selfCareInWords(member)]),
    ['身体状况', form.bodyCondition],
    ['住房', form.housing],
    ['大宗财产', form.assets],
    ['经济来源', form.incomeSources],
    ['法定赡抚养人', form.supporters],
    ['致困原因', form.causes.map((cause) => hardshipCauses[cause]).join('、')],
    ['困难程度', form.degree && hardshipDegrees[form.degree]],
    ['家庭类别', form.category && householdCategories[form.category]],
    ['家里电话', form.phone],
    ['户主身份证号', form.idNumber],
    ['户口', form.registeredAt && `不在本地，在${form.registeredAt}`],
    ['核查人', visitorsInWords(form.visitors)],
    ['一个人去的原因', form.aloneBecause],
    ['有人替他报的事，告诉本人没有', told],
    ['位置', position && `北纬 ${position.lat.toFixed(4)}，东经 ${position.lng.toFixed(4)}`],
    ['结论', visitConclusions[conclusion]],
    ['跟家里解释的', explanation],
    ['看到的情况', words],
  ]
  return lines.flatMap(([label, written]) => (written ? [{ label, words: written }] : []))
}
