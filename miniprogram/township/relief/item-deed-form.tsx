import { View } from '@tarojs/components'
import { useState } from 'react'
import { dateOf } from '../../../shared/domain/absence-days'
import {
  reliefDeeds,
  type WaivingCause,
  waivingCauseCodes,
  waivingCauses,
} from '../../../shared/domain/relief-life'
import { call } from '../../client/api'
import { Warning } from '../../components/answer/answer'
import { Chips } from '../../components/chips/chips'
import { Field, Line } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import { instantOf, MomentPicker, pickedMoment } from '../../components/moment-picker/moment-picker'
import type { Doing, Item } from './use-relief'

const longestReason = 200
const longestKin = 60
const causes = waivingCauseCodes.map((value) => ({ value, words: waivingCauses[value] }))

interface Props {
  item: Item
  doing: Doing
  onDone(): void
}

/** More time for a 低保 that is hard to check, with the reason. */
export function ExtendForm({ item, doing, onDone }: Props) {
  const [reason, setReason] = useState('')
  const extend = async () => {
    const sent = await doing.send(
      ({ caseId, version }) =>
        call('POST /api/cases/:caseId/relief-work', {
          params: { caseId },
          body: { version, item: item.id, work: { does: 'extend', reason } },
        }),
      '延长了',
    )
    if (sent) onDone()
  }
  return (
    <View className="relief-form">
      <Field label="为什么要延长" hint="从交上去那天算，最多 45 个工作日">
        <Line
          label="为什么要延长"
          placeholder="比如：收入要到外省核"
          longest={longestReason}
          value={reason}
          onChange={setReason}
        />
      </Field>
      <Warning words={doing.trouble} />
      <View className="relief-foot">
        <MainButton
          words="延长"
          busy={doing.busy ? '正在记…' : reason.trim() === '' && '先写为什么'}
          onPress={() => void extend()}
        />
      </View>
    </View>
  )
}

/** The lead stands aside for kin of their own (回避): the county decides. */
export function RecuseForm({ item, doing, onDone }: Props) {
  const [words, setWords] = useState('')
  const standAside = async () => {
    const sent = await doing.send(
      ({ caseId, version }) =>
        call('POST /api/cases/:caseId/relief-work', {
          params: { caseId },
          body: { version, item: item.id, work: { does: 'recuse', kinOfStaff: words } },
        }),
      '转给县里了',
    )
    if (sent) onDone()
  }
  return (
    <View className="relief-form">
      <Field label="和您是什么亲属" hint="这一项由县民政局来定">
        <Line
          label="和您是什么亲属"
          placeholder="比如：是我的侄儿"
          longest={longestKin}
          value={words}
          onChange={setWords}
        />
      </Field>
      <Warning words={doing.trouble} />
      <View className="relief-foot">
        <MainButton
          words="请县里来定"
          busy={doing.busy ? '正在记…' : words.trim() === '' && '先写什么亲属'}
          onPress={() => void standAside()}
        />
      </View>
    </View>
  )
}

/** What was given in advance, where its papers can never be had: it ends with the lead's word and the reason. */
export function WaiveForm({ item, doing, onDone }: Props) {
  const [cause, setCause] = useState<WaivingCause>()
  const [reason, setReason] = useState('')
  const waive = async () => {
    if (!cause) return
    const sent = await doing.send(
      ({ caseId, version }) =>
        call('POST /api/cases/:caseId/relief-outcome', {
          params: { caseId },
          body: { version, item: item.id, outcome: { is: 'paperwork_waived', cause, reason } },
        }),
      '了结了',
    )
    if (sent) onDone()
  }
  return (
    <View className="relief-form">
      <Field label="为什么补不了">
        <Chips of={causes} chosen={cause} onChoose={(chosen) => setCause(chosen)} />
      </Field>
      <Field label="是怎么回事" hint="您的名字和这句话会留在这一项上">
        <Line
          label="是怎么回事"
          placeholder="比如：给钱后第三天去世，没有亲人"
          longest={longestReason}
          value={reason}
          onChange={setReason}
        />
      </Field>
      <Warning words={doing.trouble} />
      <View className="relief-foot">
        <MainButton
          words="就这样了结"
          busy={
            doing.busy ? '正在记…' : (!cause && '先选为什么') || (reason.trim() === '' && '先写是怎么回事')
          }
          onPress={() => void waive()}
        />
      </View>
    </View>
  )
}

/** When the emergency was over: the paperwork's term runs from then. */
export function EmergencyOverForm({ item, doing, onDone }: Props) {
  const [at, setAt] = useState(() => pickedMoment(new Date()))
  const over = async () => {
    const sent = await doing.send(
      ({ caseId, version }) =>
        call('POST /api/cases/:caseId/relief-work', {
          params: { caseId },
          body: { version, item: item.id, work: { does: 'emergency_over', on: instantOf(at) } },
        }),
      '记下了',
    )
    if (sent) onDone()
  }
  return (
    <View className="relief-form">
      <Field label="什么时候过去的" hint="补手续的 10 个工作日从这时候算">
        <MomentPicker label="什么时候过去的" value={at} end={dateOf(new Date())} onChange={setAt} />
      </Field>
      <Warning words={doing.trouble} />
      <View className="relief-foot">
        <MainButton
          words={reliefDeeds.emergency_over.label}
          busy={doing.busy && '正在记…'}
          onPress={() => void over()}
        />
      </View>
    </View>
  )
}
