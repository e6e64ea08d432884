import { Text, View } from '@tarojs/components'
import './story-line.scss'

/** One point of a story: reached, where it stands now, or still to come. */
export interface StoryPoint {
  key: string
  words: string
  /** When and by whom, or what is promised; shown smaller beneath. */
  beneath?: string
  state: 'reached' | 'now' | 'ahead'
}

/** A vertical line of dots, the way a parcel's journey is shown. */
export function StoryLine({ points }: { points: readonly StoryPoint[] }) {
  return (
    <View className="story-line" role="list">
      {points.map((point) => (
        <View key={point.key} className={`story-point story-point--${point.state}`} role="listitem">
          <View className="story-point__rail" aria-hidden>
            <View className="story-point__dot" />
          </View>
          <View className="story-point__words">
            <Text className="story-point__what">{point.words}</Text>
            {point.beneath && <Text className="story-point__beneath">{point.beneath}</Text>}
          </View>
        </View>
      ))}
    </View>
  )
}
