import { Types } from 'mongoose'
import {
  type FollowUpFindings,
  followUpInWords,
  isInOrder,
  type Satisfaction,
  satisfactions,
  type WayOfContact,
  waysOfContact,
} from '../../shared/domain/follow-up'
import type { House } from '../house'
import { wrongField } from '../http/problem'
import type { Viewer } from '../trust/policy'
import type { CaseRecord } from './case.model'
import type { Casework } from './casework.service'
import type { CaseMover, Mover } from './move-case'
import type { DoneLater } from './sent-deeds.service'

/** A follow-up as it is kept in the case; words of one's own stand encrypted in its history. */
export interface FollowUp extends FollowUpFindings {
  at: Date
  recordedAt: Date
  by: Types.ObjectId
  how: WayOfContact
}

/** What somebody found at a follow-up. */
export interface FollowUpMade extends FollowUpFindings {
  happenedAt: Date
  how: WayOfContact
  words: string
}

/** From the result that is told to the family to the closing of its case (R4, R11, R12). */
export interface Closing {
  answer(
    id: string,
    version: number,
    told: { how: WayOfContact; explanation: string },
    viewer: Viewer,
  ): Promise<CaseRecord>
  /**
   * A follow-up. What is not in order is followed up again; new trouble opens the case anew.
   * @throws Problem invalid-input for a day before the family was told, or in the future.
   */
  followUp(
    id: string,
    version: number,
    made: FollowUpMade,
    newTrouble: string,
    viewer: Viewer,
    sent?: Pick<DoneLater, 'also'>,
  ): Promise<CaseRecord>
  close(id: string, version: number, viewer: Viewer): Promise<CaseRecord>
  /** How the reporter found the help; said once. */
  rate(work: CaseRecord, by: Mover, satisfied: Satisfaction, words: string): Promise<CaseRecord>
}

/** A phone's clock may go ahead of ours by this much. */
const clockSkew = 5 * 60_000

/** Makes the closing service. */
export function closingService(
  { now }: Pick<House, 'now'>,
  { casework, mover }: { casework: Casework; mover: CaseMover },
): Closing {
  const checkTime = (work: CaseRecord, happenedAt: Date) => {
    const told = work.history.findLast(({ event }) => event === 'answer')?.at ?? work.openedAt
    if (happenedAt.getTime() > now().getTime() + clockSkew)
      throw wrongField('followUp.happenedAt', '还没到这个时间')
    if (happenedAt < told) throw wrongField('followUp.happenedAt', '比告诉家里结果还早')
  }
  return {
    async answer(id, version, { how, explanation }, viewer) {
      const before = await mover.find(id)
      return mover.moveAs(viewer, before, version, 'answer', {
        owner: await casework.ownerFor('answered', before.township),
        told: `${waysOfContact[how]}把结果告诉了家里`,
        explained: explanation,
      })
    },
    async followUp(id, version, made, newTrouble, viewer, { also } = {}) {
      const before = await mover.find(id)
      checkTime(before, made.happenedAt)
      const { words, happenedAt, ...found } = made
      const followUp: FollowUp = {
        ...found,
        at: happenedAt,
        recordedAt: now(),
        by: new Types.ObjectId(viewer.account),
      }
      const told = `${waysOfContact[found.how]}回访：${followUpInWords(found)}`
      const said = [words, newTrouble && `新的难处：${newTrouble}`].filter(Boolean).join('；')
      const common = {
        told,
        ...(said && { words: said }),
        set: { followUps: [...before.followUps, followUp] },
        also,
      }
      if (newTrouble)
        return mover.moveAs(viewer, before, version, 'reopen', {
          ...common,
          told: `${told}，有新的难处，再受理`,
          owner: await casework.ownerFor('accepted', before.village ?? before.township),
        })
      const next = before.state === 'answered' ? 'filing' : 'sampling'
      return mover.moveAs(viewer, before, version, 'follow_up', {
        ...common,
        owner: before.owner,
        clock: isInOrder(found) ? next : 'follow_up',
        restarts: true,
      })
    },
    async close(id, version, viewer) {
      const before = await mover.find(id)
      return mover.moveAs(viewer, before, version, 'close', { owner: before.owner })
    },
    rate: (work, by, satisfied, words) =>
      mover.move(work, work.version, 'rate', by, {
        owner: work.owner,
        told: `报的人说：${satisfactions[satisfied]}`,
        ...(words && { words }),
        set: { rating: { satisfied, at: now() } },
      }),
  }
}
