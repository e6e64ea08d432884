import { Text, View } from '@tarojs/components'
import Taro, { useRouter } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import type { SpokenPage } from '../../../shared/domain/page-scripts'
import { type Draft, dropDraft, type ForWhom } from '../../client/draft'
import { sendReport, takeBack } from '../../client/outbox'
import { fetchPlaces, knownHotline } from '../../client/places'
import { plainly } from '../../client/problem'
import { noRoom } from '../../client/shelf'
import { Loading } from '../../components/answer/answer'
import { useAnswer } from '../../components/answer/use-answer'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { Press } from '../../components/press/press'
import { type Faults, faultsFrom, faultsIn, stepWith } from './faults'
import { LookStep } from './look-step'
import { useDraft, type Writing } from './use-draft'
import { WhatStep } from './what-step'
import { WhereStep } from './where-step'
import './report.scss'

/** What each step of the form is given. */
export interface StepProps extends Pick<Writing, 'change' | 'attach'> {
  draft: Draft
  faults: Faults
  hotline: string | null
}

const spokenAt: Record<Draft['step'], SpokenPage> = { 1: 'report_what', 2: 'report_where', 3: 'report_look' }

const toTop = () => void Taro.pageScrollTo({ scrollTop: 0, duration: 0 })

/** Reporting in three steps: what happened, whose home, a last look. Nothing typed is lost on the way. */
export default function ReportPage() {
  const { params } = useRouter()
  const forWhom: ForWhom = params.for === 'other' ? 'other' : 'self'
  const slot = params.draft ?? forWhom
  const card = params.c || undefined
  const writing = useDraft(slot, forWhom, card)
  const places = useAnswer(() => fetchPlaces(card), card ?? '')
  const [faults, setFaults] = useState<Faults>({})
  const [trouble, setTrouble] = useState<string | null>(null)
  const [sending, setSending] = useState(false)
  const { draft, change, attach } = writing
  const step = draft?.step ?? 1

  // biome-ignore lint/correctness/useExhaustiveDependencies: each step begins at its top
  useEffect(toTop, [step])

  if (!draft) {
    return (
      <Page reader="resident" name="报一件事">
        <Loading words="正在打开…" />
      </Page>
    )
  }

  const go = (to: Draft['step']) => {
    setTrouble(null)
    change({ step: to })
  }
  const next = () => {
    const found = faultsIn(draft, step, places.value !== null)
    setFaults(found)
    if (stepWith(found) === null) go(step === 1 ? 2 : 3)
  }
  const send = async () => {
    const found = {
      ...faultsIn(draft, 1, false),
      ...faultsIn(draft, 2, places.value !== null),
      ...faultsIn(draft, 3, false),
    }
    setFaults(found)
    const mend = stepWith(found)
    if (mend !== null) return go(mend)
    setSending(true)
    setTrouble(null)
    try {
      const sent = await sendReport(draft)
      if (sent.ended === 'refused') {
        takeBack(draft.clientKey, slot)
        change({ photos: sent.draft.photos, voices: sent.draft.voices })
        const refused = faultsFrom(sent.problem.fields)
        setFaults(refused)
        go(stepWith(refused) ?? step)
        setTrouble(sent.problem.message)
      } else if (sent.ended === 'waiting' && !sent.kept) {
        setTrouble(`现在发不出去。${noRoom}，要是急，直接打电话`)
      } else {
        dropDraft(slot)
        const ticket = sent.ended === 'received' ? `r=${sent.receipt}` : `waiting=${draft.clientKey}`
        await Taro.redirectTo({ url: `/pages/receipt/receipt?${ticket}` })
      }
    } catch (error) {
      setTrouble(plainly(error))
    } finally {
      setSending(false)
    }
  }

  // What is wrong may be further down than the screen reaches: the foot, always in sight, says it too.
  const told = trouble ?? Object.values(faults)[0] ?? (writing.kept ? undefined : noRoom)
  const hotline = places.value?.hotline ?? knownHotline()
  const stepProps: StepProps = { draft, faults, hotline, change, attach }
  return (
    <Page
      reader="resident"
      aloud={{ page: spokenAt[step] }}
      name={draft.forWhom === 'self' ? '我要求助' : '帮别人报'}
      onBack={step > 1 ? () => go(step === 3 ? 2 : 1) : undefined}
      foot={
        <>
          {told && (
            <View className="field__fault" role="alert">
              {told}
            </View>
          )}
          <View className="steps-foot">
            {step > 1 && (
              <View className="steps-foot__back">
                <MainButton tone="plain" words="上一步" onPress={() => go(step === 3 ? 2 : 1)} />
              </View>
            )}
            {step < 3 ? (
              <MainButton words="下一步" onPress={next} />
            ) : (
              <MainButton words="发出去" busy={sending && '正在发…'} onPress={() => void send()} />
            )}
          </View>
        </>
      }
    >
      <View className="steps" role="progressbar" aria-label={`第 ${step} 步，共 3 步`}>
        {[1, 2, 3].map((number) => (
          <View key={number} className={`steps__part${number <= step ? ' steps__part--done' : ''}`} />
        ))}
      </View>
      {writing.fromBefore && step === 1 && (
        <View className="before">
          <Text>上次没写完的还在。</Text>
          <Press className="before__afresh" onPress={writing.startAfresh}>
            <Text>重新写一个</Text>
          </Press>
        </View>
      )}
      {step === 1 && <WhatStep {...stepProps} />}
      {step === 2 && <WhereStep {...stepProps} places={places} />}
      {step === 3 && <LookStep {...stepProps} onGo={go} />}
    </Page>
  )
}
