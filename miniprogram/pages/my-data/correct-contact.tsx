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
  const [open, setOpen] = useState(false)
  const { typed, type, forget } = useKept('contact', { phone: '', name: '' })
  const { phone, name } = typed
  const [key, setKey] = useState('')
  const [done, setDone] = useState(false)
  const { busy, trouble, act } = useAct()
  const running = data.reports.filter((report) => report.open).length
  const begin = async () => {
    setKey(await newClientKey())
    setDone(false)
    setOpen(true)
  }
  const said = (words: string) => words.trim() || undefined
  const send = async () => {
    const body = { clientKey: key, phone: said(phone), name: said(name) }
    if (!(await act(async () => onChange(await call('PUT /api/my-data/contact', { body }))))) return
    forget()
    setOpen(false)
    setDone(true)
  }
  const empty = said(phone) === undefined && said(name) === undefined
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
      {running > 0 && !open && (
        <MainButton tone="plain" icon="pencil" words="改电话、称呼" onPress={() => void begin()} />
      )}
      {open && (
        <>
          <Field label="新的电话" hint="不改就空着">
            <Line
              label="新的电话"
              placeholder="手机号"
              type="number"
              longest={longestPhone}
              value={phone}
              onChange={(typedPhone) => type({ phone: typedPhone })}
            />
          </Field>
          <Field label="怎么称呼您" hint="不改就空着">
            <Line
              label="怎么称呼您"
              placeholder="名字"
              longest={longestName}
              value={name}
              onChange={(typedName) => type({ name: typedName })}
            />
          </Field>
          <Warning words={trouble} />
          <MainButton
            words="改好"
            busy={busy ? '正在改…' : empty && '先写一样'}
            onPress={() => void send()}
          />
        </>
      )}
    </View>
  )
}
