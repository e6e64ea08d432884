import { Text, View } from '@tarojs/components'
import {
  selfCareItemCodes,
  selfCareItems,
  selfCareLevels,
  selfCareOf,
} from '../../../shared/domain/self-care'
import { selfCareInWords } from '../../../shared/domain/visit-in-words'
import type { MemberDraft } from '../../client/visit-drafts'
import { Chips } from '../../components/chips/chips'
import { Field } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import { YesNo } from '../../components/yes-no/yes-no'
import type { SectionProps } from './section-props'

const allSix = (able: boolean) =>
  Object.fromEntries(selfCareItemCodes.map((item) => [item, able])) as Record<
    (typeof selfCareItemCodes)[number],
    boolean
  >

/** 能不能自理: six questions of each person who needs it; what they come to is computed at once. */
export function CareSection({ draft, faults, change }: SectionProps) {
  const named = draft.members.filter(({ name }) => name.trim() !== '')
  const put = (key: string, patch: Partial<MemberDraft>) =>
    change({ members: draft.members.map((one) => (one.key === key ? { ...one, ...patch } : one)) })
  const notAsked = named.filter(({ asked }) => !asked)
  if (named.length === 0) return <Text>先在上面写是哪些人。</Text>
  return (
    <>
      {named.map((member, at) =>
        member.asked ? (
          <PersonsCare
            key={member.key}
            member={member}
            fault={faults[`form.members.${at}.selfCare`]}
            onChange={(patch) => put(member.key, patch)}
            canBeLeftOut={named.length - notAsked.length > 1}
          />
        ) : null,
      )}
      {notAsked.length > 0 && (
        <Field label="还有谁要问">
          <Chips
            of={notAsked.map(({ key, name }) => ({ value: key, words: name }))}
            chosen={undefined}
            onChoose={(key) => key && put(key, { asked: true })}
          />
        </Field>
      )}
    </>
  )
}

function PersonsCare({
  member,
  fault,
  canBeLeftOut,
  onChange,
}: {
  member: MemberDraft
  fault: string | undefined
  canBeLeftOut: boolean
  onChange(patch: Partial<MemberDraft>): void
}) {
  const { name, selfCare, selfCareBefore } = member
  const level = selfCareOf(selfCare)
  const before =
    selfCareBefore && selfCareInWords({ name, health: [], occupation: '', selfCare: selfCareBefore })
  const untouched = Object.values(selfCare).every((answer) => answer === undefined)
  return (
    <View className="care">
      <View className="care__head">
        <View className="care__name" role="heading" aria-level="3">
          {name}
        </View>
        <View className={`care__level${level ? ` care__level--${level}` : ''}`} role="status">
          {level ? selfCareLevels[level] : '还没有问完'}
        </View>
      </View>
      {before && <Text className="care__before">上次：{before}</Text>}
      {untouched && (
        <View className="care__quick">
          <MainButton tone="plain" words="六样都能" onPress={() => onChange({ selfCare: allSix(true) })} />
          {selfCareBefore && (
            <MainButton
              tone="plain"
              words="和上次一样"
              onPress={() => onChange({ selfCare: selfCareBefore })}
            />
          )}
        </View>
      )}
      {selfCareItemCodes.map((item) => (
        <YesNo
          key={item}
          question={selfCareItems[item]}
          yes="能"
          no="不能"
          value={selfCare[item]}
          onAnswer={(answer) => onChange({ selfCare: { ...selfCare, [item]: answer } })}
        />
      ))}
      {fault && (
        <View className="field__fault" role="alert">
          {fault}
        </View>
      )}
      {canBeLeftOut && (
        <MainButton
          tone="plain"
          words={`不用问 ${name}`}
          onPress={() => onChange({ asked: false, selfCare: {} })}
        />
      )}
    </View>
  )
}
