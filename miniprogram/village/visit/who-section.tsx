import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { mostVisitors, type VisitorName } from '../../../shared/domain/visit-form'
import { Chips } from '../../components/chips/chips'
import { DatePicker } from '../../components/date-picker/date-picker'
import { Field, Line } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'
import type { SectionProps } from './section-props'

const chinaOffset = 8 * 3_600_000
/** A moment's day and time of day as China's clocks show them. */
const shown = (at: string) => {
  const local = new Date(Date.parse(at) + chinaOffset).toISOString()
  return { date: local.slice(0, 10), time: local.slice(11, 16) }
}
const moment = (date: string, time: string) => new Date(`${date}T${time}:00+08:00`).toISOString()

const alone = ['夜里出的事', '路远，只来了一个人', '急，等不得', '别人请假了'] as const

/** 谁去的，什么时候: whoever writes is put down already; the second is one tap. */
export function WhoSection({ draft, prefill, faults, change }: SectionProps) {
  const { date, time } = shown(draft.happenedAt)
  const { visitors } = draft
  const others = prefill.colleagues.filter(({ name }) => !visitors.some((one) => one.name === name))
  const add = (visitor: VisitorName) => change({ visitors: [...visitors, visitor] })
  return (
    <>
      <Field label="什么时候上门的" hint="晚上、周末都算" fault={faults.happenedAt}>
        <View className="when">
          <DatePicker
            of="day"
            label="哪天上门的"
            value={date}
            end={shown(new Date().toISOString()).date}
            onPick={(day) => change({ happenedAt: moment(day, time) })}
          >
            <View className="line when__part">{`${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`}</View>
          </DatePicker>
          <DatePicker
            of="time"
            label="几点上门的"
            value={time}
            onPick={(hour) => change({ happenedAt: moment(date, hour) })}
          >
            <View className="line when__part">{time}</View>
          </DatePicker>
        </View>
      </Field>
      <Field label="谁去的" hint="要两个人" fault={faults['form.visitors']}>
        {visitors.map((visitor) => (
          <View key={visitor.name} className="visitor">
            <Text className="visitor__name">{[visitor.title, visitor.name].filter(Boolean).join(' ')}</Text>
            {visitors.length > 1 && (
              <Press
                className="visitor__out"
                label={`${visitor.name}没去`}
                onPress={() => change({ visitors: visitors.filter((one) => one !== visitor) })}
              >
                <Text>没去</Text>
              </Press>
            )}
          </View>
        ))}
        {others.length > 0 && visitors.length < mostVisitors && (
          <Chips
            of={others.map(({ name, title }) => ({
              value: name,
              words: `加 ${[title, name].filter(Boolean).join(' ')}`,
            }))}
            chosen={undefined}
            onChoose={(name) => {
              const found = others.find((one) => one.name === name)
              if (found) add(found)
            }}
          />
        )}
        <SomebodyElse onAdd={add} />
      </Field>
      {visitors.length === 1 && (
        <Field label="一个人去的，为什么" fault={faults['form.aloneBecause']}>
          <Chips
            of={alone.map((value) => ({ value, words: value }))}
            chosen={alone.find((one) => one === draft.aloneBecause)}
            onChoose={(aloneBecause) => change({ aloneBecause: aloneBecause ?? '' })}
          />
          <Line
            label="一个人去的，为什么"
            placeholder="两个人去的就不用写"
            longest={200}
            value={draft.aloneBecause}
            onChange={(aloneBecause) => change({ aloneBecause })}
          />
        </Field>
      )}
    </>
  )
}

/** Somebody who works nowhere in the list: a group's leader, a doctor, a Party member. */
function SomebodyElse({ onAdd }: { onAdd(visitor: VisitorName): void }) {
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  if (!open)
    return <MainButton tone="plain" icon="user-plus" words="还有别人" onPress={() => setOpen(true)} />
  const add = () => {
    onAdd({ name: name.trim(), title: '' })
    setName('')
    setOpen(false)
  }
  return (
    <>
      <Line label="还有谁" placeholder="名字，比如 田组长" longest={30} value={name} onChange={setName} />
      <MainButton tone="plain" words="加上" busy={name.trim() === '' && '加上'} onPress={add} />
    </>
  )
}
