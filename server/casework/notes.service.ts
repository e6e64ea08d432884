import { inTransaction } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile, isOvertaken } from '../http/problem'
import type { Notices } from '../notifications/notices.service'
import { signedAs } from '../people/signed'
import type { Viewer } from '../trust/policy'
import { type CaseRecord, type CaseStep, caseModel } from './case.model'
import { actorIn } from './casework.service'
import type { CaseMover } from './move-case'
import { doneAt, type Sending, type SentDeeds } from './sent-deeds.service'
import { noticesOf } from './tell-of-case'

/** What the staff write to a case that moves nothing: heard on the road, seen in passing, found out by telephone. */
export interface Notes {
  /**
   * Writes a note into the case's story, whatever has happened to the case meanwhile; for the staff alone. The same
   * key with the same words is written once. @throws Problem already-sent, not-found.
   */
  write(caseId: string, words: string, sending: Sending, viewer: Viewer): Promise<CaseRecord>
}

const mostAttempts = 5

/** Makes the notes service. */
export function notesService(
  { db, now, cipher, audit }: Pick<House, 'db' | 'now' | 'cipher' | 'audit'>,
  { mover, notices, sentDeeds }: { mover: CaseMover; notices: Notices; sentDeeds: SentDeeds },
): Notes {
  const cases = caseModel(db)

  const attempt = (caseId: string, words: string, sending: Sending, viewer: Viewer) =>
    sentDeeds.once(caseId, sending, { words }, viewer, async (also) => {
      const before = await mover.find(caseId)
      const step: CaseStep = {
        at: now(),
        ...doneAt(sending, before, now()),
        event: 'noted',
        state: before.state,
        by: signedAs(actorIn(viewer, before)),
        told: '记了一句',
        words: cipher.encrypt('case.words', words),
      }
      const after = { ...before, version: before.version + 1, history: [...before.history, step] }
      await inTransaction(db, async (work) => {
        work.update(
          cases,
          {
            filter: { _id: before._id, version: before.version },
            push: { history: step },
            inc: { version: 1 },
          },
          () => changedMeanwhile('刚才有别人先办了，请看看最新情况'),
        )
        notices.tell(noticesOf(after, step, null), step.at, work)
        const subject = { kind: 'case', id: caseId }
        audit.record({ actor: viewer.account, action: 'case.noted', subject, details: {} }, step.at, work)
        await also?.(work)
      })
      audit.sealSoon()
      return after
    })

  return {
    async write(caseId, words, sending, viewer) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await attempt(caseId, words, sending, viewer)
        } catch (error) {
          if (!isOvertaken(error) || tries === mostAttempts) throw error
        }
      }
    },
  }
}
