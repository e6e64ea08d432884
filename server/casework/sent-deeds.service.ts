import { Types } from 'mongoose'
import { isDuplicateKey, type Work } from '../database/transaction'
import type { House } from '../house'
import { Problem } from '../http/problem'
import type { Viewer } from '../trust/policy'
import type { CaseRecord } from './case.model'
import type { CaseMover } from './move-case'
import { type SentDeedRecord, sentDeedModel } from './sent-deed.model'

/** A deed that a phone may have kept until it found signal: its own key, and when it was really done. */
export interface Sending {
  clientKey?: string
  happenedAt?: string
}

/** The same for whoever does it: with what must happen in the same transaction. */
export interface DoneLater extends Pick<Sending, 'happenedAt'> {
  also?: (work: Work) => Promise<void>
}

/** Deeds that phones send again until they have an answer. */
export interface SentDeeds {
  /**
   * Does a deed once. `said` is what was sent of it, without the version that was seen; `deed` must call `also` in the
   * transaction that does it. Sent again with the same words it answers with the case as it is.
   * @throws Problem already-sent when the key was used for other words; what the deed throws.
   */
  once(
    caseId: string,
    sending: Sending,
    said: unknown,
    viewer: Viewer,
    deed: (also?: (work: Work) => Promise<void>) => Promise<CaseRecord>,
  ): Promise<CaseRecord>
}

/** A phone's clock may go ahead of ours by this much. */
const clockSkew = 5 * 60_000

/**
 * When a deed was really done. A phone whose clock is wrong (1970, tomorrow, before the case was there) says nothing of
 * it, and is no reason to refuse the deed: then it counts from when it was heard of.
 */
export function doneAt(
  { happenedAt }: Pick<Sending, 'happenedAt'>,
  { openedAt }: CaseRecord,
  now: Date,
): { happenedAt?: Date } {
  if (happenedAt === undefined) return {}
  const at = new Date(happenedAt)
  return at < openedAt || at.getTime() > now.getTime() + clockSkew ? {} : { happenedAt: at }
}

/** Makes the service. */
export function sentDeedsService(
  { db, now, cipher }: Pick<House, 'db' | 'now' | 'cipher'>,
  { mover }: { mover: CaseMover },
): SentDeeds {
  const sent = sentDeedModel(db)
  return {
    async once(caseId, { clientKey }, said, viewer, deed) {
      if (clientKey === undefined) return deed()
      const account = new Types.ObjectId(viewer.account)
      const fingerprint = cipher.hash('deed', JSON.stringify([caseId, said]))
      const before = async (): Promise<CaseRecord | null> => {
        const earlier = await sent.findOne({ account, clientKey }).lean<SentDeedRecord>()
        if (!earlier) return null
        if (earlier.fingerprint !== fingerprint)
          throw new Problem('already-sent', '这一步已经收到过了，后来改的没有存')
        return mover.find(earlier.case.toHexString())
      }
      const done = await before()
      if (done) return done
      try {
        return await deed(async (work) => {
          const record = { account, clientKey, fingerprint, case: new Types.ObjectId(caseId), at: now() }
          work.insert(sent, { _id: new Types.ObjectId(), ...record })
        })
      } catch (error) {
        // The first of two sendings at the same moment has moved the case, and this one saw it move.
        if (!isDuplicateKey(error) && !(error instanceof Problem)) throw error
        const first = await before()
        if (first) return first
        throw error
      }
    },
  }
}
