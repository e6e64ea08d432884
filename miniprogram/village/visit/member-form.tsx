import { Text, View } from '@tarojs/components'
import { disabilityKinds, healthConditions, labourCapacities } from '../../../shared/domain/code-lists'
import {
  type DisabilityDegree,
  disabilityDegreeCodes,
  disabilityDegrees,
  relations,
} from '../../../shared/domain/home-visit'
import type { MemberDraft } from '../../client/visit-drafts'
import { Chips } from '../../components/chips/chips'
import { ManyChips } from '../../components/chips/many-chips'
import { Field, Line } from '../../components/field/field'
import { Press } from '../../components/press/press'
import { choices } from './section-props'

const degrees = disabilityDegreeCodes.map((degree) => ({
  value: String(degree),
  words: disabilityDegrees[degree],
}))
const occupations = ['务农', '打工', '上学', '在家', '无业'] as const

/** Everything that is asked of one person of the family. Whatever nobody knows stays empty. */
export function MemberForm({
  member,
  at,
  faults,
  onChange,
  onClose,
  onRemove,
}: {
  member: MemberDraft
  /** Its place among those who have a name. */
  at: number
  faults: Partial<Record<string, string>>
  onChange(patch: Partial<MemberDraft>): void
  onClose(): void
  onRemove?: () => void
}) {
  const who = member.name.trim() || '这个人'
  const fault = (field: string) => faults[`form.members.${at}.${field}`]
  return (
    <View className="member member--open">
      <Field label="名字">
        <Line
          label="名字"
          placeholder="叫什么"
          longest={30}
          value={member.name}
          onChange={(name) => onChange({ name })}
        />
      </Field>
      <Field label="是户主的什么人">
        <Chips
          of={choices(relations)}
          chosen={member.relation}
          onChoose={(relation) => onChange({ relation })}
        />
      </Field>
      <Field label="多大岁数" fault={fault('age')}>
        <Line
          label={`${who}的岁数`}
          placeholder="周岁"
          type="number"
          longest={3}
          value={member.age}
          onChange={(age) => onChange({ age })}
        />
      </Field>
      <Field label="身体怎么样" hint="可以选几样" fault={fault('health') ?? fault('disability')}>
        <ManyChips
          of={choices(healthConditions)}
          chosen={member.health}
          onChoose={(health) => {
            const newest = health[health.length - 1]
            onChange({
              health: newest === 'healthy' ? ['healthy'] : health.filter((one) => one !== 'healthy'),
            })
          }}
        />
      </Field>
      {member.health.includes('disabled') && (
        <Field label="哪种残疾，几级">
          <Chips
            of={choices(disabilityKinds)}
            chosen={member.disabilityKind}
            onChoose={(disabilityKind) => onChange({ disabilityKind })}
          />
          {member.disabilityKind && (
            <Chips
              of={degrees}
              chosen={member.disabilityDegree && String(member.disabilityDegree)}
              onChoose={(degree) =>
                onChange({ disabilityDegree: degree ? (Number(degree) as DisabilityDegree) : undefined })
              }
            />
          )}
        </Field>
      )}
      <Field label="能不能干活">
        <Chips
          of={choices(labourCapacities)}
          chosen={member.labour}
          onChoose={(labour) => onChange({ labour })}
        />
      </Field>
      <Field label="做什么的">
        <Chips
          of={occupations.map((value) => ({ value, words: value }))}
          chosen={occupations.find((one) => one === member.occupation)}
          onChoose={(occupation) => onChange({ occupation: occupation ?? '' })}
        />
        <Line
          label={`${who}做什么`}
          placeholder="上面没有的，写在这里"
          longest={40}
          value={member.occupation}
          onChange={(occupation) => onChange({ occupation })}
        />
      </Field>
      <Field label="一年挣多少" hint="元" fault={fault('yearlyIncome')}>
        <Line
          label={`${who}一年挣多少`}
          placeholder="比如 12000，没有就写 0"
          type="number"
          longest={20}
          value={member.yearlyIncome}
          onChange={(yearlyIncome) => onChange({ yearlyIncome })}
        />
      </Field>
      <View className="member__tools">
        {onRemove && (
          <Press className="member__tool" onPress={onRemove}>
            <Text>拿掉 {who}</Text>
          </Press>
        )}
        <Press className="member__tool member__tool--done" onPress={onClose}>
          <Text>写好了</Text>
        </Press>
      </View>
    </View>
  )
}
