import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { stageCodes, stages } from '../../../shared/domain/case-states'
import { helpCategoriesInWords } from '../../../shared/domain/code-lists'
import { satisfactions } from '../../../shared/domain/follow-up'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call, type Reply } from '../../client/api'
import { spokenNumber } from '../../client/receipts'
import { Loading, Trouble } from '../../components/answer/answer'
import { useAnswer, useRefresh } from '../../components/answer/use-answer'
import { Hotline } from '../../components/hotline/hotline'
import { Initial } from '../../components/initial/initial'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { StoryLine, type StoryPoint } from '../../components/story-line/story-line'
import { ObjectOnce, RateOnce, SayMore, Withdraw } from './say-more'
import './progress.scss'

/** One's own report, as the server tells it. */
export type Own = Reply<'GET /api/my-reports/:receipt'>

/** The whole way as dots: what was reached with its time, where it stands with its promise, what is still to come. */
function pointsOf({ stage, steps, next, ended }: Own, now: Date): StoryPoint[] {
  const reached = stageCodes.indexOf(stage)
  // What has ended otherwise goes no further: the stages to come are not shown.
  const shown = ended === null ? stageCodes : stageCodes.slice(0, reached + 1)
  return shown.map((code, at): StoryPoint => {
    const told = steps.filter((step) => step.stage === code)
    // How it ended stands beneath the line in full: once is enough.
    const lines = told.map(
      (step) =>
        `${spokenMoment(new Date(step.at), now)} ${step.told === ended ? '有结果了，写在下面' : step.told}`,
    )
    if (at === reached && next) lines.push(`${next.told}，${spokenMoment(new Date(next.by), now)} 前`)
    return {
      key: code,
      words: stages[code],
      beneath: lines.join('\n') || undefined,
      state: at < reached ? 'reached' : at === reached ? 'now' : 'ahead',
    }
  })
}

/** How far one's report has come, in plain words, and whom to call. */
export default function ProgressPage() {
  const { params } = useRouter()
  const receipt = params.r ?? ''
  const asked = useAnswer(() => call('GET /api/my-reports/:receipt', { params: { receipt } }), receipt)
  useRefresh(asked.again)
  const report = asked.value
  return (
    <Page
      reader="resident"
      aloud={{
        page: 'progress',
        also: report ? `现在是：${report.ended ? '不再办了' : stages[report.stage]}。` : '',
      }}
      name="办到哪了"
    >
      {report && <Progress report={report} correcting={params.correct === '1'} onChange={asked.put} />}
      {asked.error !== null && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
      {!report && asked.asking && <Loading />}
      {report && (
        <MainButton
          tone="plain"
          icon="refresh-cw"
          words="看看有没有新的"
          busy={asked.asking && '正在看…'}
          onPress={() => void asked.again()}
        />
      )}
    </Page>
  )
}

function Progress({
  report,
  correcting,
  onChange,
}: {
  report: Own
  /** Came here to say what was wrong in it. */
  correcting: boolean
  onChange(newer: Own): void
}) {
  const now = new Date()
  const kinds = helpCategoriesInWords(report.categories)
  return (
    <>
      <View className="progress-line">
        <StoryLine points={pointsOf(report, now)} />
        <Text className="progress-line__own">
          {report.ended ?? '时间是我们自己定的，会尽量赶早。等不得就打热线。'}
        </Text>
      </View>
      {report.contact && (
        <View className="progress-contact">
          <Initial calledAs={report.contact.calledAs} />
          <Text className="progress-contact__who">
            {report.contact.title} {report.contact.calledAs} 管这件事
          </Text>
        </View>
      )}
      <Hotline number={report.hotline} main />
      <View className="progress-said">
        <Text className="progress-said__title">您报的</Text>
        {kinds && <Text className="progress-said__kinds">{kinds}</Text>}
        {report.text && <Text className="progress-said__words">{report.text}</Text>}
        <Text className="progress-said__more">
          {[
            report.subjectName,
            report.villageName,
            report.voiceCount > 0 && `录音 ${report.voiceCount} 段`,
            report.photoCount > 0 && `照片 ${report.photoCount} 张`,
            `收条号 ${spokenNumber(report.receipt)}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {report.additions.map((addition) => (
          <View key={addition.at} className="progress-said__added">
            <Text className="progress-said__more">{spokenMoment(new Date(addition.at), now)} 补的</Text>
            {addition.text && <Text className="progress-said__words">{addition.text}</Text>}
            {addition.voiceCount > 0 && (
              <Text className="progress-said__more">录音 {addition.voiceCount} 段</Text>
            )}
            {addition.photoCount > 0 && (
              <Text className="progress-said__more">照片 {addition.photoCount} 张</Text>
            )}
          </View>
        ))}
      </View>
      {report.ended === null && <SayMore report={report} correcting={correcting} onChange={onChange} />}
      {report.canRate && <RateOnce report={report} onChange={onChange} />}
      {report.rated && <Text className="progress-said__more">您说过：{satisfactions[report.rated]}</Text>}
      {report.canObject && <ObjectOnce report={report} onChange={onChange} />}
      {report.canWithdraw && <Withdraw report={report} onChange={onChange} />}
    </>
  )
}
