import { View } from '@tarojs/components'
import './initial.scss'

/** Stands for a face: the first character of how somebody is called. The name is beside it. */
export function Initial({ calledAs }: { calledAs: string }) {
  return (
    <View className="initial" aria-hidden>
      {calledAs.slice(0, 1)}
    </View>
  )
}
