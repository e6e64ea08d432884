import Taro from '@tarojs/taro'
import { keptChoice, useKept } from './kept-choice'

/** How large a page writes: as usual, in care mode, or as large as there is. */
export type TypeSize = 'usual' | 'large' | 'largest'

const usualSize = 16
/** From this factor on WeChat's own setting means that somebody cannot read small print. */
const careInWechat = 1.4
/** A browser offers fewer steps: its first above the usual is 1.25. */
const careInBrowser = 1.25

function askedOfWechat(): number {
  try {
    // Both are newer than Taro's own typing of the answer.
    const base = Taro.getAppBaseInfo() as { fontSizeScaleFactor?: number; fontSizeSetting?: number }
    return base.fontSizeScaleFactor ?? (base.fontSizeSetting ?? usualSize) / usualSize
  } catch {
    return 1
  }
}

/** What somebody has set as their browser's own size is what a page without any sizes is drawn in. */
const askedOfBrowser = () =>
  Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / usualSize

const typeSize = keptChoice<TypeSize>('type', () => {
  const care =
    process.env.TARO_ENV === 'weapp' ? askedOfWechat() >= careInWechat : askedOfBrowser() >= careInBrowser
  return care ? 'large' : 'usual'
})

const larger: Record<TypeSize, TypeSize> = { usual: 'large', large: 'largest', largest: 'usual' }

/** What the switch offers at each size: the next one. */
export const offeredAt: Record<TypeSize, { words: string; label: string }> = {
  usual: { words: '大字', label: '换成大字' },
  large: { words: '特大字', label: '换成特大字' },
  largest: { words: '小字', label: '换回小字' },
}

/** How large pages write, and how to change it to the next size. */
export function useTypeSize(): [TypeSize, () => void] {
  return [useKept(typeSize), () => typeSize.choose(larger[typeSize.now()])]
}
