import { hardshipCauses, hardshipDegrees, householdCategories } from '../../../shared/domain/code-lists'
import { Chips } from '../../components/chips/chips'
import { ManyChips } from '../../components/chips/many-chips'
import { Field, Story } from '../../components/field/field'
import { choices, type SectionProps } from './section-props'

/** 难在哪里: what the ledger stands on (R11). */
export function TroubleSection({ draft, faults, change }: SectionProps) {
  return (
    <>
      <Field label="身体上的事" hint="什么病、花了多少，没有就不写">
        <Story
          label="身体上的事"
          placeholder="比如：肝病三年，上个月住院花了 8000"
          value={draft.bodyCondition}
          onChange={(bodyCondition) => change({ bodyCondition })}
        />
      </Field>
      <Field label="为什么困难" hint="可以选几样" fault={faults['form.causes']}>
        <ManyChips
          of={choices(hardshipCauses)}
          chosen={draft.causes}
          onChoose={(causes) => change({ causes })}
        />
      </Field>
      <Field label="困难到什么程度" fault={faults['form.degree']}>
        <Chips
          of={choices(hardshipDegrees)}
          chosen={draft.degree}
          onChoose={(degree) => change({ degree })}
        />
      </Field>
      <Field label="现在是哪类户" hint="不清楚就不选">
        <Chips
          of={choices(householdCategories)}
          chosen={draft.category}
          onChoose={(category) => change({ category })}
        />
      </Field>
    </>
  )
}
