import { View } from '@tarojs/components'
import { useKept } from '../answer/use-kept'
import { Chips } from '../chips/chips'
import { Field, Line, Story } from '../field/field'
import { MainButton } from '../main-button/main-button'
import type { Transfer } from './transfer-panel'

/** What somebody of the department said by telephone. */
export interface SaidByPhone {
  kind: 'receive' | 'refuse' | 'reply'
  name: string
  words: string
}

const kinds: readonly { value: SaidByPhone['kind']; words: string }[] = [
  { value: 'receive', words: '收到了' },
  { value: 'reply', words: '办得怎样' },
  { value: 'refuse', words: '不归他们办' },
]
const longestName = 30

/** The township writes down what the department said by telephone, and who it was. */
export function SaidForm({
  transfer,
  busy,
  onWrite,
  onClose,
}: {
  transfer: Transfer
  busy: boolean
  /** True when it was done. */
  onWrite(said: SaidByPhone): Promise<boolean>
  onClose(): void
}) {
  const { typed, type, forget } = useKept<SaidByPhone>(`said.${transfer.id}`, {
    kind: 'reply',
    name: transfer.received?.name ?? transfer.contact?.calledAs ?? '',
    words: '',
  })
  const { kind, name, words } = typed
  const open = transfer.state === 'sent' ? kinds : kinds.filter(({ value }) => value !== 'receive')
  const missing =
    name.trim() === '' ? '先写是谁说的' : kind !== 'receive' && words.trim() === '' ? '先写他怎么说' : false
  return (
    <View className="transfer__form">
      <Chips<SaidByPhone['kind']> of={open} chosen={kind} onChoose={(next) => next && type({ kind: next })} />
      <Field label="谁说的">
        <Line
          label="谁说的"
          placeholder="比如：沈主任"
          longest={longestName}
          value={name}
          onChange={(name) => type({ name })}
        />
      </Field>
      {kind !== 'receive' && (
        <Field label="他怎么说">
          <Story
            label="他怎么说"
            placeholder="比如：助学金批了，下个月发"
            value={words}
            onChange={(words) => type({ words })}
          />
        </Field>
      )}
      <MainButton
        words="记下"
        busy={busy ? '正在记…' : missing}
        onPress={() => void onWrite(typed).then((done) => done && forget())}
      />
      <MainButton tone="plain" words="先不记" onPress={onClose} />
    </View>
  )
}
