import { awaitsDecision, decidersOf, type ReliefFacts } from '../../shared/domain/relief-life'
import { townshipRoles } from '../../shared/domain/roles'
import type { Work } from '../database/transaction'
import type { House } from '../house'
import type { Notices } from '../notifications/notices.service'
import type { Actor } from '../people/people.service'
import type { Viewer } from '../trust/policy'
import type { CaseRecord } from './case.model'
import type { Casework } from './casework.service'
import type { NextStep } from './move-case'
import { factsOf, type ReliefItem } from './relief-item'
import { familyOf, noticeOf } from './transfer-step'

/** What counts of an item when it is asked who decides on it. */
type Kin = Pick<ReliefFacts, 'kin' | 'recused'>

/** 回避: where the family is kin of the staff, who decides is told of it and has the case when their word is due. */
export interface KinOfStaff {
  /** The first who may decide; where nobody above the desk is set up, the desk has it. */
  deciderFor(work: CaseRecord, kin: Kin): Promise<Actor>
  /** Tells whoever decides, in the transaction of the step; nobody is told of what they did themselves. */
  telling(work: CaseRecord, decider: Actor, viewer: Viewer, words: string): Pick<NextStep, 'also'>
  /**
   * Who has the case in hand while its relief stands like this: whoever decides, once nothing is wanting but their
   * word; and the township's desk again once it is said.
   */
  ownerWith(before: CaseRecord, relief: readonly ReliefItem[]): Promise<Actor>
}

const reliefPage = ({ _id }: CaseRecord) => `/township/relief/relief?id=${_id.toHexString()}`

/** Makes the service that minds kin of the staff. */
export function kinOfStaffService(
  { now }: Pick<House, 'now'>,
  { casework, notices }: { casework: Casework; notices: Notices },
): KinOfStaff {
  const deciderFor = ({ township }: CaseRecord, kin: Kin) =>
    casework.firstOf(township, [...decidersOf(kin), ...townshipRoles])

  const waitingIn = (relief: readonly ReliefItem[]) =>
    relief.map(factsOf).filter((facts) => awaitsDecision(facts, now()))

  return {
    deciderFor,
    telling(work, decider, viewer, words) {
      if (decider.account.toHexString() === viewer.account) return {}
      const notice = {
        to: decider.account,
        kind: 'kin_of_staff',
        words: `${familyOf(work)}：${words}`,
        page: reliefPage(work),
      } as const
      // As the mover names the step: whom the step brings the case is told once.
      const step = `${work._id.toHexString()} ${work.version + 1}`
      const told = { ...noticeOf(work, notice), step }
      return { also: async (inside: Work) => notices.tell([told], now(), inside) }
    },
    async ownerWith(before, relief) {
      const waiting = waitingIn(relief)
      // Where the county decides on one of them, the case lies there first: its word takes the longest way.
      const first = waiting.find(({ recused }) => recused) ?? waiting[0]
      if (first)
        return decidersOf(first).includes(before.owner.role) ? before.owner : deciderFor(before, first)
      const wasWaiting = waitingIn(before.relief).length > 0
      return wasWaiting ? casework.ownerFor('in_relief', before.township) : before.owner
    },
  }
}
