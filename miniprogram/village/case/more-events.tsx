import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { caseEvents } from '../../../shared/domain/life-cycle'
import { call } from '../../client/api'
import { inDetail } from '../../client/problem'
import { Warning } from '../../components/answer/answer'
import { Field, Line } from '../../components/field/field'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'
import type { Case } from './case'

const longestReason = 200

/** 更多: what seldom has to be done with a case, kept apart from the one thing that comes next. */
export function MoreEvents({ work }: { work: Case }) {
  const [open, setOpen] = useState(false)
  if (!work.events.includes('return_to_triage')) return null
  if (!open)
    return (
      <Press className="case-more" onPress={() => setOpen(true)}>
        <Icon name="ellipsis" />
        <Text>更多</Text>
      </Press>
    )
  return <ReturnToTriage work={work} onClose={() => setOpen(false)} />
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
