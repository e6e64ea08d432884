import { type MutableRefObject, useEffect, useRef, useState } from 'react'

/** A finger or a mouse, as a browser tells it. */
interface Pointer {
  clientY: number
  pointerId: number
  isPrimary: boolean
  button: number
  currentTarget: { setPointerCapture(pointer: number): void }
  preventDefault(): void
}

/** What a button does that can be held, and tapped as well. */
interface Deeds {
  /** Pressed down, or tapped by somebody without fingers on the screen: it begins. */
  begin(): void
  /** Let go after it was held, or tapped a second time. */
  finish(): void
  /** Let go high above the button. */
  drop(): void
}

/** How the button is worked at present: it was only tapped and stays on, or it is held and a finger may slide away. */
export type Grip = 'tapped' | 'held' | 'sliding'

/** Milliseconds. Shorter is a tap: the finger is gone, and what was begun goes on until the next tap. */
const heldFrom = 400
/** How far up, in pixels, a finger slides to say that this was not meant. */
const away = 80
/** Within this time of a finger's leaving a click is that same finger's. */
const echo = 500

function clearAt(timer: MutableRefObject<ReturnType<typeof setTimeout> | undefined>) {
  clearTimeout(timer.current)
  timer.current = undefined
}

/**
 * Makes a button that is held as in WeChat (let go to end, slide up to drop), and that a tap, a key or a reader of
 * the screen starts and ends as well. `on` is whether what it starts is under way.
 */
export function useHold(on: boolean, deeds: Deeds) {
  const [grip, setGrip] = useState<Grip>('tapped')
  const slid = useRef(false)
  const from = useRef<number | null>(null)
  const holding = useRef<ReturnType<typeof setTimeout>>()
  const echoing = useRef<ReturnType<typeof setTimeout>>()
  const ends = useRef(false)
  useEffect(
    () => () => {
      clearAt(holding)
      clearAt(echoing)
    },
    [],
  )

  const toggle = () => {
    setGrip('tapped')
    if (on) deeds.finish()
    else deeds.begin()
  }
  const press = (height: number) => {
    from.current = height
    slid.current = false
    clearAt(echoing)
    ends.current = on
    if (on) return
    setGrip('held')
    holding.current = setTimeout(() => clearAt(holding), heldFrom)
    deeds.begin()
  }
  const move = (height: number) => {
    if (from.current === null || ends.current) return
    slid.current = from.current - height > away
    setGrip(slid.current ? 'sliding' : 'held')
  }
  const leave = (meant = true) => {
    if (from.current === null) return
    from.current = null
    echoing.current = setTimeout(() => clearAt(echoing), echo)
    const short = holding.current !== undefined
    clearAt(holding)
    // What goes on without a finger (a short tap, or the phone was still asking for leave) ends by the next tap.
    setGrip('tapped')
    if (meant && slid.current) deeds.drop()
    else if (ends.current || !short) deeds.finish()
  }
  const click = () => {
    if (echoing.current === undefined) toggle()
    else clearAt(echoing)
  }

  /** A finger's height on the screen, as WeChat tells it; Taro's own type of the event does not say so. */
  const touched = (event: { touches?: readonly { clientY: number }[] } | object) =>
    ('touches' in event && event.touches?.[0]?.clientY) || 0
  const byFinger =
    process.env.TARO_ENV === 'weapp'
      ? {
          onTouchStart: (event: object) => press(touched(event)),
          onTouchMove: (event: object) => move(touched(event)),
          onTouchEnd: () => leave(),
          // The phone takes the finger away (a call, a question): what was said is not thrown away.
          onTouchCancel: () => leave(false),
        }
      : {
          onPointerDown: (event: Pointer) => {
            if (!event.isPrimary || event.button !== 0) return
            event.currentTarget.setPointerCapture(event.pointerId)
            press(event.clientY)
          },
          onPointerMove: (event: Pointer) => move(event.clientY),
          onPointerUp: () => leave(),
          onPointerCancel: () => leave(false),
          // A long press would open the browser's menu.
          onContextMenu: (event: Pointer) => event.preventDefault(),
        }
  const onKeyDown = (event: { key?: string; repeat?: boolean; preventDefault(): void }) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    if (!event.repeat) toggle()
  }
  return { grip, handlers: { ...byFinger, onClick: click, onKeyDown } }
}
