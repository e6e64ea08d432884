import { Types } from 'mongoose'
import { type PauseReason, pauseReasons, unitOf } from '../../shared/domain/clocks'
import type { Deadlines } from '../deadlines/deadlines.service'
import { type Pause, paused, pauseFault, resumed } from '../deadlines/pause'
import type { House } from '../house'
import { Problem, wrongField } from '../http/problem'
import type { Actor } from '../people/people.service'
import { postsOver, type Viewer } from '../trust/policy'
import { type CaseRecord, territoryOf } from './case.model'
import type { Casework } from './casework.service'
import type { CaseMover } from './move-case'
import { isLeadsAlone } from './possible-events'
import { goingOn } from './running-clock'
import { type DoneLater, doneAt } from './sent-deeds.service'

/** What the village and the township decide of a case between the visit and the relief (R2, R8, R10). */
export interface Decisions {
  /** Upward, as the notice says: 立即上报. */
  reportUp(id: string, version: number, words: string, viewer: Viewer, sent?: DoneLater): Promise<CaseRecord>
  /** Back to whoever reported it, with what is missing. */
  returnForMore(id: string, version: number, reason: string, viewer: Viewer): Promise<CaseRecord>
  /** The rule explained, and the next door: the family may object once, and then the lead alone decides. */
  decideNotEligible(id: string, version: number, explanation: string, viewer: Viewer): Promise<CaseRecord>
  /** New trouble of a family that was helped. */
  reopen(id: string, version: number, reason: string, viewer: Viewer): Promise<CaseRecord>
  /**
   * Lets the clock stand still for a named reason until a day.
   * @throws Problem invalid-input for a day that is past or too far.
   */
  pause(
    id: string,
    version: number,
    pause: { reason: PauseReason; until: Date },
    viewer: Viewer,
  ): Promise<CaseRecord>
  resume(id: string, version: number, viewer: Viewer): Promise<CaseRecord>
}

/** Who did the last step of this kind, so that the case goes back to the same hands. */
const lastBy = (work: CaseRecord, event: string) => work.history.findLast((step) => step.event === event)?.by

/** Makes the decisions service. */
export function decisionsService(
  { now }: Pick<House, 'now'>,
  { casework, mover, deadlines }: { casework: Casework; mover: CaseMover; deadlines: Deadlines },
): Decisions {
  /** A running clock as one who stops it sees it; the days or hours left are counted as its own rule counts. */
  const pauseOf = async (work: CaseRecord, at: Date, until: Date): Promise<Pause> => {
    const allowance = await deadlines.allowance(work.township, work.clock ?? 'home_visit', work.urgency)
    return { due: work.dueAt, at, until, unit: unitOf(allowance) }
  }
  const villageOwner = async (work: CaseRecord): Promise<Actor> => {
    const before = lastBy(work, 'report_up')
    const owner = await casework.ownerFor('verified', work.village ?? work.township)
    // Who reported it up knows the family: it goes back to them, in the post they hold there now.
    return before && !before.account.equals(owner.account)
      ? ((await casework.actingAs(before.account, work)) ?? owner)
      : owner
  }

  return {
    async reportUp(id, version, words, viewer, { also, ...sending } = {}) {
      const before = await mover.find(id)
      return mover.moveAs(viewer, before, version, 'report_up', {
        owner: await casework.ownerFor('reported', before.township),
        ...(words && { words }),
        ...doneAt(sending, before, now()),
        also,
      })
    },
    async returnForMore(id, version, reason, viewer) {
      const before = await mover.find(id)
      return mover.moveAs(viewer, before, version, 'return_for_more', {
        owner: await villageOwner(before),
        words: reason,
      })
    },
    async decideNotEligible(id, version, explanation, viewer) {
      const before = await mover.find(id)
      const isLead = postsOver(viewer, territoryOf(before)).some(({ role }) => role === 'township_lead')
      if (isLeadsAlone('decide_not_eligible', before) && !isLead)
        throw new Problem('not-allowed', '家里不同意过一次，要由分管领导来定')
      return mover.moveAs(viewer, before, version, 'decide_not_eligible', {
        owner: before.owner,
        explained: explanation,
      })
    },
    async reopen(id, version, reason, viewer) {
      const before = await mover.find(id)
      return mover.moveAs(viewer, before, version, 'reopen', {
        owner: await casework.ownerFor('accepted', before.village ?? before.township),
        words: reason,
      })
    },
    async pause(id, version, { reason, until }, viewer) {
      const before = await mover.find(id)
      const at = now()
      const stopped = await pauseOf(before, at, until)
      const fault = pauseFault(stopped)
      if (fault) throw wrongField('until', fault)
      return mover.moveAs(viewer, before, version, 'pause', {
        owner: before.owner,
        due: paused(stopped),
        told: `${pauseReasons[reason]}，先停一停`,
        set: {
          // On the day that was named it goes on by itself, whoever remembers it.
          movesUpAt: until,
          paused: {
            reason,
            until,
            since: at,
            by: new Types.ObjectId(viewer.account),
            dueBefore: before.dueAt,
          },
        },
      })
    },
    async resume(id, version, viewer) {
      const before = await mover.find(id)
      const pause = before.paused
      const due =
        pause &&
        resumed({ ...(await pauseOf(before, pause.since, pause.until)), due: pause.dueBefore }, now())
      return mover.moveAs(viewer, before, version, 'resume', {
        owner: before.owner,
        ...(await goingOn(deadlines, before, due ?? undefined, now())),
      })
    },
  }
}
