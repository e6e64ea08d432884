import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { stages } from '../../../shared/domain/case-states'
import { helpCategoriesInWords } from '../../../shared/domain/code-lists'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call, type Reply } from '../../client/api'
import { Icon } from '../icon/icon'
import { Press } from '../press/press'
import './own-report.scss'

/** Something that somebody reported, as they may see it. */
export type Own = Reply<'GET /api/my-reports'>['reports'][number]

/** All that whoever speaks on this phone now has reported. */
export const fetchOwnReports = async (): Promise<Own[]> => (await call('GET /api/my-reports')).reports

/** What somebody reported, in as few words as tell it apart from the others. */
export const aboutOf = (report: { text: string; categories: Own['categories'] }, voices: number): string =>
  report.text.trim() || helpCategoriesInWords(report.categories) || (voices > 0 ? '录音' : '照片')

/** One report in a list: how far it has come, and a tap to its story. */
export function OwnRow({ report }: { report: Own }) {
  const now = new Date()
  return (
    <Press
      className="own"
      onPress={() => void Taro.navigateTo({ url: `/pages/progress/progress?r=${report.receipt}` })}
    >
      <View className="own__head">
        <View className="own__stage">
          <Icon name="circle-check" />
          <Text>{report.ended ? '不再办了' : stages[report.stage]}</Text>
        </View>
        <Text className="own__when">{spokenMoment(new Date(report.sentAt), now)} 报的</Text>
      </View>
      <Text className="own__about">{aboutOf(report, report.voiceCount)}</Text>
      <View className="own__foot">
        <Text className="own__next">
          {report.next
            ? `${report.next.told}，${spokenMoment(new Date(report.next.by), now)} 前`
            : report.ended}
        </Text>
        <Icon name="chevron-right" />
      </View>
    </Press>
  )
}
