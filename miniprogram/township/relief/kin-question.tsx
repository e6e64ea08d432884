import { useState } from 'react'
import { Chips } from '../../components/chips/chips'
import { Field, Line } from '../../components/field/field'

const longestKin = 60

/** What was answered so far: nothing yet, no, or yes with whose kin. */
export type KinAnswer = { is: 'no' } | { is: 'yes'; words: string } | null

/** True when the question was answered, and a yes has its words. */
export const isAnswered = (answer: KinAnswer): boolean =>
  answer !== null && (answer.is === 'no' || answer.words.trim() !== '')

/** What the server keeps of it. */
export const kinOf = (answer: KinAnswer): string | null => (answer?.is === 'yes' ? answer.words.trim() : null)

/** Asked on every relief (民发〔2021〕57号): is somebody of the family kin of the staff? */
export function KinQuestion({
  value,
  isLead,
  onChange,
}: {
  value: KinAnswer
  isLead: boolean
  onChange(value: KinAnswer): void
}) {
  const [words, setWords] = useState(value?.is === 'yes' ? value.words : '')
  return (
    <>
      <Field label="和经办的人、村干部是近亲属吗" hint="每一项都要问">
        <Chips
          of={[
            { value: 'no', words: '不是' },
            { value: 'yes', words: '是' },
          ]}
          chosen={value?.is}
          onChoose={(is) => onChange(is === undefined ? null : is === 'no' ? { is } : { is, words })}
        />
      </Field>
      {value?.is === 'yes' && (
        <Field label="和谁，什么亲属" hint={isLead ? '会记在这一项上' : '是亲属的，由分管领导来定'}>
          <Line
            label="和谁，什么亲属"
            placeholder="比如：是段干事的表弟"
            longest={longestKin}
            value={words}
            onChange={(typed) => {
              setWords(typed)
              onChange({ is: 'yes', words: typed })
            }}
          />
        </Field>
      )}
    </>
  )
}
