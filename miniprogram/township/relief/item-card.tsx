import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { clockNatures } from '../../../shared/domain/clocks'
import { formatMoney } from '../../../shared/domain/money'
import { applicants, reliefRule, waysOfPaying } from '../../../shared/domain/relief'
import {
  isSettled,
  type ReliefDeed,
  reliefDeeds,
  reliefStates,
  waivingCauses,
} from '../../../shared/domain/relief-life'
import { wanting } from '../../../shared/domain/relief-materials'
import { dayInWords, spokenMoment } from '../../../shared/domain/spoken-time'
import { call } from '../../client/api'
import { showLarge } from '../../client/large-pictures'
import { serviceAddress } from '../../client/transport'
import { Warning } from '../../components/answer/answer'
import { useKept } from '../../components/answer/use-kept'
import { ClockChip } from '../../components/clock-chip/clock-chip'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'
import { Materials, type Ticks } from './materials'
import type { Doing, Item } from './use-relief'

/** What is done with an item on a form of its own. */
export type ItemForm = 'publish' | 'settle' | 'extend' | 'emergency_over' | 'recuse' | 'waive_paperwork'

/** Which form a deed is done on; the others are one tap. */
const formOf: Partial<Record<ReliefDeed, ItemForm>> = {
  publish: 'publish',
  grant: 'settle',
  refuse: 'settle',
  withdraw: 'settle',
  extend: 'extend',
  emergency_over: 'emergency_over',
  recuse: 'recuse',
  waive_paperwork: 'waive_paperwork',
}

/** What comes next with an item, likeliest first; all else lies under 更多. */
const next: readonly ReliefDeed[] = ['finish_paperwork', 'submit', 'publish', 'grant']
/** Rather this in the list under 更多 than each end by itself. */
const inMore: readonly ReliefDeed[] = ['emergency_over', 'extend', 'recuse', 'waive_paperwork', 'refuse']
const wordsOf: Partial<Record<ReliefDeed, string>> = {
  grant: '定下来：批了多少',
  refuse: '没有批，或者不办了',
}

const mayTellMore = (item: Item) => inMore.filter((deed) => item.deeds.includes(deed))

/** One relief item: how far it is, its term with the rule's name, its list, and the one thing that comes next. */
export function ItemCard({
  item,
  ofTownship,
  first,
  doing,
  onForm,
}: {
  item: Item
  ofTownship: boolean
  /** Its term is the nearest: its button is the page's main one. */
  first: boolean
  doing: Doing
  onForm(form: ItemForm): void
}) {
  const { typed: ticks, type: tick, reset } = useKept<Ticks>(`ticks.${item.id}`, {})
  const [more, setMore] = useState(false)
  const [acted, setActed] = useState(false)
  const now = new Date()
  const ticked = Object.entries(ticks).flatMap(([code, status]) => (status ? [{ code, status }] : []))
  const deed = next.find((one) => item.deeds.includes(one))
  const others = mayTellMore(item).filter((one) => one !== deed)

  const work = async (what: Parameters<typeof reliefWork>[2], done: string) => {
    setActed(true)
    if (await doing.send((at) => reliefWork(at, item.id, what), done)) reset()
  }
  const begin = (one: ReliefDeed) => {
    const form = formOf[one]
    if (form) onForm(form)
    else if (one === 'submit' || one === 'finish_paperwork') void work({ does: one }, '记下了')
  }
  return (
    <View className="block block--part">
      <Head item={item} now={now} />
      {!isSettled(item.state) && (
        <Materials
          item={item}
          ticks={ticks}
          canTick={item.deeds.includes('tick')}
          canSpare={ofTownship}
          onTick={(code, status) => tick({ [code]: status })}
        />
      )}
      {acted && <Warning words={doing.trouble} />}
      {ticked.length > 0 ? (
        <MainButton
          tone={first ? 'main' : 'plain'}
          words={`记下改了的 ${ticked.length} 样`}
          busy={doing.busy && '正在记…'}
          onPress={() => void work({ does: 'tick', materials: ticked }, '记下了')}
        />
      ) : (
        deed && (
          <MainButton
            tone={first ? 'main' : 'plain'}
            words={wordsOf[deed] ?? reliefDeeds[deed].label}
            busy={doing.busy && '正在记…'}
            onPress={() => begin(deed)}
          />
        )
      )}
      {ticked.length === 0 && !deed && !isSettled(item.state) && (
        <Text className="block__aside">{waitingFor(item, now)}</Text>
      )}
      {others.length > 0 && !more && (
        <Press
          className="block-tool"
          label={`${reliefRule(item.type).label} 更多`}
          onPress={() => setMore(true)}
        >
          <Icon name="ellipsis" />
          <Text>更多</Text>
        </Press>
      )}
      {more &&
        others.map((one) => (
          <MainButton
            key={one}
            tone="plain"
            words={wordsOf[one] ?? reliefDeeds[one].label}
            onPress={() => begin(one)}
          />
        ))}
    </View>
  )
}

