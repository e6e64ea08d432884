import { type WayOfContact, waysOfContact } from '../../shared/domain/follow-up'
import { type Fen, formatMoney } from '../../shared/domain/money'
import { reliefRule, type WayOfPaying, waysOfPaying } from '../../shared/domain/relief'
import {
  mayDo,
  type ReliefDeed,
  type ReliefFacts,
  type WaivingCause,
  waivingCauses,
  whyNot,
} from '../../shared/domain/relief-life'
import type { Role } from '../../shared/domain/roles'
import { Problem, wrongField } from '../http/problem'
import type { FieldCipher } from '../trust/field-cipher'
import { type Doer, factsOf, type ReliefItem, type ReliefOutcome } from './relief-item'
import type { ItemStep } from './relief-work'

/** How an application ends. */
export type Settlement =
  | { is: 'granted'; amount: Fen | null; monthly: boolean; paid: WayOfPaying; what: string }
  | { is: 'refused'; reason: string; nextDoor: string; told: WayOfContact }
  | { is: 'withdrawn'; reason: string }
  | { is: 'paperwork_waived'; cause: WaivingCause; reason: string }

/** Who decides instead of the desk, and why, in one plain sentence. */
export const recusal = ({ recused }: Pick<ReliefFacts, 'recused'>): string =>
  recused ? '受助的人是分管领导的亲属，要由县民政局来定' : '受助的人和工作人员是亲属，要由分管领导来定'

const waiverDecides = ({ recused }: Pick<ReliefFacts, 'recused'>) =>
  recused ? recusal({ recused }) : '手续补不补得了，要由分管领导来定'

/** @throws Problem not-allowed for somebody whose deed it is not, not-yet with what stands against it. */
export function guardDeed(deed: ReliefDeed, item: ReliefItem, held: readonly Role[], at: Date): void {
  const facts = factsOf(item)
  if (!mayDo(deed, facts, held))
    throw new Problem(
      'not-allowed',
      deed === 'waive_paperwork'
        ? waiverDecides(facts)
        : facts.kin && mayDo(deed, { kin: false, recused: false }, held)
          ? recusal(facts)
          : '这一步要由乡里来办',
    )
  const against = whyNot(deed, facts, at)
  if (against) throw new Problem('not-yet', against)
}

/** What the family reads of it. */
function inWords(item: ReliefItem, settlement: Settlement): string {
  const { label } = reliefRule(item.type)
  if (settlement.is === 'withdrawn') return `${label}不办了`
  if (settlement.is === 'paperwork_waived') return `${label}先给了，手续补不了，就这样了结`
  if (settlement.is === 'refused')
    return `${label}没有批：${settlement.reason}。还可以：${settlement.nextDoor}（${waysOfContact[settlement.told]}说的）`
  const { amount, monthly, paid, what } = settlement
  const given = [amount && `${monthly ? '每月 ' : ''}${formatMoney(amount)}`, what].filter(Boolean)
  return `${label}批了，${given.join('、')}，${waysOfPaying[paid]}`
}

/** An item with its outcome. @throws Problem invalid-input for what is not to be granted so. */
export function settled(
  item: ReliefItem,
  settlement: Settlement,
  {
    by,
    at,
    monthlyStandard,
    cipher,
  }: { by: Doer; at: Date; monthlyStandard: Fen; cipher: Pick<FieldCipher, 'encrypt'> },
): ItemStep {
  const sealed = (words: string) => (words ? cipher.encrypt('relief.words', words) : null)
  const none: ReliefOutcome = {
    at,
    by,
    amount: null,
    monthly: false,
    paid: null,
    what: null,
    reason: null,
    nextDoor: null,
    told: null,
  }
  const outcomeOf = (): ReliefOutcome => {
    if (settlement.is === 'withdrawn') return { ...none, reason: sealed(settlement.reason) }
    if (settlement.is === 'paperwork_waived')
      return { ...none, waived: settlement.cause, reason: sealed(settlement.reason) }
    if (settlement.is === 'refused') {
      const { reason, nextDoor, told } = settlement
      return { ...none, reason: sealed(reason), nextDoor: sealed(nextDoor), told }
    }
    const { amount, monthly, paid, what } = settlement
    if (!amount && !what) throw wrongField('outcome.amount', '批了多少钱，或者给什么，写一样')
    if (reliefRule(item.type).capped && amount && amount > monthlyStandard)
      throw wrongField('outcome.amount', `小额快救最多 ${formatMoney(monthlyStandard)}，一个月的低保标准`)
    return { ...none, amount, monthly, paid, what: sealed(what) }
  }
  const outcome = outcomeOf()
  return {
    item: { ...item, state: settlement.is, endedAt: at, outcome },
    explained: inWords(item, settlement),
    ...(settlement.is === 'withdrawn' && { words: settlement.reason }),
    ...(settlement.is === 'paperwork_waived' && {
      words: `${waivingCauses[settlement.cause]}，${settlement.reason}`,
    }),
    details: {
      outcome: settlement.is,
      amount: outcome.amount,
      ...(outcome.waived && { cause: outcome.waived }),
    },
  }
}
