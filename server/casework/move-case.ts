import { Types } from 'mongoose'
import { type CaseState, isClosed, stateRule } from '../../shared/domain/case-states'
import type { ClockName } from '../../shared/domain/clocks'
import {
  type CaseEvent,
  caseEvents,
  eventRule,
  eventsOpenTo,
  fitsTrack,
} from '../../shared/domain/life-cycle'
import type { Role } from '../../shared/domain/roles'
import type { Urgency } from '../../shared/domain/urgency'
import { inTransaction, type Work } from '../database/transaction'
import type { Deadlines } from '../deadlines/deadlines.service'
import type { House } from '../house'
import { changedMeanwhile, notFound, Problem } from '../http/problem'
import type { Notices } from '../notifications/notices.service'
import type { Actor } from '../people/people.service'
import { postsOver, type Viewer } from '../trust/policy'
import { type CaseRecord, type CaseStep, caseModel, territoryOf } from './case.model'
import { whyNotYet } from './possible-events'
import { clockSet } from './queue-order'
import { noticesOf } from './tell-of-case'

/** Who causes an event: somebody of the staff in their posts, or the reporter of the case. */
export interface Mover {
  account: string
  calledAs: string
  title: string
  roles: readonly Role[]
}

/** What an event changes besides the state. */
export interface NextStep {
  owner: Actor
  /** From when the next clock runs, where that is not now. */
  dueFrom?: Date
  /** When it really happened, where that was before it is written down. */
  happenedAt?: Date
  /** Until when this had to be done, where the clock that ran was that of another step. */
  wasDue?: Date
  /** The clock that runs next, where it is not the one that begins with the state. */
  clock?: ClockName
  /**
   * When it runs out, where something inside the case says it: a relief item's term, a pause. The clock that runs to
   * this very moment already runs on.
   */
  due?: Date
  /** The clock begins anew although it is the one that ran already. */
  restarts?: boolean
  set?: Partial<CaseRecord>
  /** The same, where it is known only inside the transaction, as a number that is taken there. */
  setInside?: (work: Work) => Promise<Partial<CaseRecord>>
  /** What the timeline says, where the table's words are not all. */
  told?: string
  /** What the mover wrote to it; the reporter is not shown it. */
  words?: string
  /** What was explained to the family; the reporter reads it. */
  explained?: string
  /** For the audit log: no personal data. */
  details?: Record<string, unknown>
  /** A person changes the flag: the clock that runs is set anew by it. */
  urgency?: Urgency
  /** More that must happen in the same transaction. */
  also?: (work: Work) => Promise<void>
}

/** Moves cases by the events of the life cycle: the only way a case changes its state. */
export interface CaseMover {
  find(id: string): Promise<CaseRecord>
  /** Moves a case for somebody of the staff, in the post that the event asks for. */
  moveAs(
    viewer: Viewer,
    before: CaseRecord,
    version: number,
    event: CaseEvent,
    next: NextStep,
  ): Promise<CaseRecord>
  /**
   * Exactly one of two who act at once wins; the other is told who did. The same person doing the same again gets
   * the case as it is. @throws Problem changed-meanwhile, not-found; not-yet when something of the case stands against it.
   */
  move(
    before: CaseRecord,
    version: number,
    event: CaseEvent,
    by: Mover | 'system',
    next: NextStep,
  ): Promise<CaseRecord>
}

/** The state that a case was in before the event that is undone. */
const stateBefore = (work: CaseRecord): CaseState => {
  const before = work.history.slice(0, -1).findLast(({ state }) => !isClosed(state))
  return before?.state ?? 'triage'
}

/** True for a step that came after its time; a visit counts by when it was made, not by when it found signal. */
const isLate = ({ clock, dueAt }: CaseRecord, { happenedAt, wasDue }: NextStep, at: Date): boolean =>
  clock !== null && (happenedAt ?? at) > (wasDue ?? dueAt)

/** Somebody was quicker: who, and what they did. */
export function staleCase({ history, state }: CaseRecord): Problem {
  const last = history.at(-1)
  const who = last?.by ? `${last.by.title}${last.by.calledAs}` : '系统'
  return changedMeanwhile(`${who}刚才已经办了：${last?.told ?? stateRule(state).label}`)
}

