import Taro, { useDidShow, useLaunch, usePageNotFound } from '@tarojs/taro'
import type { PropsWithChildren } from 'react'
import { sendWaitingDeeds, watchDeeds } from './client/deed-outbox'
import { sendWaiting, watchSignal } from './client/outbox'
import { answerPrivacyQuestions } from './client/privacy'
import { bindLater, ownDeviceKey } from './client/session'
import './app.scss'

/** The app: whatever waits on the phone is sent when it starts, comes to the front or finds signal again. */
export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    answerPrivacyQuestions()
    watchSignal()
    watchDeeds()
    // What fails here is tried again, and told, when something is sent.
    ownDeviceKey().catch(() => undefined)
  })
  // An old link or a mistyped address still leads to where one can call or report.
  usePageNotFound(() => void Taro.reLaunch({ url: '/pages/home/home' }))
  useDidShow(() => {
    void bindLater()
    void sendWaiting(true)
    void sendWaitingDeeds(true)
  })
  return children
}
