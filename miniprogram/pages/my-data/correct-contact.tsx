import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { call } from '../../client/api'
import { newClientKey } from '../../client/random'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { useKept } from '../../components/answer/use-kept'
import { Field, Line } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import type { OwnData } from './my-data'

const longestPhone = 20
const longestName = 30

/** 改正: my number and how I am called, in all that is being worked on. */
export function CorrectContact({ data, onChange }: { data: OwnData; onChange(newer: OwnData): void }) {
  /** The key of the correction being written: sent twice, it is done once. */
  const [key, setKey] = useState<string | null>(null)
  const [done, setDone] = useState(false)
  const running = data.reports.filter((report) => report.open).length
  const begin = async () => {
    setDone(false)
    setKey(await newClientKey())
  }
  const corrected = (newer: OwnData) => {
    onChange(newer)
    setKey(null)
    setDone(true)
  }
  return (
    <View className="mine-of">
      <View className="mine-of__title" role="heading" aria-level="2">
        电话、称呼错了
      </View>
      <Text className="mine-of__aside">
        {done
          ? '改好了，办事的人看得到。'
          : running > 0
            ? '改了，在办的事都用新的，办事的人看得到。'
            : '没有在办的事，不用改。办完的事错了，打热线。'}
      </Text>
      {running > 0 && key === null && (
        <MainButton tone="plain" icon="pencil" words="改电话、称呼" onPress={() => void begin()} />
      )}
      {key !== null && <ContactForm clientKey={key} onCorrected={corrected} />}
    </View>
  )
}

function ContactForm({ clientKey, onCorrected }: { clientKey: string; onCorrected(newer: OwnData): void }) {
  const { typed, type, forget } = useKept('contact', { phone: '', name: '' })
  const { busy, trouble, act } = useAct()
  const phone = typed.phone.trim() || undefined
  const name = typed.name.trim() || undefined
  const send = () =>
    act(async () => {
      const newer = await call('PUT /api/my-data/contact', { body: { clientKey, phone, name } })
      forget()
      onCorrected(newer)
    })
  return (
    <>
      <Field label="新的电话" hint="不改就空着">
        <Line
          label="新的电话"
          placeholder="手机号"
          type="number"
          longest={longestPhone}
          value={typed.phone}
          onChange={(words) => type({ phone: words })}
        />
      </Field>
      <Field label="怎么称呼您" hint="不改就空着">
        <Line
          label="怎么称呼您"
          placeholder="名字"
          longest={longestName}
          value={typed.name}
          onChange={(words) => type({ name: words })}
        />
      </Field>
      <Warning words={trouble} />
      <MainButton
        words="改好"
        busy={busy ? '正在改…' : phone === undefined && name === undefined && '先写一样'}
        onPress={() => void send()}
      />
    </>
  )
}
