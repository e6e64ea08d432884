import { Text, View } from '@tarojs/components'
import { Press } from '../press/press'
import './chips.scss'

/** Short answers to pick any number of; tapping a picked one takes it back. */
export function ManyChips<T extends string>({
  of,
  chosen,
  onChoose,
}: {
  of: readonly { value: T; words: string }[]
  chosen: readonly T[]
  onChoose(values: T[]): void
}) {
  const toggle = (value: T) =>
    onChoose(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])
  return (
    <View className="chips">
      {of.map(({ value, words }) => (
        <Press
          key={value}
          className={`chip${chosen.includes(value) ? ' chip--on' : ''}`}
          role="checkbox"
          checked={chosen.includes(value)}
          onPress={() => toggle(value)}
        >
          <Text>{words}</Text>
        </Press>
      ))}
    </View>
  )
}
