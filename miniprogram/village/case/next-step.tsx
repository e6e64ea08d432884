import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { stateRule } from '../../../shared/domain/case-states'
import type { CaseEvent } from '../../../shared/domain/life-cycle'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { Warning } from '../../components/answer/answer'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'
import type { Case } from './case'
import { DeedForm, useDeed } from './deed-form'
import { deeds } from './deeds'
import { mainEventOf, otherEventsOf, wordsOf } from './open-deeds'

interface Props {
  work: Case
  onChange(newer: Case): void
  /** Somebody else was quicker: the case is asked for again. */
  onStale(): void
}

/** Where one goes when a case has left one's sight. */
const leave = async (told: string | undefined) => {
  if (told) void Taro.showToast({ title: told, icon: 'success' })
  await Taro.navigateBack().catch(() => Taro.reLaunch({ url: '/pages/home/home' }))
}

/** The one thing to do next with a case, as the page's one button; when it is another's turn, whose and by when. */
export function NextStep({ work, onChange, onStale, onOpen }: Props & { onOpen(event: CaseEvent): void }) {
  const { busy, trouble, begin } = useDeed(work, (newer) => newer && onChange(newer), onStale)
  const main = mainEventOf(work)
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
          busy={busy && '正在办…'}
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
  const { busy, trouble, doIt, begin } = useDeed(
    work,
    (newer) => {
      const gone = chosen && deeds[chosen]?.gone
      onChoose(null)
      setOpen(false)
      if (newer) onChange(newer)
      else void leave(gone ?? undefined)
    },
    onStale,
  )
  if (chosen)
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
  const others = otherEventsOf(work)
  if (others.length === 0) return null
  if (!open)
    return (
      <Press className="case-more" onPress={() => setOpen(true)}>
        <Icon name="ellipsis" />
        <Text>更多</Text>
      </Press>
    )
  return (
    <View className="case-block">
      {others.map((event) => (
        <MainButton
          key={event}
          tone="plain"
          words={wordsOf(event, work)}
          busy={busy && '正在办…'}
          onPress={() => begin(event, onChoose)}
        />
      ))}
      <Warning words={trouble} />
    </View>
  )
}
