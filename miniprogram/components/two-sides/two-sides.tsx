import { Text, View } from '@tarojs/components'
import { MainButton } from '../main-button/main-button'
import './two-sides.scss'

/** One thing that stands differently on the two sides. */
export interface Side {
  label: string
  mine: string
  now: string
}

interface TwoSidesProps {
  /** What has happened meanwhile, in one sentence. */
  why: string
  sides: readonly Side[]
  /** Goes on with one's own; left out where that is not open any more. */
  mine?: { words: string; busy?: string | false; onPress(): void }
  /** Lets go of one's own. */
  now: { words: string; onPress(): void }
}

/** 我写的 beside 现在的: somebody else was quicker, nothing was overwritten, and a person chooses. */
export function TwoSides({ why, sides, mine, now }: TwoSidesProps) {
  return (
    <View className="two-sides" role="alert">
      <Text className="two-sides__why">{why}</Text>
      {sides.map(({ label, mine: own, now: theirs }) => (
        <View key={label} className="two-sides__one">
          {label !== '' && <Text className="two-sides__label">{label}</Text>}
          <View className="two-sides__both">
            <View className="two-sides__side">
              <Text className="two-sides__whose">我写的</Text>
              <Text className="two-sides__words" selectable userSelect>
                {own || '空着'}
              </Text>
            </View>
            <View className="two-sides__side two-sides__side--now">
              <Text className="two-sides__whose">现在的</Text>
              <Text className="two-sides__words" selectable userSelect>
                {theirs || '空着'}
              </Text>
            </View>
          </View>
        </View>
      ))}
      {mine && <MainButton words={mine.words} busy={mine.busy} onPress={mine.onPress} />}
      <MainButton tone="plain" words={now.words} onPress={now.onPress} />
    </View>
  )
}
