import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { channels, helpCategoriesInWords } from '../../../shared/domain/code-lists'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { Warning } from '../../components/answer/answer'
import { useCall } from '../../components/hotline/use-call'
import { Icon } from '../../components/icon/icon'
import { Press } from '../../components/press/press'
import { SentVoices } from '../../components/voice-row/sent-voices'
import type { Lead } from './triage'

interface Stretch {
  from: number
  words: string
  recognised: boolean
}

/** The text cut where a place was recognised in it. */
export function stretchesOf(text: string, recognised: Lead['recognised']): Stretch[] {
  const stretches: Stretch[] = []
  let from = 0
  for (const { start, end } of [...recognised].sort((a, b) => a.start - b.start)) {
    if (start < from || end > text.length) continue
    if (start > from) stretches.push({ from, words: text.slice(from, start), recognised: false })
    stretches.push({ from: start, words: text.slice(start, end), recognised: true })
    from = end
  }
  if (from < text.length) stretches.push({ from, words: text.slice(from), recognised: false })
  return stretches
}

/** What was said, word for word, with the places marked, and the ways to learn more: the phone and the whole lead. */
export function LeadWords({ lead, now, onStale }: { lead: Lead; now: Date; onStale(): void }) {
  const kinds = helpCategoriesInWords(lead.categories)
  return (
    <View className="words">
      <View className="words__title" role="heading" aria-level="1">
        {lead.subjectName ?? '没有留名字'}
      </View>
      <Text className="words__aside">
        {spokenMoment(new Date(lead.openedAt), now)} · {channels[lead.channel]}
        {lead.voiceCount > 0 ? ` · 录音 ${lead.voiceCount} 段` : ''}
        {lead.photoCount > 0 ? ` · 照片 ${lead.photoCount} 张` : ''}
      </Text>
      {kinds && <Text className="words__kinds">{kinds}</Text>}
      <Text className="words__said" selectable userSelect>
        {lead.text === ''
          ? lead.voices.length > 0
            ? '没有写字，请听录音'
            : '没有写字'
          : stretchesOf(lead.text, lead.recognised).map(({ from, words, recognised }) => (
              <Text key={from} className={recognised ? 'words__place' : ''}>
                {words}
              </Text>
            ))}
      </Text>
      <SentVoices key={lead.id} voices={lead.voices} onFailed={onStale} />
      {lead.placeWords && <Text className="words__line">说的地方：{lead.placeWords}</Text>}
      <View className="words__why">
        {lead.reasons.map((reason) => (
          <Text key={reason} className="words__line">
            {reason}
          </Text>
        ))}
      </View>
      <View className="words__tools">
        {lead.reporterHasPhone && <Ask key={lead.id} lead={lead} />}
        <Press
          className="tool"
          onPress={() => void Taro.navigateTo({ url: `/village/case/case?id=${lead.id}` })}
        >
          <Icon name="list" />
          <Text>看整条线索</Text>
        </Press>
      </View>
    </View>
  )
}

/** The surest way to learn which village it is. A desk shows the number, to be dialled by hand; taking it is noted. */
function Ask({ lead }: { lead: Lead }) {
  const { number, trouble, ring } = useCall(lead.id)
  return (
    <>
      <Press className="tool" onPress={ring}>
        <Icon name="phone" />
        <Text>{number ? `打 ${number}` : '打电话问一问'}</Text>
      </Press>
      <Warning words={trouble} />
    </>
  )
}