/** Makes the mover. */
export function caseMover(
  { db, now, audit, cipher }: Pick<House, 'db' | 'now' | 'audit' | 'cipher'>,
  { notices, deadlines }: { notices: Notices; deadlines: Deadlines },
): CaseMover {
  const cases = caseModel(db)
  return {
    async find(id) {
      const found = await cases.findById(id).lean<CaseRecord>()
      if (!found) throw notFound()
      return found
    },
    moveAs(viewer, before, version, event, next) {
      const posts = postsOver(viewer, territoryOf(before))
      const who: readonly Role[] = caseEvents[event].who
      const post = posts.find(({ role }) => who.includes(role)) ?? posts[0]
      const by: Mover = {
        account: viewer.account,
        calledAs: viewer.calledAs,
        title: post?.title ?? '',
        roles: posts.map(({ role }) => role),
      }
      return this.move(before, version, event, by, next)
    },
    async move(before, version, event, by, next) {
      const at = now()
      const rule = eventRule(event)
      const allowed =
        by === 'system'
          ? rule.from.includes(before.state) && fitsTrack(event, before.track)
          : eventsOpenTo(before.state, by.roles, before.track).includes(event)
      if (!allowed || before.version !== version) {
        const last = before.history.at(-1)
        // What leaves the state as it is can be done twice and mean two things: there, doing it again is no echo.
        const again =
          by !== 'system' &&
          rule.to !== 'as_is' &&
          last?.event === event &&
          last.by?.account.toHexString() === by.account
        if (again) return before
        throw staleCase(before)
      }
      const notYet = whyNotYet(event, before)
      if (notYet) throw new Problem('not-yet', notYet)
      const to = rule.to === 'as_before' ? stateBefore(before) : rule.to === 'as_is' ? before.state : rule.to
      const urgency = next.urgency ?? before.urgency
      const stays = to === before.state && rule.to === 'as_is'
      const clock = isClosed(to) ? null : (next.clock ?? (stays ? before.clock : stateRule(to).clock))
      const sameDue = !next.due || next.due.getTime() === before.dueAt.getTime()
      const runsOn =
        stays && clock === before.clock && urgency === before.urgency && sameDue && !next.restarts
      const due =
        next.due ??
        (clock ? await deadlines.dueAt(before.township, clock, urgency, next.dueFrom ?? at) : before.dueAt)
      const step: CaseStep = {
        at,
        ...(next.happenedAt && { happenedAt: next.happenedAt }),
        event,
        state: to,
        ...(isLate(before, next, at) && { late: true as const }),
        by:
          by === 'system'
            ? null
            : { account: new Types.ObjectId(by.account), calledAs: by.calledAs, title: by.title },
        told: next.told ?? rule.told,
        words: next.words ? cipher.encrypt('case.words', next.words) : null,
        explained: next.explained ? cipher.encrypt('case.explained', next.explained) : null,
      }
      const moved = await inTransaction(db, async (work) => {
        const set: Partial<CaseRecord> = {
          state: to,
          open: !isClosed(to),
          owner: next.owner,
          urgency,
          // A pause is of one clock: whatever sets another one going ends it.
          ...(runsOn ? {} : { ...clockSet(before._id, urgency, clock, due), paused: null }),
          ...next.set,
          ...(await next.setInside?.(work)),
        }
        work.update(
          cases,
          {
            // Whoever reported may have become another account without a step of the case: that one is to be told.
            filter: { _id: before._id, version, reporters: before.reporters },
            set,
            inc: { version: 1 },
            push: { history: step },
          },
          () => changedMeanwhile('刚才有别人先办了，请看看最新情况'),
        )
        // What fits the filter is what was read, so that it need not be read again to be known.
        const written = { ...before, ...set, version: version + 1, history: [...before.history, step] }
        audit.record(
          {
            actor: by === 'system' ? null : by.account,
            action: `case.${event}`,
            subject: { kind: 'case', id: before._id.toHexString() },
            details: { from: before.state, to, owner: next.owner.account.toHexString(), ...next.details },
          },
          at,
          work,
        )
        notices.tell(noticesOf(written, step, { owner: before.owner.account }), at, work)
        await next.also?.(work)
        return written
      })
      audit.sealSoon()
      return moved
    },
  }
}
