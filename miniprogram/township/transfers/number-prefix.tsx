import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { transferNumber } from '../../../shared/domain/transfers'
import { call } from '../../client/api'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { useKept } from '../../components/answer/use-kept'
import { Field, Line } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'

const longestPrefix = 10

/** How the township's numbers begin, changed in place; numbers that were given stay as they are. */
export function NumberPrefix({
  township,
  prefix,
  onChange,
}: {
  township: string
  prefix: string
  onChange(): void
}) {
  const { typed, type, begun, reset } = useKept(`prefix.${township}`, { prefix })
  const [open, setOpen] = useState(begun)
  const close = () => {
    reset()
    setOpen(false)
  }
  const { busy, trouble, act } = useAct()
  const year = new Date().getFullYear()
  const save = () =>
    act(async () => {
      await call('PUT /api/townships/:township/transfer-prefix', {
        params: { township },
        body: { prefix: typed.prefix },
      })
      close()
      onChange()
    })
  if (!open)
    return (
      <Press className="prefix" heard="改文号的开头" onPress={() => setOpen(true)}>
        <Text>
          文号这样开头：{transferNumber(prefix, year, 1)}。<Text className="prefix__change">改</Text>
        </Text>
      </Press>
    )
  return (
    <View className="prefix-form">
      <Field label="文号怎么开头" hint="1 到 10 个汉字；已经给出去的文号不变">
        <Line
          label="文号怎么开头"
          placeholder="比如：军政转"
          longest={longestPrefix}
          value={typed.prefix}
          onChange={(words) => type({ prefix: words })}
        />
      </Field>
      <Warning words={trouble} />
      <MainButton
        words="就这样"
        busy={busy ? '正在存…' : typed.prefix.trim() === '' && '先写几个字'}
        onPress={() => void save()}
      />
      <MainButton tone="plain" words="不改了" onPress={close} />
    </View>
  )
}
