import { readMoney } from '../../../shared/domain/money'
import { Field, Line } from '../../components/field/field'

const longestAmount = 14

/** An amount in yuan, read while it is typed: what it cannot be is said at once. */
export function MoneyLine({
  label,
  hint,
  value,
  fault,
  onChange,
}: {
  label: string
  hint?: string
  value: string
  /** What is wrong with it besides how it is written. */
  fault?: string
  onChange(value: string): void
}) {
  const wrong = value.trim() === '' ? undefined : (readMoney(value).fault ?? fault)
  return (
    <Field label={label} hint={hint} fault={wrong}>
      <Line
        label={label}
        placeholder="比如 800"
        type="number"
        longest={longestAmount}
        wrong={wrong !== undefined}
        value={value}
        onChange={onChange}
      />
    </Field>
  )
}
