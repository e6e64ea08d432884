import Taro from '@tarojs/taro'
import { type Attachment, release } from './attachment'
import { takeBackDeed, waitingDeeds } from './deed-outbox'
import { waitingReports } from './outbox'
import { signedInPerson, signOut } from './session'
import { shelf } from './shelf'

/** What a resident leaves on a phone, by the beginnings of its shelves' names. How the screen is set stays. */
const residents =
  /^zaofaxian\.(draft\.|more\.|form\.(object|rate|contact)\.|(sent|receipts|outbox|device-key|session\.device|session\.by-wechat)$)/

/** The files of something that was being written. */
const filesIn = (value: { photos?: Attachment[]; voices?: Attachment[] } | null) => [
  ...(value?.photos ?? []),
  ...(value?.voices ?? []),
]

/**
 * 注销: everything that this phone's resident has written, sent and been given is wiped from it, and nobody is signed
 * in on it any more. What the staff keep on a shared phone is theirs, and stays.
 */
export async function wipeOwn(): Promise<void> {
  for (const { draft } of waitingReports()) release(filesIn(draft))
  for (const { key } of waitingDeeds()) {
    const deed = takeBackDeed(key)
    if (deed) release(filesIn(deed))
  }
  for (const key of Taro.getStorageInfoSync().keys.filter((name) => residents.test(name))) {
    const kept = shelf<{ photos?: Attachment[]; voices?: Attachment[] }>(key.slice('zaofaxian.'.length))
    if (/\.(draft|more)\./.test(key)) release(filesIn(kept.read()))
    kept.wipe()
  }
  if (signedInPerson()) await signOut()
}
