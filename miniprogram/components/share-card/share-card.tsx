import { Button, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { MainButton } from '../main-button/main-button'
import './share-card.scss'

/** A card on its way to somebody else. */
export interface Shared {
  title: string
  /** The page with its query, from the root. */
  path: string
}

/** A browser's own way of handing something on, where it has one: a phone's does, a desk's mostly not. */
const canHandOn = () =>
  process.env.TARO_ENV !== 'weapp' && typeof navigator !== 'undefined' && navigator.share !== undefined

interface Props {
  shared: Shared
  words?: string
  /** The page may stand in somebody's moments too: only what everybody may see. */
  inMoments?: boolean
}

/** Sends a card on: into a chat in WeChat, by the phone's own sheet in a browser, else by copying its address. */
export function ShareCard({ shared, words = '发给别人、发到群里', inMoments = false }: Props) {
  const [told, setTold] = useState<string | null>(null)
  useEffect(() => {
    if (process.env.TARO_ENV !== 'weapp') return
    // With a ticket WeChat tells in which group the card is opened.
    const showShareItems = ['shareAppMessage', ...(inMoments ? ['shareTimeline'] : [])]
    Taro.showShareMenu({ withShareTicket: true, showShareItems }).catch(() => undefined)
  }, [inMoments])
  if (process.env.TARO_ENV === 'weapp') {
    return (
      <Button className="main-button main-button--plain" openType="share">
        {words}
      </Button>
    )
  }
  const address = () => new URL(shared.path, location.href).href
  const copy = () =>
    Taro.setClipboardData({ data: address() }).then(
      () => setTold('网址复制好了，到微信里贴给别人就行。'),
      () => setTold(address()),
    )
  // Whoever closes the sheet has changed their mind: that is no error.
  const handOn = () =>
    navigator.share({ title: shared.title, text: shared.title, url: address() }).catch(() => undefined)
  return (
    <View className="share-card">
      <MainButton
        tone="plain"
        icon="share-2"
        words={canHandOn() ? words : '复制网址，发到群里'}
        onPress={() => void (canHandOn() ? handOn() : copy())}
      />
      {told && (
        <View className="share-card__told" role="status">
          {told}
        </View>
      )}
    </View>
  )
}
