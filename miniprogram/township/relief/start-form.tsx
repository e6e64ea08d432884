import { Text, View } from '@tarojs/components'
import { useEffect } from 'react'
import { clockNatures, clockRule } from '../../../shared/domain/clocks'
import {
  type Applicant,
  applicantCodes,
  applicants,
  type ReliefType,
  reliefRule,
  reliefTypeCodes,
} from '../../../shared/domain/relief'
import { allowanceInWords } from '../../../shared/domain/spoken-time'
import { call } from '../../client/api'
import { newClientKey } from '../../client/random'
import { Warning } from '../../components/answer/answer'
import { useKept } from '../../components/answer/use-kept'
import { Chips } from '../../components/chips/chips'
import { Field } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import { isAnswered, type KinAnswer, KinQuestion, kinOf } from './kin-question'
import type { Desk, Doing, ReliefCase } from './use-relief'

const types = reliefTypeCodes.map((value) => ({ value, words: reliefRule(value).label }))
const whoApplies = applicantCodes.map((value) => ({ value, words: applicants[value] }))

interface Typed {
  clientKey: string
  type?: ReliefType
  applicant?: Applicant
  kin: KinAnswer
}

/** 开始办救助: which, who applies, and whether somebody is kin of the staff. */
export function StartForm({
  work,
  desk,
  doing,
  onDone,
}: {
  work: ReliefCase
  desk: Desk
  doing: Doing
  onDone(): void
}) {
  // Kept with its key, or a lost answer and a killed app would make it two applications.
  const { typed, type: write, forget } = useKept<Typed>(`start.${work.id}`, { clientKey: '', kin: null })
  const { clientKey, type, applicant, kin } = typed
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once, for a form that has none
  useEffect(() => {
    if (clientKey === '') void newClientKey().then((made) => write({ clientKey: made }))
  }, [clientKey])
  const missing =
    (!type && '先选办哪一种') ||
    (!applicant && '先选谁来办') ||
    (!isAnswered(kin) && '先答是不是亲属') ||
    (clientKey === '' && '稍等一下…')

  const start = async () => {
    if (!type || !applicant) return
    const sent = await doing.send(
      ({ caseId, version }) =>
        call('POST /api/cases/:caseId/relief', {
          params: { caseId },
          body: { version, clientKey, type, applicant, ...kinOf(kin) },
        }),
      '开始办了',
    )
    if (!sent) return
    forget()
    onDone()
  }

  return (
    <View className="relief-form">
      <Field label="办哪一种">
        <Chips of={types} chosen={type} onChoose={(chosen) => write({ type: chosen })} />
      </Field>
      {type && <WhatItTakes type={type} desk={desk} urgency={work.urgency} />}
      <Field label="谁来办">
        <Chips of={whoApplies} chosen={applicant} onChoose={(chosen) => write({ applicant: chosen })} />
      </Field>
      <KinQuestion value={kin} desk={desk} onChange={(answer) => write({ kin: answer })} />
      <Warning words={doing.trouble} />
      <View className="relief-foot">
        <MainButton words="开始办" busy={doing.busy ? '正在记…' : missing} onPress={() => void start()} />
      </View>
    </View>
  )
}

/** By which rule it goes, how long it may take, what is wanted and what is not. */
function WhatItTakes({
  type,
  desk,
  urgency,
}: {
  type: ReliefType
  desk: Desk
  urgency: ReliefCase['urgency']
}) {
  const { rule, clock, pace, runsFrom } = reliefRule(type)
  const term = clockRule(clock)
  const days = desk.publicationDays[type]
  const list = desk.materials[type]
  const wanted = list.flatMap(({ label, heldBy, optional }) =>
    heldBy ? [] : [`${label}${optional ? '（有就收）' : ''}`],
  )
  const held = list.flatMap(({ label, heldBy }) => (heldBy ? [`${label}（${heldBy}）`] : []))
  const termInWords = [
    runsFrom === 'submission' && '交上去以后 ',
    `${allowanceInWords(term[pace ?? urgency])}内有结果（${clockNatures[term.nature]}），`,
    days > 0 ? `公示 ${days} 天` : '不公示',
  ]
    .filter(Boolean)
    .join('')
  return (
    <View className="relief-note">
      <Text>按 {rule}</Text>
      <Text>{termInWords}</Text>
      {wanted.length > 0 && <Text>要收：{wanted.join('、')}</Text>}
      {held.length > 0 && <Text>不用问家里要：{held.join('、')}</Text>}
    </View>
  )
}
