import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { stateRule } from '../../../shared/domain/case-states'
import type { CaseEvent } from '../../../shared/domain/life-cycle'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import type { CaseDeedEnd } from '../../client/case-deeds'
import { Warning } from '../../components/answer/answer'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'
import type { Case } from './case'
import { DeedForm, useDeed } from './deed-form'
import { deeds } from './deeds'
import { NoteForm } from './note-form'
import { mainEventOf, otherEventsOf, wordsOf } from './open-deeds'
import { useWaitingCaseDeeds } from './unsent-deeds'

interface Props {
  work: Case
  onChange(newer: Case): void
  /** Somebody else was quicker: the case is asked for again. */
  onStale(): void
}

/** Shows the case as it is after a deed; what waits for signal stands on the page by itself. */
const newerIn = (end: Case | CaseDeedEnd | undefined, onChange: (newer: Case) => void) => {
  if (end === undefined || typeof end === 'string') return
  onChange('newer' in end ? end.newer : end)
}

/** Where one goes when a case has left one's sight. */
const leave = async (told: string | undefined) => {
  if (told) void Taro.showToast({ title: told, icon: 'success' })
  await Taro.navigateBack().catch(() => Taro.reLaunch({ url: '/pages/home/home' }))
}

/** The one thing to do next with a case, as the page's one button; when it is another's turn, whose and by when. */
export function NextStep({ work, onChange, onStale, onOpen }: Props & { onOpen(event: CaseEvent): void }) {
  const { busy, trouble, begin } = useDeed(work, (end) => newerIn(end, onChange), onStale)
  const waiting = useWaitingCaseDeeds(work.id)
  const main = mainEventOf(work)
  const lying = waiting.find(({ told }) => told?.event === main)
  return (
    <>
      <Warning words={trouble} />
      {work.mergedInto && (
        <MainButton
          words="看并到的那一件"
          onPress={() => void Taro.redirectTo({ url: `/village/case/case?id=${work.mergedInto}` })}
        />
      )}
      {main ? (
        <MainButton
          words={wordsOf(main, work)}
          busy={busy ? '正在办…' : lying !== undefined && '办了，有信号就发出去'}
          onPress={() => begin(main, onOpen)}
        />
      ) : (
        <View className="case-next" role="status">
          <Icon name="circle-check" />
          <Text>
            {work.clock
              ? `${work.mine ? '您' : work.owner.calledAs}在办。接下来：${work.nextAction}，${spokenMoment(new Date(work.dueAt), new Date())} 前`
              : (work.history.at(-1)?.told ?? stateRule(work.state).label)}
          </Text>
        </View>
      )}
    </>
  )
}

/** 更多: what seldom has to be done with a case, kept apart from the one thing that comes next. */
export function MoreDeeds({
  work,
  onChange,
  onStale,
  chosen,
  onChoose,
}: Props & { chosen: CaseEvent | null; onChoose(event: CaseEvent | null): void }) {
  const [open, setOpen] = useState(false)
  const [noting, setNoting] = useState(false)
  const { busy, trouble, doIt, begin } = useDeed(
    work,
    (end) => {
      const gone = chosen && deeds[chosen]?.gone
      onChoose(null)
      setOpen(false)
      if (end === undefined) void leave(gone ?? undefined)
      else newerIn(end, onChange)
    },
    onStale,
  )
  const waiting = useWaitingCaseDeeds(work.id)
  const lies = (event: CaseEvent) => waiting.some(({ told }) => told?.event === event)
  if (chosen && (busy || !lies(chosen)))
    return (
      <DeedForm
        key={chosen}
        work={work}
        event={chosen}
        busy={busy}
        trouble={trouble}
        onSend={(said) => doIt(chosen, said)}
        onClose={() => onChoose(null)}
      />
    )
  if (noting) return <NoteForm work={work} onChange={onChange} onClose={() => setNoting(false)} />
  const others = otherEventsOf(work).filter((event) => !lies(event))
  const mayNote = work.events.length > 0
  if (others.length === 0 && !mayNote) return null
  if (!open)
    return (
      <Press className="block-tool" onPress={() => setOpen(true)}>
        <Icon name="ellipsis" />
        <Text>更多</Text>
      </Press>
    )
  return (
    <View className="block block--part">
      {others.map((event) => (
        <MainButton
          key={event}
          tone="plain"
          words={wordsOf(event, work)}
          busy={busy && '正在办…'}
          onPress={() => begin(event, onChoose)}
        />
      ))}
      {mayNote && <MainButton tone="plain" words="记一句" onPress={() => setNoting(true)} />}
      <Warning words={trouble} />
    </View>
  )
}
