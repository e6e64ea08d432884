import { formatMoney } from '../../shared/domain/money'
import { reliefRule } from '../../shared/domain/relief'
import { type ReliefDeed, reliefDeedRule, reliefStateAfter } from '../../shared/domain/relief-life'
import { type MaterialStatus, wanting } from '../../shared/domain/relief-materials'
import type { Urgency } from '../../shared/domain/urgency'
import { wrongField } from '../http/problem'
import type { FieldCipher } from '../trust/field-cipher'
import type { NextStep } from './move-case'
import { type AdvanceRelief, type ReliefItem, type Terms, termOf } from './relief-item'

/** What moves an item on without settling it. */
export type ReliefWork =
  | { does: 'tick'; materials: readonly { code: string; status: MaterialStatus }[] }
  | { does: 'submit' | 'spare_publication' | 'finish_paperwork' }
  | { does: 'extend'; reason: string }
  | { does: 'emergency_over'; on: string }
  | { does: 'recuse'; kinOfStaff: string }

/** An item after a deed, with what the timeline says of it. */
export type ItemStep = Omit<NextStep, 'owner'> & { item: ReliefItem }

interface Moment {
  cipher: Pick<FieldCipher, 'encrypt'>
  urgency: Urgency
  at: Date
  terms: Terms
}

/** How it stands with the materials, without naming any: some of them tell what somebody suffers from. */
const materialsInWords = ({ materials }: ReliefItem) => {
  const left = wanting(materials).length
  return left === 0 ? '材料齐了' : `材料还差 ${left} 样`
}

function ticked(item: ReliefItem, ticks: readonly { code: string; status: MaterialStatus }[]): ReliefItem {
  for (const { code, status } of ticks) {
    const material = item.materials.find((one) => one.code === code)
    if (!material) throw wrongField('work.materials', '这一项里没有这样材料')
    if (material.heldBy && (status === 'asked' || status === 'missing'))
      throw wrongField('work.materials', `${material.label}${material.heldBy}就有，不用问家里要`)
    if (!material.heldBy && status === 'held')
      throw wrongField('work.materials', `${material.label}国家没有现成的，要收上来`)
  }
  const statusOf = new Map(ticks.map(({ code, status }) => [code, status]))
  return {
    ...item,
    materials: item.materials.map((one) => ({ ...one, status: statusOf.get(one.code) ?? one.status })),
  }
}

/** The emergency ended later than the relief was given: the paperwork's term runs from then. */
async function emergencyOver(
  item: ReliefItem,
  on: Date,
  { urgency, at, terms }: Moment,
): Promise<ReliefItem> {
  const { advance } = item
  if (!advance) throw wrongField('item', '这一项不是先行救助')
  if (on > at) throw wrongField('work.on', '还没到这个时间')
  if (on < advance.happenedAt) throw wrongField('work.on', '比给救助还早')
  const after: AdvanceRelief = { ...advance, emergencyOverAt: on }
  return { ...item, advance: after, dueAt: await terms('advance_paperwork', urgency, on) }
}

async function changed(item: ReliefItem, work: ReliefWork, moment: Moment): Promise<ReliefItem> {
  const { urgency, at, terms } = moment
  switch (work.does) {
    case 'tick':
      return ticked(item, work.materials)
    case 'submit':
      // Where the term ran from the start, handing in late gives no more time.
      return {
        ...item,
        submittedAt: at,
        ...(reliefRule(item.type).runsFrom === 'submission' &&
          (await termOf(item.type, urgency, 'submission', at, terms))),
      }
    case 'extend':
      return {
        ...item,
        extended: true,
        clock: 'minimum_living_extended',
        dueAt: await terms('minimum_living_extended', urgency, item.submittedAt ?? at),
      }
    case 'recuse':
      return { ...item, kinOfStaff: moment.cipher.encrypt('relief.kin', work.kinOfStaff), recused: true }
    case 'spare_publication':
      return { ...item, publicationSpared: true }
    case 'emergency_over':
      return emergencyOver(item, new Date(work.on), moment)
    case 'finish_paperwork':
      return { ...item, endedAt: at }
  }
}

const toldOf = (item: ReliefItem, deed: ReliefDeed) => {
  if (deed === 'tick') return materialsInWords(item)
  if (deed === 'recuse') return '是分管领导的亲属，请县里来定'
  if (deed === 'finish_paperwork' && item.advance)
    return `先给的 ${formatMoney(item.advance.amount)}，手续补齐了`
  return reliefDeedRule(deed).label
}

/** An item after somebody worked on it. @throws Problem invalid-input for what does not fit this item. */
export async function worked(item: ReliefItem, work: ReliefWork, moment: Moment): Promise<ItemStep> {
  const after = { ...(await changed(item, work, moment)), state: reliefStateAfter(work.does, item.state) }
  return {
    item: after,
    told: `${reliefRule(item.type).label}：${toldOf(after, work.does)}`,
    ...(work.does === 'extend' && { words: work.reason }),
    ...(work.does === 'recuse' && { words: work.kinOfStaff }),
  }
}
