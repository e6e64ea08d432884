import { View } from '@tarojs/components'
import './icon.scss'

/** The icons that are drawn in `icon.scss`. */
export type IconName =
  | 'a-large-small'
  | 'accessibility'
  | 'armchair'
  | 'baby'
  | 'bandage'
  | 'briefcase'
  | 'camera'
  | 'check'
  | 'chevron-left'
  | 'chevron-right'
  | 'circle-check'
  | 'cloud-rain-wind'
  | 'droplets'
  | 'ellipsis'
  | 'graduation-cap'
  | 'hand-helping'
  | 'heart-crack'
  | 'house'
  | 'image'
  | 'list'
  | 'log-out'
  | 'pencil'
  | 'phone'
  | 'refresh-cw'
  | 'share-2'
  | 'siren'
  | 'square'
  | 'square-check-big'
  | 'stethoscope'
  | 'user'
  | 'users'
  | 'wheat'
  | 'wifi-off'
  | 'x'

/** A line icon. It is never alone: the words beside it say the same, so readers of the screen skip it. */
export function Icon({ name, large = false }: { name: IconName; large?: boolean }) {
  return <View className={`icon icon--${name}${large ? ' icon--large' : ''}`} aria-hidden />
}
