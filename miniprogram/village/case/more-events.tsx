import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { caseEvents } from '../../../shared/domain/life-cycle'
import { call } from '../../client/api'
import { inDetail } from '../../client/problem'
import { Warning } from '../../components/answer/answer'
import { Chips } from '../../components/chips/chips'
import { Field, Line } from '../../components/field/field'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'
import type { Case } from './case'

const longestReason = 200

type Deed = 'return' | 'reassign' | 'urgency'

interface Props {
  work: Case
  onChange(newer: Case): void
}

/** 更多: what seldom has to be done with a case, kept apart from the one thing that comes next. */
export function MoreEvents({ work, onChange }: Props) {
  const [open, setOpen] = useState(false)
  const [deed, setDeed] = useState<Deed | null>(null)
  const close = () => {
    setOpen(false)
    setDeed(null)
  }
  const ways: { deed: Deed; words: string }[] = [
    ...(work.events.includes('mark_urgent')
      ? [{ deed: 'urgency' as const, words: work.urgency === 'urgent' ? '没那么急' : '改成紧急' }]
      : []),
    ...(work.candidates.length > 0 ? [{ deed: 'reassign' as const, words: caseEvents.reassign.label }] : []),
    ...(work.events.includes('return_to_triage')
      ? [{ deed: 'return' as const, words: caseEvents.return_to_triage.label }]
      : []),
  ]
  if (ways.length === 0) return null
  if (deed === 'return') return <ReturnToTriage work={work} onClose={close} />
  if (deed)
    return (
      <WithReason
        work={work}
        deed={deed}
        onClose={close}
        onDone={(newer) => {
          close()
          onChange(newer)
        }}
      />
    )
  if (!open)
    return (
      <Press className="case-more" onPress={() => setOpen(true)}>
        <Icon name="ellipsis" />
        <Text>更多</Text>
      </Press>
    )
  return (
    <View className="case-block">
      {ways.map((way) => (
        <MainButton key={way.deed} tone="plain" words={way.words} onPress={() => setDeed(way.deed)} />
      ))}
    </View>
  )
}

/** Giving the case to another, or changing how urgent it is: with the reason, which stands in its story. */
function WithReason({
  work,
  deed,
  onClose,
  onDone,
}: {
  work: Case
  deed: 'reassign' | 'urgency'
  onClose(): void
  onDone(newer: Case): void
}) {
  const [reason, setReason] = useState('')
  const [owner, setOwner] = useState<string | undefined>(undefined)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const toUrgent = work.urgency !== 'urgent'
  const missing = (deed === 'reassign' && !owner) || reason.trim() === ''
  const send = async () => {
    setBusy(true)
    setTrouble(null)
    const params = { caseId: work.id }
    const { version } = work
    try {
      onDone(
        deed === 'reassign'
          ? await call('POST /api/cases/:caseId/reassign', {
              params,
              body: { version, owner: owner ?? '', reason },
            })
          : await call('POST /api/cases/:caseId/urgency', {
              params,
              body: { version, urgency: toUrgent ? 'urgent' : 'ordinary', reason },
            }),
      )
    } catch (error) {
      setTrouble(inDetail(error))
      setBusy(false)
    }
  }
  const title = deed === 'reassign' ? caseEvents.reassign.label : toUrgent ? '改成紧急' : '没那么急'
  return (
    <View className="case-block">
      <View className="case-block__title" role="heading" aria-level="2">
        {title}
      </View>
      {deed === 'reassign' && (
        <Field label="换谁来">
          <Chips
            of={work.candidates.map(({ id, calledAs, title: post }) => ({
              value: id,
              words: `${post} ${calledAs}`,
            }))}
            chosen={owner}
            onChoose={setOwner}
          />
        </Field>
      )}
      <Field label="为什么" hint="写一句，留在经过里">
        <Line
          label="为什么"
          placeholder="一句话"
          longest={longestReason}
          value={reason}
          onChange={setReason}
        />
      </Field>
      <Warning words={trouble} />
      <MainButton words={title} busy={busy ? '正在改…' : missing && '先写清楚'} onPress={() => void send()} />
      <MainButton tone="plain" words="不改了" onPress={onClose} />
    </View>
  )
}

/** 不是我们村的: back to the township's desk, with the reason; the case then leaves this person's sight. */
function ReturnToTriage({ work, onClose }: { work: Case; onClose(): void }) {
  const [reason, setReason] = useState('')
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const { label } = caseEvents.return_to_triage
  const send = async () => {
    setBusy(true)
    setTrouble(null)
    try {
      await call('POST /api/cases/:caseId/return', {
        params: { caseId: work.id },
        body: { version: work.version, reason },
      })
      void Taro.showToast({ title: '退回乡里了', icon: 'success' })
      await Taro.navigateBack().catch(() => Taro.reLaunch({ url: '/pages/home/home' }))
    } catch (error) {
      setTrouble(inDetail(error))
      setBusy(false)
    }
  }
  return (
    <View className="case-block">
      <View className="case-block__title" role="heading" aria-level="2">
        {label}
      </View>
      <Field label="为什么不是" hint="写一句，乡里好重新分">
        <Line
          label="为什么不是我们村的"
          placeholder="比如：这家是隔壁村的"
          longest={longestReason}
          value={reason}
          onChange={setReason}
        />
      </Field>
      <Warning words={trouble} />
      <MainButton
        words="退回乡里"
        busy={busy ? '正在退…' : reason.trim() === '' && '先写为什么'}
        onPress={() => void send()}
      />
      <MainButton tone="plain" words="不退了" onPress={onClose} />
    </View>
  )
}
