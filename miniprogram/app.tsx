import Taro, { useDidShow, useLaunch, usePageNotFound } from '@tarojs/taro'
import type { PropsWithChildren } from 'react'
import { sendEverything, start } from './client/start'
import { rememberLaunch } from './client/workplaces'
import './app.scss'

/** The app: whatever waits on the phone is sent when it starts, comes to the front or finds signal again. */
export default function App({ children }: PropsWithChildren) {
  useLaunch(({ path }) => {
    rememberLaunch(path)
    start()
  })
  // An old link or a mistyped address still leads to where one can call or report.
  usePageNotFound(() => void Taro.reLaunch({ url: '/pages/home/home' }))
  useDidShow(sendEverything)
  return children
}
