import Taro from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { shelf } from '../../client/shelf'

const chosen = shelf<'large' | 'usual'>('type')
const listeners = new Set<(large: boolean) => void>()

/** From this factor on WeChat's own setting means that somebody cannot read small print. */
const careFrom = 1.4
const usualSize = 16

function askedOfPhone(): boolean {
  if (process.env.TARO_ENV !== 'weapp') return false
  try {
    // Both are newer than Taro's own typing of the answer.
    const base = Taro.getAppBaseInfo() as { fontSizeScaleFactor?: number; fontSizeSetting?: number }
    return (base.fontSizeScaleFactor ?? (base.fontSizeSetting ?? usualSize) / usualSize) >= careFrom
  } catch {
    return false
  }
}

const isLarge = () => {
  const choice = chosen.read()
  return choice === null ? askedOfPhone() : choice === 'large'
}

/** Whether pages show large type, and how to change it; remembered on the phone and shared by all open pages. */
export function useLargeType(): [boolean, () => void] {
  const [large, setLarge] = useState(isLarge)
  useEffect(() => {
    listeners.add(setLarge)
    return () => {
      listeners.delete(setLarge)
    }
  }, [])
  const change = () => {
    const next = !isLarge()
    chosen.write(next ? 'large' : 'usual')
    for (const listener of listeners) listener(next)
  }
  return [large, change]
}
