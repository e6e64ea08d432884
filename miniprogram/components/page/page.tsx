import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import type { PropsWithChildren, ReactNode } from 'react'
import type { SpokenPage } from '../../../shared/domain/page-scripts'
import { Icon } from '../icon/icon'
import { Press } from '../press/press'
import { PrivacySheet } from '../privacy-sheet/privacy-sheet'
import { ReadAloud } from '../read-aloud/read-aloud'
import { SessionOver } from '../session-over/session-over'
import { useContrast } from './contrast'
import { useFirstScreenGone } from './first-screen'
import { PageTools } from './page-tools'
import { useTypeSize } from './type-size'
import './page.scss'

type PageProps = PropsWithChildren<{
  /** Who reads it: sets the type's sizes. */
  reader: 'resident' | 'worker' | 'desk'
  /** What a browser shows where WeChat has its own bar. */
  name: string
  /** What stays at the thumb while the page scrolls. */
  foot?: ReactNode
  /** Read to people who do not read: which page it is, and what stands on it today. */
  aloud?: { page: SpokenPage; also?: string }
  /** On a desktop it takes the room of two columns. */
  wide?: boolean
  /** The first page of the app has nowhere to go back to. */
  first?: boolean
  /** Where 返回 leads within the page, before it leads out of it. */
  onBack?(): void
}>

const isBrowser = process.env.TARO_ENV !== 'weapp'
const home = '/pages/home/home'

const goBack = () => {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack()
  else void Taro.reLaunch({ url: home })
}

/** The ground every page stands on: its bar, its column, its type, its foot. */
export function Page({
  reader,
  name,
  foot,
  aloud,
  first = false,
  wide = false,
  onBack = goBack,
  children,
}: PageProps) {
  useFirstScreenGone()
  const [size] = useTypeSize()
  const [strong] = useContrast()
  // A desk has its browser's own zoom; its tables would not hold large type.
  const large = size !== 'usual' && reader !== 'desk'
  const dress = [
    'page',
    `page--${reader}`,
    ...(large ? ['page--large'] : []),
    ...(large && size === 'largest' ? ['page--largest'] : []),
    ...(strong ? ['page--contrast'] : []),
    ...(wide ? ['page--wide'] : []),
  ]
  return (
    <View className={dress.join(' ')}>
      {(isBrowser || reader !== 'desk') && (
        <View className="page__bar">
          {isBrowser && !first && (
            <Press className="page__tool" onPress={onBack}>
              <Icon name="chevron-left" />
              <Text>返回</Text>
            </Press>
          )}
          <Text className="page__name">{isBrowser && !first ? name : ''}</Text>
          <PageTools type={reader !== 'desk'} />
        </View>
      )}
      <View className="page__column">
        {aloud && <ReadAloud page={aloud.page} also={aloud.also ?? ''} />}
        {reader !== 'resident' && <SessionOver />}
        {children}
      </View>
      {foot && (
        <View className="page__foot">
          <View className="page__foot-column">{foot}</View>
        </View>
      )}
      {!isBrowser && <PrivacySheet />}
    </View>
  )
}
