import { Text, View } from '@tarojs/components'
import {
  channels,
  discoverers,
  helpCategoriesInWords,
  reportGrounds,
} from '../../../shared/domain/code-lists'
import { townshipRoles } from '../../../shared/domain/roles'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call } from '../../client/api'
import { signedInPerson } from '../../client/session'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { useCall } from '../../components/hotline/use-call'
import { MainButton } from '../../components/main-button/main-button'
import { SentVoices } from '../../components/voice-row/sent-voices'
import type { Case } from './case'
import { Part } from './lookalikes'
import { Photos } from './photos'

type Report = Case['reports'][number]

/** What one person said, with the recordings and photographs in place and the way to call. */
export function ReportCard({
  work,
  report,
  now,
  onChange,
}: {
  work: Case
  report: Report
  now: Date
  onChange(): void
}) {
  const kinds = helpCategoriesInWords(report.categories)
  const said = report.reporterName ?? (report.discoverer ? discoverers[report.discoverer] : '别人')
  const who = report.forWhom === 'self' ? '本人报' : `${said}报`
  const place = [report.hamlet, report.placeWords].filter(Boolean).join('，')
  return (
    <View className="block block--part">
      <Text className="block__aside">
        {spokenMoment(new Date(report.sentAt), now)} · {who} · {channels[report.channel]}
      </Text>
      {kinds && <Text className="case-said__kinds">{kinds}</Text>}
      {report.text && (
        <Text className="case-said__words" selectable userSelect>
          {report.text}
        </Text>
      )}
      <SentVoices voices={report.voices} onFailed={onChange} />
      {report.forWhom === 'other' && (
        <Text className="block__aside">
          {report.grounds
            ? `本人知道吗：${reportGrounds[report.grounds]}`
            : '没有说本人知不知道，上门先跟本人说清楚'}
        </Text>
      )}
      {place && <Text>住：{place}</Text>}
      {report.photos.length > 0 && <Photos photos={report.photos} />}
      {report.additions.map((addition) => (
        <View key={addition.at} className="case-added">
          <Text className="block__aside">{spokenMoment(new Date(addition.at), now)} 又补的</Text>
          {addition.text && <Text className="case-said__words">{addition.text}</Text>}
          <SentVoices voices={addition.voices} onFailed={onChange} />
          {addition.photos.length > 0 && <Photos photos={addition.photos} />}
        </View>
      ))}
      {report.flags.map((flag) => (
        <Flag key={flag.id} caseId={work.id} flag={flag} now={now} onLooked={onChange} />
      ))}
      {report.phoneMasked ? (
        <CallButton caseId={work.id} receipt={report.receipt} masked={report.phoneMasked} />
      ) : (
        <Text className="block__aside">没有留电话</Text>
      )}
      {report.joinedFrom && <Part from={report.joinedFrom} onParted={onChange} />}
    </View>
  )
}

const onDesk: readonly string[] = townshipRoles

/** What WeChat's check pointed at; the township's desk says that somebody has looked at it. */
function Flag({
  caseId,
  flag: { id, words, looked },
  now,
  onLooked,
}: {
  caseId: string
  flag: Report['flags'][number]
  now: Date
  onLooked(): void
}) {
  const { busy, trouble, act } = useAct()
  const mayLook = signedInPerson()?.posts.some(({ role }) => onDesk.includes(role)) ?? false
  const look = () =>
    act(async () => {
      const params = { caseId, flagId: id }
      await call('POST /api/cases/:caseId/content-flags/:flagId/look', { params })
      onLooked()
    })
  return (
    <>
      <Text className="case-said__flag">{words}</Text>
      {looked && (
        <Text className="block__aside">
          {looked.by.title} {looked.by.calledAs} {spokenMoment(new Date(looked.at), now)} 看过了
        </Text>
      )}
      {!looked && mayLook && (
        <>
          <Warning words={trouble} />
          <MainButton
            tone="plain"
            icon="check"
            words="看过了，没有问题或者已经处理"
            busy={busy && '正在记…'}
            onPress={() => void look()}
          />
        </>
      )}
    </>
  )
}

/** The number stays masked until somebody calls it: taking it whole is noted. A desk shows it to be dialled by hand. */
function CallButton({ caseId, receipt, masked }: { caseId: string; receipt: string; masked: string }) {
  const { number, trouble, ring } = useCall(caseId, receipt)
  return (
    <>
      <MainButton tone="plain" icon="phone" words={`打电话 ${number ?? masked}`} onPress={ring} />
      <Warning words={trouble} />
    </>
  )
}
