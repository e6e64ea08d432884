import { isInOrder } from '../../shared/domain/follow-up'
import { type CaseEvent, eventsOpenTo } from '../../shared/domain/life-cycle'
import { mayDo, reliefDeedCodes, reliefDeedRule } from '../../shared/domain/relief-life'
import type { Role } from '../../shared/domain/roles'
import type { CaseRecord } from './case.model'
import { factsOf } from './relief-item'
import { hasComeBack, isWithDepartment, type Transfer } from './transfer'

const underWay = ({ relief, transfers }: CaseRecord) =>
  [...relief, ...transfers].some(({ endedAt }) => endedAt === null)
const reliefUnderWay = ({ relief }: CaseRecord) => relief.some(({ endedAt }) => endedAt === null)
/** What was given in advance hangs on no notice board: it has only its paperwork. */
const undecided = ({ relief }: CaseRecord) =>
  relief.some(({ endedAt, advance }) => endedAt === null && advance === null)
const happened = (work: CaseRecord, event: CaseEvent) => work.history.some((step) => step.event === event)
/** True when all was found in order at a follow-up after the family was last told the result. */
const followedUp = ({ history, followUps }: CaseRecord) => {
  const told = history.findLast(({ event }) => event === 'answer')?.at
  return followUps.some((one) => (!told || one.at >= told) && isInOrder(one))
}

/** Nothing to be done where no transfer stands as the event needs it. */
const without =
  (fits: (transfer: Transfer) => boolean, words: string) =>
  ({ transfers }: CaseRecord) =>
    transfers.some(fits) ? null : words

/** What a case itself says against an event that its state allows, in one plain sentence. */
const against: Partial<Record<CaseEvent, (work: CaseRecord) => string | null>> = {
  pause: ({ paused }) => (paused ? '已经停着了' : null),
  resume: ({ paused }) => (paused ? null : '没有停'),
  work_on_relief: (work) => (reliefUnderWay(work) ? null : '没有正在办的救助'),
  publish_relief: (work) => (undecided(work) ? null : '没有要公示的救助'),
  settle_relief: (work) => (reliefUnderWay(work) ? null : '没有要定的救助'),
  answer: (work) => (underWay(work) ? '还有没办完的救助或者转办' : null),
  take_back: ({ transfers }) => (transfers.some(isWithDepartment) ? '还有部门在办，先等回音' : null),
  receive_transfer: without(({ state }) => state === 'sent', '没有等签收的转办'),
  refuse_transfer: without(isWithDepartment, '没有等回音的转办'),
  reply_transfer: without(isWithDepartment, '没有等回音的转办'),
  remind_transfer: without(isWithDepartment, '没有等回音的转办'),
  close_transfer: without(hasComeBack, '那边还没有回音'),
  mark_filed: ({ filing }) => (filing?.marked ? '已经备案了' : null),
  close: (work) => (followedUp(work) ? null : '还没有回访'),
  rate: ({ rating }) => (rating ? '已经说过了' : null),
  object: (work) => (happened(work, 'object') ? '已经再看过一次了' : null),
  appeal: (work) => (happened(work, 'appeal') ? '已经再看过一次了' : null),
}

/** Why an event cannot be caused now although the state allows it; null when nothing stands against it. */
export const whyNotYet = (event: CaseEvent, work: CaseRecord): string | null => against[event]?.(work) ?? null

/** True for the outcome of an item that somebody with these roles may decide on. */
const decidesOnOne = ({ relief }: CaseRecord, held: readonly Role[]) =>
  relief.some((item) =>
    reliefDeedCodes.some((deed) => {
      const { event, from } = reliefDeedRule(deed)
      return event === 'settle_relief' && from.includes(item.state) && mayDo(deed, factsOf(item), held)
    }),
  )

/** True for what the lead alone may decide: the family did not accept the first word, and this one is the last. */
export const isLeadsAlone = (event: CaseEvent, work: CaseRecord): boolean =>
  event === 'decide_not_eligible' && happened(work, 'appeal')

/** The events that somebody with these roles may cause now: the screen's buttons, and what the mover lets through. */
export const possibleEvents = (work: CaseRecord, held: readonly Role[]): CaseEvent[] =>
  eventsOpenTo(work.state, held, work.track).filter(
    (event) =>
      whyNotYet(event, work) === null &&
      (held.includes('township_lead') || !isLeadsAlone(event, work)) &&
      (event !== 'settle_relief' || decidesOnOne(work, held)),
  )
