import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import type { PropsWithChildren } from 'react'
import type { Reply } from '../../client/api'
import { CaseClock } from '../clock-chip/case-clock'
import { Icon } from '../icon/icon'
import { Press } from '../press/press'
import './lead-row.scss'

/** A case as lists show it. */
export type Lead = Reply<'GET /api/queue'>['items'][number]

type Props = PropsWithChildren<{
  lead: Lead
  now: Date
  /** What is said of it besides: whose it is, why it is here. */
  aside?: string
  /** Where a tap leads; its page, unless the list leads further. */
  page?: string
  onCall(): void
}>

/** One case in a list: its clock, who and where, what happened in a line, and the ways to call and to open it. */
export function LeadRow({ lead, now, aside, page, onCall, children }: Props) {
  const open = () => void Taro.navigateTo({ url: page ?? `/village/case/case?id=${lead.id}` })
  const name = lead.subjectName ?? '没有留名字'
  return (
    <View
      className={`lead${lead.urgency === 'urgent' ? ' lead--urgent' : ''}${children ? ' lead--first' : ''}`}
    >
      <Press className="lead__open" onPress={open}>
        {/* What is closed has nothing to do next, and no clock. */}
        {lead.nextAction && <CaseClock work={lead} now={now} />}
        <Text className="lead__who">{name}</Text>
        <Text className="lead__where">{lead.placeName}</Text>
        <Text className="lead__what">{lead.headline}</Text>
        <Text className="lead__next">
          {lead.nextAction}
          {lead.voiceCount > 0 ? ` · 录音 ${lead.voiceCount} 段` : ''}
          {lead.photoCount > 0 ? ` · 照片 ${lead.photoCount} 张` : ''}
        </Text>
        {aside && <Text className="lead__aside">{aside}</Text>}
      </Press>
      <View className="lead__tools">
        {lead.reporterHasPhone && (
          <Press className="round" label={`电话 打给报的人 ${lead.subjectName ?? ''}`} onPress={onCall}>
            <Icon name="phone" />
            <Text>电话</Text>
          </Press>
        )}
        <Press className="round" label={`打开 ${lead.subjectName ?? lead.placeName}`} onPress={open}>
          <Icon name="chevron-right" />
          <Text>打开</Text>
        </Press>
      </View>
      {children && <View className="lead__main">{children}</View>}
    </View>
  )
}
