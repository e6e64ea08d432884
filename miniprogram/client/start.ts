import { sendWaitingDeeds, watchDeeds } from './deed-outbox'
import { watchKept } from './kept-for-reading'
import { sweepOrphanedFiles } from './orphaned-files'
import { sendWaiting, watchSignal } from './outbox'
import { learnHotline } from './places'
import { answerPrivacyQuestions } from './privacy'
import { bindLater, ownDeviceKey } from './session'
import { watchVisits } from './visit-drafts'

/** What the app does once when it starts. */
export function start(): void {
  answerPrivacyQuestions()
  watchSignal()
  watchDeeds()
  watchKept()
  watchVisits()
  sweepOrphanedFiles().catch(() => undefined)
  // What fails here is tried again, and told, when something is sent.
  ownDeviceKey().catch(() => undefined)
  learnHotline().catch(() => undefined)
}

/** Sends whatever waits on the phone, and binds it where WeChat was away: the app starts, or comes to the front. */
export function sendEverything(): void {
  void bindLater()
  void sendWaiting(true)
  void sendWaitingDeeds(true)
}
