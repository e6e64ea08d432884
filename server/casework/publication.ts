import type { Fen } from '../../shared/domain/money'
import { reliefRule } from '../../shared/domain/relief'
import { dayInWords } from '../../shared/domain/spoken-time'
import type { HouseholdMember } from '../../shared/domain/visit-form'
import { endOf } from '../deadlines/due-time'
import { dayOf, daysFrom } from '../deadlines/working-calendar'
import { wrongField } from '../http/problem'
import type { Gazetteer } from '../places/gazetteer'
import { maskName } from '../trust/masking'
import type { CaseRecord } from './case.model'
import { placeNameOf } from './case.presenter'
import type { ReliefItem } from './relief-item'
import type { ItemStep } from './relief-work'

/** What somebody hangs on the notice board. */
export interface Published {
  /** Left out: the one the case is about. */
  name?: string
  isMinor: boolean
  people: number
  amount: Fen | null
  from?: Date
}

const adult = 18
/** It may be hung up some days from now, when somebody goes to the village. */
const latestStart = 7

/**
 * An item on the notice board for as long as the township has set (公示). Its name is masked at once, so that what is
 * stored is what may be read. @throws Problem invalid-input for a minor, who is never published.
 */
export function publicationOf(
  item: ReliefItem,
  { name, isMinor, people, amount, from }: Published,
  {
    before,
    gazetteer,
    hotline,
    members,
    at,
  }: {
    before: CaseRecord
    gazetteer: Gazetteer
    hotline: string
    /** Of the household, as the last visit found it. */
    members: readonly HouseholdMember[]
    at: Date
  },
): ItemStep {
  const published = name ?? before.subjectName
  // What a visit wrote down counts, whatever is answered now.
  const child = members.some(
    ({ name: called, age }) => called === published && age !== undefined && age < adult,
  )
  if (isMinor || child) throw wrongField('isMinor', '未成年人不公示。点“是未成年人，不公示”，照样能批')
  if (!published) throw wrongField('name', '公示谁，写上名字')
  const begins = from ?? at
  // Days, not moments: what was hung up this morning began today.
  const ahead = daysFrom(dayOf(at), dayOf(begins))
  if (ahead < 0) throw wrongField('from', '这一天已经过去了')
  if (ahead > latestStart) throw wrongField('from', `最晚从 ${latestStart} 天以后开始`)
  const until = endOf({ days: item.publicationDays }, begins)
  return {
    item: {
      ...item,
      state: 'publicised',
      publication: {
        name: maskName(published),
        place: placeNameOf(before, gazetteer),
        people,
        amount,
        from: begins,
        until,
        hotline,
      },
    },
    explained: `${reliefRule(item.type).label}，${dayInWords(begins)} 到 ${dayInWords(until)}`,
    details: { until: until.toISOString() },
  }
}
