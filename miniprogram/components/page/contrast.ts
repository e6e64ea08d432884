import { keptChoice, useKept } from './kept-choice'

/** A phone or computer that was set to show strong contrasts, or to draw all in its owner's own colours. */
const asked =
  process.env.TARO_ENV === 'weapp' || typeof matchMedia === 'undefined'
    ? null
    : matchMedia('(prefers-contrast: more), (forced-colors: active)')

const contrast = keptChoice<'strong' | 'usual'>('contrast', () => (asked?.matches ? 'strong' : 'usual'))
asked?.addEventListener?.('change', contrast.phoneChanged)

/** Whether pages are drawn black on white, and how to change it. */
export function useContrast(): [boolean, () => void] {
  const strong = useKept(contrast) === 'strong'
  return [strong, () => contrast.choose(strong ? 'usual' : 'strong')]
}
