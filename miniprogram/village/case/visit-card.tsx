import { Image, Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { eventsOfConclusion, visitConclusions } from '../../../shared/domain/home-visit'
import type { CaseEvent } from '../../../shared/domain/life-cycle'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call, type Reply } from '../../client/api'
import { waitingVisitOf } from '../../client/deed-outbox'
import { serviceAddress } from '../../client/transport'
import { readyForVisit } from '../../client/visit-drafts'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'
import type { Case } from './case'
import { mainEventOf } from './open-deeds'
import { Photos } from './photos'

type Visit = Case['visits'][number]
type Whole = Reply<'GET /api/cases/:caseId/visits/:visitId'>

/** A home visit: who went, when it really was, how it ended, in short; the whole form on a tap, which is noted. */
export function VisitCard({ caseId, visit, now }: { caseId: string; visit: Visit; now: Date }) {
  const [whole, setWhole] = useState<Whole | null>(null)
  const { busy, trouble, act } = useAct()
  const open = () =>
    act(async () => {
      setWhole(
        await call('GET /api/cases/:caseId/visits/:visitId', { params: { caseId, visitId: visit.id } }),
      )
    })
  return (
    <View className="block block--part">
      <Text className="block__aside">
        {spokenMoment(new Date(visit.happenedAt), now)} 上门 · {visit.visitors}
      </Text>
      <View className="block__title" role="heading" aria-level="2">
        {visitConclusions[visit.conclusion]}
      </View>
      {!visit.moved && <Text className="block__aside">记在这里，没有动这件事，为什么写在经过里</Text>}
      {!whole && visit.summary.map((line) => <Text key={line}>{line}</Text>)}
      <Photos photos={visit.photos} />
      {whole ? (
        <WholeForm whole={whole} />
      ) : (
        <MainButton
          tone="plain"
          icon="list"
          words="看整张核查表"
          busy={busy && '正在打开…'}
          onPress={() => void open()}
        />
      )}
      <Warning words={trouble} />
    </View>
  )
}

function WholeForm({ whole: { lines, signature } }: { whole: Whole }) {
  return (
    <View className="case-form">
      {lines.map(({ label, words }) => (
        <View key={label + words} className="case-form__line">
          <Text className="case-form__label">{label}</Text>
          <Text className="case-form__words">{words}</Text>
        </View>
      ))}
      {signature && (
        <View className="case-form__line">
          <Text className="case-form__label">签名</Text>
          <Image
            className="case-form__signature"
            src={serviceAddress + signature}
            mode="aspectFit"
            ariaLabel="户主的签名"
          />
        </View>
      )}
    </View>
  )
}

const visitEvents: readonly CaseEvent[] = Object.values(eventsOfConclusion).flat()

/** Fetches the form of a case that is to be visited beforehand: up the hill there may be no signal. */
export function useReadyForVisit(work: Case | null): void {
  const next = work?.mine ? mainEventOf(work) : null
  const caseId = next && visitEvents.includes(next) ? work?.id : undefined
  useEffect(() => {
    if (caseId) void readyForVisit(caseId)
  }, [caseId])
}

/** A visit of this case that still lies on the phone. */
export function UnsentVisit({ caseId }: { caseId: string }) {
  const deed = waitingVisitOf(caseId)
  if (!deed) return null
  return (
    <Press className="case-unsent" onPress={() => void Taro.navigateTo({ url: deed.page })}>
      <Icon name="wifi-off" />
      <Text>{deed.refused ? '上门记录没发成，点开改一改' : '上门记录还在手机里，没发出去'}</Text>
    </Press>
  )
}
