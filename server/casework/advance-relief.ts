import { formatMoney } from '../../shared/domain/money'
import { type ReliefType, reliefRule } from '../../shared/domain/relief'
import { decidersOf } from '../../shared/domain/relief-life'
import type { Role } from '../../shared/domain/roles'
import { Problem, wrongField } from '../http/problem'
import type { ReliefSettings } from '../settings/relief-settings.service'
import type { CaseRecord } from './case.model'
import { recusal } from './relief-outcome'

/** What was given before the paperwork. */
export interface Given {
  clientKey: string
  type: ReliefType
  amount: number
  goods: string
  giver: string
  receiver: string
  relation: string
  happenedAt: Date
  photos: readonly string[]
  kinOfStaff: string | null
  kinOfLead: boolean
}

/** A phone's clock may go ahead of ours by this much. */
const clockSkew = 5 * 60_000
/** Help may come some days before anybody finds the time to write the report down. */
const longestBefore = 7 * 24 * 3_600_000
/** Whom a township's limit does not bind. */
const aboveDesk: readonly Role[] = ['township_lead', 'county_officer']

/**
 * What was given in advance, as somebody with these roles writes it down.
 * @throws Problem invalid-input for what cannot have been; not-allowed for what is decided above them.
 */
export function checkGiven(
  { openedAt }: Pick<CaseRecord, 'openedAt'>,
  given: Given,
  {
    held,
    at,
    settings: { monthlyStandard, advanceLimit },
  }: { held: readonly Role[]; at: Date; settings: Pick<ReliefSettings, 'monthlyStandard' | 'advanceLimit'> },
): void {
  const { amount, goods, happenedAt, type } = given
  if (amount === 0 && !goods) throw wrongField('amount', '给了多少钱，或者给了什么东西，写一样')
  if (reliefRule(type).capped && amount > monthlyStandard)
    throw wrongField('amount', `小额快救最多 ${formatMoney(monthlyStandard)}，一个月的低保标准`)
  if (happenedAt.getTime() > at.getTime() + clockSkew) throw wrongField('happenedAt', '还没到这个时间')
  if (openedAt.getTime() - happenedAt.getTime() > longestBefore)
    throw wrongField('happenedAt', '比报上来还早了一个星期，看看日子对不对')
  const holdsOne = (roles: readonly Role[]) => held.some((role) => roles.includes(role))
  const facts = { kin: given.kinOfStaff !== null, recused: given.kinOfLead }
  if (facts.kin && !holdsOne(decidersOf(facts)))
    throw new Problem('not-allowed', `${recusal(facts)}，请他登录来办`)
  if (!holdsOne(aboveDesk) && amount > advanceLimit)
    throw new Problem('not-allowed', `超过 ${formatMoney(advanceLimit)}，要由分管领导来定，请他登录来办`)
}

/** Kin of the lead is kin of somebody of the staff: of whom is said, too. */
export function checkKin({ kinOfStaff, kinOfLead }: Pick<Given, 'kinOfStaff' | 'kinOfLead'>): void {
  if (kinOfLead && kinOfStaff === null) throw wrongField('kinOfStaff', '和谁是什么亲属，写一句')
}
