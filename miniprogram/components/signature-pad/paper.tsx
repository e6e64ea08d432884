import { Canvas, type CanvasTouchEvent } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { type MutableRefObject, type PointerEvent, useEffect, useRef } from 'react'
import { type Ink, inkOn } from './ink'

/** The sheet one signs on, and how to take what is on it as a picture. */
export interface Sheet {
  ink: Ink
  /** A file's path in WeChat, the picture itself in a browser; null when the phone cannot give one. */
  picture(): Promise<Blob | string | null>
}

interface PaperProps {
  sheet: MutableRefObject<Sheet | null>
  /** The pen has touched the paper. */
  onInk(): void
}

const sheetId = 'signature-sheet'

/** A sheet to sign on by finger, pen or mouse. */
export const Paper = (props: PaperProps) =>
  process.env.TARO_ENV === 'weapp' ? <WechatPaper {...props} /> : <BrowserPaper {...props} />

function BrowserPaper({ sheet, onInk }: PaperProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    const surface = element?.getContext('2d')
    if (!element || !surface) return
    const { clientWidth, clientHeight } = element
    const ratio = window.devicePixelRatio
    element.width = clientWidth * ratio
    element.height = clientHeight * ratio
    sheet.current = {
      ink: inkOn(surface, clientWidth, clientHeight, ratio),
      picture: () => new Promise((done) => element.toBlob(done, 'image/png')),
    }
  }, [sheet])
  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    const { offsetX, offsetY } = event.nativeEvent
    if (event.type === 'pointerdown') {
      event.currentTarget.setPointerCapture(event.pointerId)
      sheet.current?.ink.down(offsetX, offsetY)
      onInk()
    } else if (event.buttons > 0) sheet.current?.ink.to(offsetX, offsetY)
  }
  return (
    <canvas
      ref={canvas}
      className="signature__paper"
      aria-label="在这里签名"
      onPointerDown={draw}
      onPointerMove={draw}
    />
  )
}

interface Found {
  node: Taro.Canvas
  width: number
  height: number
}

function WechatPaper({ sheet, onInk }: PaperProps) {
  useEffect(() => {
    Taro.nextTick(() => {
      Taro.createSelectorQuery()
        .select(`#${sheetId}`)
        .fields({ node: true, size: true }, (found) => {
          const { node, width, height } = (found ?? {}) as Partial<Found>
          if (!node || !width || !height) return
          const ratio = Taro.getWindowInfo().pixelRatio
          node.width = width * ratio
          node.height = height * ratio
          const surface = node.getContext('2d') as unknown as CanvasRenderingContext2D
          sheet.current = {
            ink: inkOn(surface, width, height, ratio),
            picture: () =>
              Taro.canvasToTempFilePath({ canvas: node, fileType: 'png' })
                .then(({ tempFilePath }) => tempFilePath)
                .catch(() => null),
          }
        })
        .exec()
    })
  }, [sheet])
  const at = ({ touches: [touch] }: CanvasTouchEvent) => touch
  return (
    <Canvas
      type="2d"
      id={sheetId}
      className="signature__paper"
      disableScroll
      onTouchStart={(event) => {
        const touch = at(event)
        if (!touch) return
        sheet.current?.ink.down(touch.x, touch.y)
        onInk()
      }}
      onTouchMove={(event) => {
        const touch = at(event)
        if (touch) sheet.current?.ink.to(touch.x, touch.y)
      }}
    />
  )
}
