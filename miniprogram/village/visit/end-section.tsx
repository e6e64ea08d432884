import { visitConclusions } from '../../../shared/domain/home-visit'
import { Chips } from '../../components/chips/chips'
import { Field, Story } from '../../components/field/field'
import { YesNo } from '../../components/yes-no/yes-no'
import { choices, type SectionProps } from './section-props'

const hints = {
  confirms: '看到的、要跟乡里说的，没有就不写',
  not_eligible: '只给村里和乡里看',
  unfounded: '写一句，只给村里和乡里看',
} as const

/** 看下来怎么样: how the visit ends, and what is said of it. */
export function EndSection({ draft, prefill, faults, change }: SectionProps) {
  const { conclusion } = draft
  // Where nothing would move, because the case has gone on, the visit is still written down as it was.
  const open = prefill.conclusions.length > 0 ? prefill.conclusions : undefined
  return (
    <>
      {prefill.asksTold && (
        <Field label="是别人替他报的，第一次上门要告诉他本人" fault={faults['form.subjectTold']}>
          <YesNo
            question="告诉他本人了吗"
            yes="告诉了"
            no="没有"
            value={draft.subjectTold}
            onAnswer={(subjectTold) => change({ subjectTold })}
          />
        </Field>
      )}
      <Field label="看下来怎么样" fault={faults.conclusion}>
        <Chips
          of={choices(visitConclusions).filter(({ value }) => !open || open.includes(value))}
          chosen={conclusion}
          onChoose={(chosen) => change({ conclusion: chosen })}
        />
      </Field>
      {conclusion === 'not_eligible' && (
        <Field label="跟家里怎么解释的，还能找谁" hint="家里看得到，用大白话写" fault={faults.explanation}>
          <Story
            label="跟家里怎么解释的"
            placeholder="比如：两个儿子都在领工资，够不上低保。看病花得多，可以去医保所问大病报销"
            value={draft.explanation}
            onChange={(explanation) => change({ explanation })}
          />
        </Field>
      )}
      {conclusion && (
        <Field
          label={conclusion === 'unfounded' ? '哪里和报的不一样' : '还有什么要说的'}
          hint={hints[conclusion]}
          fault={faults.words}
        >
          <Story
            label="还有什么要说的"
            placeholder={conclusion === 'unfounded' ? '比如：寨子里没有这家人' : '没有就不写'}
            value={draft.words}
            onChange={(words) => change({ words })}
          />
        </Field>
      )}
    </>
  )
}
