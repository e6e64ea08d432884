import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { type PosterDesign, posterDesignCodes, posterDesigns } from '../../../shared/domain/posters'
import { call } from '../../client/api'
import { serviceAddress } from '../../client/transport'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { Chips } from '../../components/chips/chips'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'
import type { Kept } from './cards'
import { PosterPreview, printPreview } from './poster-preview'

interface Props {
  township: string
  kept: Kept
  /** What is to be printed, in the order it was chosen. */
  cards: readonly string[]
  onChoose(ids: string[]): void
  onChanged(): Promise<void>
}

const isBrowser = process.env.TARO_ENV !== 'weapp'

const addressOf = (cards: readonly string[], design: PosterDesign) =>
  `${serviceAddress}/api/posters?cards=${cards.join(',')}&design=${design}`

/** The posters of the chosen cards: looked at as they will be, and printed on A4. */
export function Posters({ township, kept, cards, onChoose, onChanged }: Props) {
  const [design, setDesign] = useState<PosterDesign>('board')
  const [told, setTold] = useState('')
  const { busy, trouble, act } = useAct()
  const everyVillage = () =>
    act(async () => {
      await call('POST /api/townships/:township/cards/each-village', { params: { township }, body: {} })
      const { cards: now } = await call('GET /api/townships/:township/cards', { params: { township } })
      onChoose(
        now
          .filter(({ kind, group, withdrawnAt }) => kind === 'poster' && group === null && !withdrawnAt)
          .map(({ id }) => id),
      )
      await onChanged()
    })
  const copy = () =>
    Taro.setClipboardData({ data: addressOf(cards, design) }).then(
      () => setTold('网址复制好了，到电脑上打开就能印。'),
      () => undefined,
    )
  return (
    <View className="block posters">
      <View className="block__title" role="heading" aria-level="2">
        海报
      </View>
      <Text className="block__aside">A4 纸，黑白、彩色都行。在名片后面点「印海报」，一张名片一页。</Text>
      {kept.forTownship && (
        <Press className="tool" off={busy} onPress={() => void everyVillage()}>
          <Icon name="list" />
          <Text>每个村印一张（没有的先做好）</Text>
        </Press>
      )}
      <Chips
        of={posterDesignCodes.map((value) => ({ value, words: `贴在${posterDesigns[value]}` }))}
        chosen={design}
        onChoose={(next) => setDesign(next ?? design)}
      />
      <Warning words={trouble} />
      {cards.length === 0 && <Text className="posters__none">还没有选名片。</Text>}
      {cards.length > 0 && isBrowser && (
        <>
          <MainButton words={`打印这 ${cards.length} 张`} onPress={printPreview} />
          <PosterPreview address={addressOf(cards, design)} design={design} />
        </>
      )}
      {cards.length > 0 && !isBrowser && (
        <MainButton icon="share-2" words="复制海报的网址，到电脑上印" onPress={() => void copy()} />
      )}
      {told && (
        <View className="block__told" role="status">
          {told}
        </View>
      )}
    </View>
  )
}
