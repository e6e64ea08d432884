import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { stateRule } from '../../../shared/domain/case-states'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { DangerStrip } from '../../components/danger-sheet/danger-sheet'
import { Press } from '../../components/press/press'
import type { Preview } from './use-entry'

interface KnownProps {
  preview: Preview
  /** The village that the clerk has picked by hand. */
  chosen: string | null
  onChoose(village: string | null): void
}

/** Where it will go when it is saved now, in one line. */
export function whereTo({ village, elsewhere, suggestions, joins }: Preview, chosen: string | null): string {
  if (joins) return `会并到${joins.subjectName ?? '这一家'}报过的那一件`
  const picked = suggestions.find((one) => one.village === chosen)
  if (picked) return `您选了${picked.name}`
  if (village) return `会到${village.name}`
  return elsewhere ? `像是${elsewhere}的，会转过去` : '还不知道是哪个村，会到分派台'
}

/** What is known while one types: danger first, then the household, then the village. */
export function Known({ preview, chosen, onChoose }: KnownProps) {
  const { village, reasons, suggestions, urgency, dangers, joins, lookalikes } = preview
  return (
    <>
      {dangers.some(({ call }) => call !== null) && <DangerStrip />}
      {urgency === 'urgent' && (
        <Text className="known__urgent">
          紧急{dangers.length > 0 ? `：话里说到${dangers.map(({ word }) => `“${word}”`).join('、')}` : ''}
        </Text>
      )}
      {joins && (
        <View className="known">
          <Text className="known__title">这一家报过，会自动并在一起</Text>
          <Other other={joins} />
        </View>
      )}
      {lookalikes.length > 0 && (
        <View className="known">
          <Text className="known__title">可能是同一家</Text>
          {lookalikes.map((other) => (
            <Other key={other.caseId} other={other} />
          ))}
        </View>
      )}
      <View className="known" role="radiogroup" aria-label="哪个村">
        <Text className="known__title">{whereTo(preview, chosen)}</Text>
        {suggestions.map((suggestion, at) => {
          const on = chosen ? chosen === suggestion.village : village?.code === suggestion.village
          return (
            <Press
              key={suggestion.village}
              className={`choice${on ? ' choice--on' : ''}`}
              role="radio"
              checked={on}
              label={suggestion.name}
              onPress={() => onChoose(chosen === suggestion.village ? null : suggestion.village)}
            >
              <Text className="choice__key">{at + 1}</Text>
              <View className="choice__words">
                <Text className="choice__name">{suggestion.name}</Text>
                {suggestion.reasons.map((reason) => (
                  <Text key={reason} className="choice__why">
                    {reason}
                  </Text>
                ))}
              </View>
            </Press>
          )
        })}
        {!village &&
          reasons.map((reason) => (
            <Text key={reason} className="choice__why">
              {reason}
            </Text>
          ))}
      </View>
    </>
  )
}

function Other({ other }: { other: Preview['lookalikes'][number] }) {
  return (
    <Press
      className="choice"
      label={`看 ${other.subjectName ?? other.placeName} 的线索`}
      onPress={() => void Taro.navigateTo({ url: `/village/case/case?id=${other.caseId}` })}
    >
      <View className="choice__words">
        <Text className="choice__name">
          {other.subjectName ?? '没有留名字'} · {other.placeName}
        </Text>
        <Text>{other.headline}</Text>
        <Text className="choice__why">
          {spokenMoment(new Date(other.openedAt), new Date())} · {stateRule(other.state).label} · {other.why}
        </Text>
      </View>
    </Press>
  )
}
