import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { caseEvents } from '../../../shared/domain/life-cycle'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call } from '../../client/api'
import { inDetail } from '../../client/problem'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { MainButton } from '../../components/main-button/main-button'
import type { Case } from './case'

interface Props {
  work: Case
  /** The case that this one was joined to is shown instead. */
  onJoined(into: string): void
}

/** Cases that may be the same household's: both texts one beside the other, and a person decides. */
export function Lookalikes({ work, onJoined }: Props) {
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  if (work.lookalikes.length === 0 || !work.events.includes('join')) return null
  const join = async (into: string) => {
    setBusy(into)
    setTrouble(null)
    try {
      await call('POST /api/cases/:caseId/join', {
        params: { caseId: work.id },
        body: { version: work.version, into },
      })
      onJoined(into)
    } catch (error) {
      setTrouble(inDetail(error))
    } finally {
      setBusy(null)
    }
  }
  return (
    <View className="block block--part">
      <View className="block__title" role="heading" aria-level="2">
        是不是同一家？
      </View>
      {work.lookalikes.map((other) => (
        <View key={other.id} className="alike">
          <Text className="block__aside">
            {other.why}，{spokenMoment(new Date(other.openedAt), new Date())} 报的
          </Text>
          <View className="alike__texts">
            <View className="alike__text">
              <Text className="alike__who">这一条 {work.subjectName}</Text>
              {work.reports.map((report) => (
                <Text key={report.receipt}>{report.text || '没有写字'}</Text>
              ))}
            </View>
            <View className="alike__text">
              <Text className="alike__who">
                那一条 {other.subjectName} {other.placeName}
              </Text>
              {other.texts.map((text) => (
                <Text key={text}>{text || '没有写字'}</Text>
              ))}
            </View>
          </View>
          <MainButton
            tone="plain"
            words={caseEvents.join.label}
            busy={busy === other.id && '正在并…'}
            onPress={() => void join(other.id)}
          />
        </View>
      ))}
      <Warning words={trouble} />
    </View>
  )
}

/** Takes a report out again that turned out to be another household's. */
export function Part({ from, onParted }: { from: { id: string; version: number }; onParted(): void }) {
  const { busy, trouble, act } = useAct()
  const part = () =>
    act(async () => {
      await call('POST /api/cases/:caseId/undo-join', {
        params: { caseId: from.id },
        body: { version: from.version },
      })
      onParted()
    })
  return (
    <>
      <MainButton
        tone="plain"
        words={caseEvents.undo_join.label}
        busy={busy && '正在分…'}
        onPress={() => void part()}
      />
      <Warning words={trouble} />
    </>
  )
}