const reliefWork = (
  { caseId, version }: { caseId: string; version: number },
  item: string,
  work: Parameters<typeof call<'POST /api/cases/:caseId/relief-work'>>[1]['body']['work'],
) => call('POST /api/cases/:caseId/relief-work', { params: { caseId }, body: { version, item, work } })

/** Why there is nothing to press: what is wanting, until when it hangs, or whose turn it is. */
function waitingFor(item: Item, now: Date): string {
  const left = wanting(item.materials)
  if ((item.state === 'preparing' || item.state === 'paperwork_open') && left.length > 0)
    return `还差：${left.map(({ label }) => label).join('、')}`
  if (item.publication && new Date(item.publication.until) > now)
    return `公示到 ${spokenMoment(new Date(item.publication.until), now)}，没有人反映就可以定`
  if (item.recused) return '是分管领导的亲属，等县民政局来定'
  return item.kinOfStaff === null ? '等乡里接着办' : '是工作人员的亲属，等分管领导来定'
}

function Head({ item, now }: { item: Item; now: Date }) {
  const { label } = reliefRule(item.type)
  return (
    <>
      <View className="block__head">
        <View className="block__title" role="heading" aria-level="2">
          {label}
        </View>
        <Text className={`relief-item__state relief-item__state--${item.state}`}>
          {reliefStates[item.state].label}
        </Text>
        {item.term && <ClockChip dueAt={item.term.dueAt} now={now} />}
      </View>
      {item.term && (
        <Text className="block__aside">
          {item.term.label}：{spokenMoment(new Date(item.term.dueAt), now)} 前（
          {item.term.source.startsWith(clockNatures[item.term.nature])
            ? item.term.source
            : `${clockNatures[item.term.nature]}：${item.term.source}`}
          ）
        </Text>
      )}
      {item.applicant && <Text className="block__aside">{applicants[item.applicant]}</Text>}
      {item.kinOfStaff && (
        <Text className="relief-item__kin">
          {item.recused
            ? `分管领导的亲属：${item.kinOfStaff}。由县民政局来定`
            : `和工作人员是亲属：${item.kinOfStaff}。由分管领导来定`}
        </Text>
      )}
      {item.advance && <Advance advance={item.advance} now={now} />}
      {item.publication && (
        <Text>
          公示 {item.publication.name}，{item.publication.place}，{item.publication.people} 口人
          {item.publication.amount === null ? '' : `，${formatMoney(item.publication.amount)}`}：
          {dayInWords(new Date(item.publication.from))} 到 {dayInWords(new Date(item.publication.until))}
        </Text>
      )}
      {item.publicationSpared && <Text>是未成年人，不公示</Text>}
      {item.outcome && <Outcome item={item} />}
    </>
  )
}

function Advance({ advance, now }: { advance: NonNullable<Item['advance']>; now: Date }) {
  const what = [advance.amount > 0 && formatMoney(advance.amount), advance.goods].filter(Boolean).join('、')
  const urls = advance.photos.map((photo) => serviceAddress + photo)
  return (
    <>
      <Text className="relief-item__given">先给了 {what}</Text>
      <Text>
        {spokenMoment(new Date(advance.happenedAt), now)}，{advance.giver}给的，{advance.receiver}（
        {advance.relation}）收的
      </Text>
      <Text className="block__aside">
        {advance.decidedBy.title} {advance.decidedBy.calledAs} 定的
      </Text>
      {urls.length > 0 && (
        <Press className="block-tool" onPress={() => void showLarge(urls, urls[0] ?? '')}>
          <Icon name="image" />
          <Text>看收条的照片</Text>
        </Press>
      )}
    </>
  )
}

function Outcome({ item: { outcome, state } }: { item: Item }) {
  if (!outcome) return null
  const { amount, monthly, what, paid, waived, reason, nextDoor, by } = outcome
  const given = [amount !== null && `${monthly ? '每月 ' : ''}${formatMoney(amount)}`, what]
    .filter(Boolean)
    .join('、')
  return (
    <>
      {state === 'granted' && (
        <Text className="relief-item__given">
          {given}
          {paid && `，${waysOfPaying[paid]}`}
        </Text>
      )}
      {waived && <Text>{waivingCauses[waived]}</Text>}
      {reason && <Text>{reason}</Text>}
      {nextDoor && <Text>还可以：{nextDoor}</Text>}
      <Text className="block__aside">
        {by.title} {by.calledAs} 定的
      </Text>
    </>
  )
}
