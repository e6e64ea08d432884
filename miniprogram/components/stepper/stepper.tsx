import { Text, View } from '@tarojs/components'
import { Icon } from '../icon/icon'
import { Press } from '../press/press'
import './stepper.scss'

/** A small number, changed by two large buttons instead of a keyboard. */
export function Stepper({
  label,
  value,
  unit,
  least,
  most,
  onChange,
}: {
  label: string
  value: number
  unit: string
  least: number
  most: number
  onChange(value: number): void
}) {
  return (
    <View className="stepper" role="group" aria-label={label}>
      <Press
        className="stepper__button"
        label={`${label}少一个`}
        off={value <= least}
        onPress={() => onChange(value - 1)}
      >
        <Icon name="minus" />
      </Press>
      <Text className="stepper__value">
        {value} {unit}
      </Text>
      <Press
        className="stepper__button"
        label={`${label}多一个`}
        off={value >= most}
        onPress={() => onChange(value + 1)}
      >
        <Icon name="plus" />
      </Press>
    </View>
  )
}
