import { View } from '@tarojs/components'
import { createElement } from 'react'
import type { PosterDesign } from '../../../shared/domain/posters'

const frameName = 'poster-preview'

/** Prints what the preview shows, and nothing of the page around it. */
export const printPreview = (): void => {
  const frame = document.getElementById(frameName)
  if (frame instanceof HTMLIFrameElement) frame.contentWindow?.print()
}

/** The posters as they will be printed, made smaller. Only a browser has frames; WeChat does not show it. */
export function PosterPreview({ address, design }: { address: string; design: PosterDesign }) {
  return (
    <View className={`poster-preview poster-preview--${design}`}>
      {createElement('iframe', {
        id: frameName,
        title: '海报的样子',
        className: 'poster-preview__page',
        src: address,
      })}
    </View>
  )
}
