import { Text, View } from '@tarojs/components'
import { type HelpCategory, helpCategories, helpCategoryCodes } from '../../../shared/domain/code-lists'
import { Icon, type IconName } from '../../components/icon/icon'
import { Press } from '../../components/press/press'
import './category-tiles.scss'

const icons: Record<HelpCategory, IconName> = {
  illness: 'stethoscope',
  injury: 'bandage',
  disability: 'accessibility',
  food_money: 'wheat',
  housing_disaster: 'cloud-rain-wind',
  schooling: 'graduation-cap',
  children_alone: 'baby',
  elder_alone: 'armchair',
  work: 'briefcase',
  water: 'droplets',
  family_change: 'heart-crack',
  other: 'ellipsis',
}

/** The twelve kinds of trouble as tiles: more than one can be true. */
export function CategoryTiles({
  chosen,
  onChange,
}: {
  chosen: HelpCategory[]
  onChange(chosen: HelpCategory[]): void
}) {
  const toggle = (category: HelpCategory) =>
    onChange(chosen.includes(category) ? chosen.filter((other) => other !== category) : [...chosen, category])
  return (
    <View className="tiles">
      {helpCategoryCodes.map((category) => {
        const on = chosen.includes(category)
        return (
          <Press
            key={category}
            className={`tile${on ? ' tile--on' : ''}`}
            role="checkbox"
            checked={on}
            label={helpCategories[category]}
            onPress={() => toggle(category)}
          >
            <Icon name={on ? 'check' : icons[category]} large />
            {/* An invisible break after the stroke keeps long names from being cut in the middle of a word. */}
            <Text className="tile__word">{helpCategories[category].replace('/', '/\u200b')}</Text>
          </Press>
        )
      })}
    </View>
  )
}
