import { Button } from '@tarojs/components'
import { Icon } from '../icon/icon'
import './share-card.scss'

/** WeChat's own way to hand a page on into a chat: only its own button opens it. What is shared is the page's to say. */
export function ShareCard({ words }: { words: string }) {
  if (process.env.TARO_ENV !== 'weapp') return null
  return (
    <Button className="share-card" hoverClass="share-card--down" openType="share">
      <Icon name="share-2" />
      {words}
    </Button>
  )
}
