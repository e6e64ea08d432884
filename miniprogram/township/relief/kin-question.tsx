import { useState } from 'react'
import { Chips } from '../../components/chips/chips'
import { Field, Line } from '../../components/field/field'
import type { Desk } from './use-relief'

const longestKin = 60

/** What was answered so far: nothing yet, no, or yes with whose kin. */
export type KinAnswer = { is: 'no' } | { is: 'yes' | 'lead'; words: string } | null

/** True when the question was answered, and a yes has its words. */
export const isAnswered = (answer: KinAnswer): boolean =>
  answer !== null && (answer.is === 'no' || answer.words.trim() !== '')

/** What the server keeps of it. */
export const kinOf = (answer: KinAnswer): { kinOfStaff: string | null; kinOfLead: boolean } => ({
  kinOfStaff: answer === null || answer.is === 'no' ? null : answer.words.trim(),
  kinOfLead: answer?.is === 'lead',
})

/** Why somebody else decides where this was answered; null where this person does. */
export function whoElseDecides(
  answer: KinAnswer,
  { isLead, isCounty }: Pick<Desk, 'isLead' | 'isCounty'>,
): string | null {
  if (answer?.is === 'lead' && !isCounty) return '是分管领导的亲属，要由县民政局来定'
  return answer?.is === 'yes' && !isLead ? '和工作人员是亲属，要由分管领导来定' : null
}

/** Asked on every relief (民发〔2021〕57号): is somebody of the family kin of the staff? */
export function KinQuestion({
  value,
  desk,
  onChange,
}: {
  value: KinAnswer
  desk: Pick<Desk, 'isLead' | 'isCounty'>
  onChange(value: KinAnswer): void
}) {
  const [words, setWords] = useState(value && value.is !== 'no' ? value.words : '')
  return (
    <>
      <Field label="和经办的人、村干部是近亲属吗" hint="每一项都要问">
        <Chips
          of={[
            { value: 'no', words: '不是' },
            { value: 'yes', words: '是' },
            { value: 'lead', words: '是分管领导的亲属' },
          ]}
          chosen={value?.is}
          onChoose={(is) => onChange(is === undefined ? null : is === 'no' ? { is } : { is, words })}
        />
      </Field>
      {value && value.is !== 'no' && (
        <Field label="和谁，什么亲属" hint={whoElseDecides(value, desk) ?? '会记在这一项上'}>
          <Line
            label="和谁，什么亲属"
            placeholder="比如：是段干事的表弟"
            longest={longestKin}
            value={words}
            onChange={(typed) => {
              setWords(typed)
              onChange({ is: value.is, words: typed })
            }}
          />
        </Field>
      )}
    </>
  )
}
