import { View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useEffect } from 'react'
import { dateOf, spokenDate } from '../../../shared/domain/absence-days'
import type { CaseEvent } from '../../../shared/domain/life-cycle'
import { type CaseDeedEnd, sendCaseDeed } from '../../client/case-deeds'
import type { Told } from '../../client/deed-outbox'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { formShelf, useKept } from '../../components/answer/use-kept'
import { Chips } from '../../components/chips/chips'
import { DatePicker } from '../../components/date-picker/date-picker'
import { Field, Line, Story } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import type { Case } from './case'
import type { Ask, Said } from './deed'
import { deeds } from './deeds'
import { wordsOf } from './open-deeds'

const longestLine = 200
const anchor = 'deed-form'
/** Milliseconds: a browser draws Taro's elements a moment after React has put them there. */
const untilDrawn = 50
const day = 86_400_000
const dateIn = (days: number) => dateOf(new Date(Date.now() + days * day))

/** What was answered to a deed's questions, as it is read. */
const answersIn = (event: CaseEvent, work: Case, said: Said): Told[] =>
  (deeds[event]?.asks ?? []).flatMap((ask) => {
    const answer = said[ask.name] ?? ''
    if (answer.trim() === '') return []
    const words =
      ask.kind === 'choice' ? (ask.of(work).find(({ value }) => value === answer)?.words ?? answer) : answer
    return [{ label: ask.label, words }]
  })

/** Doing deeds of a case; what one asked for stays typed until it is done, also when somebody else was quicker. */
export function useDeed(
  work: Case,
  onDone: (newer: Case | undefined | CaseDeedEnd) => void,
  onStale: () => unknown,
) {
  const { busy, trouble, act } = useAct({ onOvertaken: onStale })
  const doIt = (event: CaseEvent, said: Said) =>
    act(async () => {
      const { later, send } = deeds[event] ?? {}
      if (!later) return onDone(await send?.(work, said))
      const end = await sendCaseDeed((sending) => later(work, said, sending), {
        event,
        label: wordsOf(event, work),
        said: answersIn(event, work, said),
        title: `${work.subjectName ?? '没有留名字'} ${work.placeName}`,
        shelves: [formShelf(`${work.id}.${event}`)],
      })
      if (end === 'overtaken') await onStale()
      onDone(end)
    })
  /** By one tap, on a page of its own, or by asking for what it needs. */
  const begin = (event: CaseEvent, onAsk: (event: CaseEvent) => void) => {
    const { page, asks } = deeds[event] ?? {}
    if (page) void Taro.navigateTo({ url: page(work) })
    else if (asks) onAsk(event)
    else void doIt(event, {})
  }
  return { busy, trouble, doIt, begin }
}

/** What an event must be recorded with, asked for in place. */
export function DeedForm({
  work,
  event,
  busy,
  onSend,
  onClose,
  trouble,
}: {
  work: Case
  event: CaseEvent
  busy: boolean
  trouble: string | null
  /** True when it was done. */
  onSend(said: Said): Promise<boolean>
  onClose(): void
}) {
  const { typed: said, type, forget } = useKept<Said>(`${work.id}.${event}`, {})
  // It stands below the whole story: whoever asked for it is taken there.
  useEffect(() => {
    const timer = setTimeout(() => {
      const there = { selector: `#${anchor}`, offsetTop: -8, duration: 0 }
      void Taro.pageScrollTo(there).catch(() => undefined)
    }, untilDrawn)
    return () => clearTimeout(timer)
  }, [])
  const asks = deeds[event]?.asks ?? []
  const title = wordsOf(event, work)
  const missing = asks.find(({ name, optional }) => !optional && (said[name] ?? '').trim() === '')
  const answer = (name: string) => (value: string | undefined) => type({ [name]: value ?? '' })
  return (
    <View className="block block--part" id={anchor}>
      <View className="block__title" role="heading" aria-level="2">
        {title}
      </View>
      {asks.map((ask) => (
        <Field key={ask.name} label={ask.label} hint={ask.hint}>
          <Answer ask={ask} work={work} value={said[ask.name] ?? ''} onChange={answer(ask.name)} />
        </Field>
      ))}
      <Warning words={trouble} />
      <MainButton
        words={title}
        busy={busy ? '正在办…' : missing !== undefined && `先写${missing.label}`}
        onPress={() => void onSend(said).then((done) => done && forget())}
      />
      <MainButton tone="plain" words="先不办" onPress={onClose} />
    </View>
  )
}

function Answer({
  ask,
  work,
  value,
  onChange,
}: {
  ask: Ask
  work: Case
  value: string
  onChange(value: string | undefined): void
}) {
  if (ask.kind === 'choice')
    return <Chips of={ask.of(work)} chosen={value || undefined} onChoose={onChange} />
  if (ask.kind === 'day')
    return (
      <DatePicker
        of="day"
        label={ask.label}
        value={value}
        suggested={dateIn(ask.days === 'ahead' ? 1 : 0)}
        {...(ask.days === 'ahead' ? { start: dateIn(1) } : { end: dateIn(0) })}
        onPick={onChange}
      >
        <View className="line case-day">
          {value ? spokenDate(value, new Date()) : ask.optional ? '今天' : '点这里选一天'}
        </View>
      </DatePicker>
    )
  if (ask.kind === 'story')
    return <Story label={ask.label} placeholder={ask.placeholder} value={value} onChange={onChange} />
  return (
    <Line
      label={ask.label}
      placeholder={ask.placeholder}
      longest={longestLine}
      value={value}
      onChange={onChange}
    />
  )
}
