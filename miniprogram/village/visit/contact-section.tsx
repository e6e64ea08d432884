import { Text } from '@tarojs/components'
import { Chips } from '../../components/chips/chips'
import { Field, Line } from '../../components/field/field'
import type { SectionProps } from './section-props'

const registered = [
  { value: 'here', words: '在本地' },
  { value: 'elsewhere', words: '在外地' },
] as const

const asKnown = (masked: string | null, otherwise: string) =>
  masked ? `${masked}（有了，没变就不用写）` : otherwise

/** 电话和户口: how the household is known again. Help is owed where the trouble is, wherever they are registered. */
export function ContactSection({ draft, prefill, faults, change }: SectionProps) {
  return (
    <>
      <Field label="家里电话" fault={faults['form.phone']}>
        <Line
          label="家里电话"
          placeholder={asKnown(prefill.phoneMasked, '没有就不写')}
          type="number"
          longest={20}
          value={draft.phone}
          onChange={(phone) => change({ phone })}
        />
      </Field>
      <Field label="户主身份证号" hint="可以不写" fault={faults['form.idNumber']}>
        <Line
          label="户主身份证号"
          placeholder={asKnown(prefill.idNumberMasked, '18 位')}
          longest={24}
          value={draft.idNumber}
          onChange={(idNumber) => change({ idNumber })}
        />
      </Field>
      <Field label="户口在哪里" fault={faults['form.registeredAt']}>
        <Chips
          of={registered}
          chosen={draft.fromElsewhere ? 'elsewhere' : 'here'}
          onChoose={(where) => change({ fromElsewhere: where === 'elsewhere' })}
        />
        {draft.fromElsewhere && (
          <Line
            label="户口在哪里"
            placeholder="哪个县、哪个乡"
            longest={60}
            value={draft.registeredAt}
            onChange={(registeredAt) => change({ registeredAt })}
          />
        )}
        {draft.fromElsewhere && <Text className="field__note">急难发生在这里，就由这里先帮。</Text>}
      </Field>
    </>
  )
}
