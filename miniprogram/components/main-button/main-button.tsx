import { Text } from '@tarojs/components'
import { Icon, type IconName } from '../icon/icon'
import { Press } from '../press/press'
import './main-button.scss'

interface MainButtonProps {
  words: string
  onPress(): void
  icon?: IconName
  /** `plain`: not the page's one main action. `danger`: a call that saves life. */
  tone?: 'main' | 'plain' | 'danger'
  /** While it is working the button says so and takes no second tap. */
  busy?: string | false
}

/** A button across the page, at the thumb. */
export function MainButton({ words, onPress, icon, tone = 'main', busy = false }: MainButtonProps) {
  const dress = busy === false ? (tone === 'main' ? '' : ` main-button--${tone}`) : ' main-button--off'
  return (
    <Press className={`main-button${dress}`} onPress={onPress} off={busy !== false}>
      {icon && busy === false && <Icon name={icon} />}
      <Text>{busy === false ? words : busy}</Text>
    </Press>
  )
}
