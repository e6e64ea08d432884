import { Text, View } from '@tarojs/components'
import { Press } from '../press/press'
import './chips.scss'

interface ChipsProps<T extends string> {
  of: readonly { value: T; words: string }[]
  chosen: T | undefined
  onChoose(value: T | undefined): void
}

/** Short answers to pick one from; tapping the picked one takes it back. */
export function Chips<T extends string>({ of, chosen, onChoose }: ChipsProps<T>) {
  return (
    <View className="chips" role="radiogroup">
      {of.map(({ value, words }) => (
        <Press
          key={value}
          className={`chip${value === chosen ? ' chip--on' : ''}`}
          role="radio"
          checked={value === chosen}
          onPress={() => onChoose(value === chosen ? undefined : value)}
        >
          <Text>{words}</Text>
        </Press>
      ))}
    </View>
  )
}
