import { ManyChips } from '../../components/chips/many-chips'
import { Field, Line } from '../../components/field/field'

const between = '、'

/** A line that is mostly said in a few usual words: they are tapped, and the rest is typed. */
export function PhraseLine({
  label,
  hint,
  phrases,
  value,
  onChange,
}: {
  label: string
  hint?: string
  phrases: readonly string[]
  value: string
  onChange(value: string): void
}) {
  const said = value
    .split(between)
    .map((part) => part.trim())
    .filter(Boolean)
  const chosen = phrases.filter((phrase) => said.includes(phrase))
  const choose = (next: readonly string[]) => {
    const kept = said.filter((part) => !phrases.includes(part) || next.includes(part))
    onChange([...kept, ...next.filter((phrase) => !kept.includes(phrase))].join(between))
  }
  return (
    <Field label={label} hint={hint}>
      <ManyChips of={phrases.map((words) => ({ value: words, words }))} chosen={chosen} onChoose={choose} />
      <Line
        label={label}
        placeholder="上面没有的，写在这里"
        longest={200}
        value={value}
        onChange={onChange}
      />
    </Field>
  )
}
