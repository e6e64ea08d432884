import { Text, View } from '@tarojs/components'
import { Press } from '../../components/press/press'
import type { Lead } from './triage'

/** A village that can be chosen, in the order of its key. */
export interface Choice {
  village: string
  name: string
  /** Why it may be this one; empty for a village that nothing points to. */
  reasons: string[]
}

/** The suggested villages first, the likeliest first, then all others of the township. */
export function choicesFor(lead: Lead, villages: readonly { code: string; name: string }[]): Choice[] {
  const suggested = lead.suggestions.map(({ village, name, reasons }) => ({ village, name, reasons }))
  const others = villages
    .filter(({ code }) => !suggested.some(({ village }) => village === code))
    .map(({ code, name }) => ({ village: code, name, reasons: [] }))
  return [...suggested, ...others]
}

interface VillageChoiceProps {
  choices: readonly Choice[]
  chosen: string | null
  onChoose(village: string): void
}

/** Every village as one line with its key; those that something points to say what. */
export function VillageChoice({ choices, chosen, onChoose }: VillageChoiceProps) {
  const suggested = choices.filter(({ reasons }) => reasons.length > 0)
  const others = choices.filter(({ reasons }) => reasons.length === 0)
  const line = (choice: Choice) => (
    <Press
      key={choice.village}
      className={`village${choice.village === chosen ? ' village--on' : ''}`}
      role="radio"
      checked={choice.village === chosen}
      label={choice.name}
      onPress={() => onChoose(choice.village)}
    >
      <Text className="village__key">{choices.indexOf(choice) + 1}</Text>
      <View className="village__words">
        <Text className="village__name">{choice.name}</Text>
        {choice.reasons.map((reason) => (
          <Text key={reason} className="village__why">
            {reason}
          </Text>
        ))}
      </View>
    </Press>
  )
  return (
    <View className="villages" role="radiogroup" aria-label="派到哪个村">
      {suggested.length > 0 && <Text className="villages__title">可能是</Text>}
      {suggested.map(line)}
      {others.length > 0 && (
        <Text className="villages__title">{suggested.length > 0 ? '别的村' : '没有线索，您来定'}</Text>
      )}
      <View className="villages__others">{others.map(line)}</View>
    </View>
  )
}
