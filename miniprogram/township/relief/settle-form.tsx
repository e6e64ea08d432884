import { View } from '@tarojs/components'
import { type WayOfContact, wayOfContactCodes, waysOfContact } from '../../../shared/domain/follow-up'
import { formatMoney, moneyToType, readMoney } from '../../../shared/domain/money'
import { reliefRule, type WayOfPaying, wayOfPayingCodes, waysOfPaying } from '../../../shared/domain/relief'
import { reliefDeeds } from '../../../shared/domain/relief-life'
import { call } from '../../client/api'
import { Warning } from '../../components/answer/answer'
import { useKept } from '../../components/answer/use-kept'
import { Chips } from '../../components/chips/chips'
import { Field, Line, Story } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import { MoneyLine } from './money-line'
import type { Desk, Doing, Item } from './use-relief'

const longestReason = 200
const longestGoods = 100
const ends = ['grant', 'refuse', 'withdraw'] as const
type End = (typeof ends)[number]

const ways = wayOfContactCodes.map((value) => ({ value, words: waysOfContact[value] }))
const payings = wayOfPayingCodes.map((value) => ({ value, words: waysOfPaying[value] }))

interface Answers {
  end: End | undefined
  amount: string
  monthly: boolean
  paid: WayOfPaying | undefined
  what: string
  reason: string
  nextDoor: string
  told: WayOfContact | undefined
}

/** How one application ends: granted, refused with the next door, or given up. */
export function SettleForm({
  item,
  desk,
  doing,
  onDone,
}: {
  item: Item
  desk: Desk
  doing: Doing
  onDone(): void
}) {
  const open = ends.filter((end) => item.deeds.includes(end))
  const { monthly, capped } = reliefRule(item.type)
  const {
    typed,
    type: change,
    forget,
  } = useKept<Answers>(`settle.${item.id}`, {
    end: open[0],
    amount: item.publication?.amount ? moneyToType(item.publication.amount) : '',
    monthly,
    paid: 'card',
    what: '',
    reason: '',
    nextDoor: '',
    told: undefined,
  })
  // An end that was open when it was typed may be none by now.
  const said = { ...typed, end: open.find((end) => end === typed.end) ?? open[0] }
  const { fen } = readMoney(said.amount)
  const over = capped && fen !== null && fen > desk.quickCap
  const missing = over ? '金额超过了小额快救' : whatIsMissing(said)

  const settle = async () => {
    const outcome = outcomeOf(said)
    if (!outcome) return
    const sent = await doing.send(
      ({ caseId, version }) =>
        call('POST /api/cases/:caseId/relief-outcome', {
          params: { caseId },
          body: { version, item: item.id, outcome },
        }),
      '记下了',
    )
    if (!sent) return
    forget()
    onDone()
  }

  return (
    <View className="relief-form">
      <Chips
        of={open.map((value) => ({ value, words: reliefDeeds[value].label }))}
        chosen={said.end}
        onChoose={(end) => change({ end: end ?? said.end })}
      />
      {said.end === 'grant' && (
        <>
          <MoneyLine
            label="批了多少钱"
            hint={capped ? `元，最多 ${formatMoney(desk.quickCap)}` : '元'}
            value={said.amount}
            fault={over ? `小额快救最多 ${formatMoney(desk.quickCap)}，一个月的低保标准` : undefined}
            onChange={(amount) => change({ amount })}
          />
          <Chips
            of={[
              { value: 'month', words: '每月' },
              { value: 'once', words: '一次' },
            ]}
            chosen={said.monthly ? 'month' : 'once'}
            onChoose={(value) =>
              change({ monthly: (value ?? (said.monthly ? 'once' : 'month')) === 'month' })
            }
          />
          <Field label="怎么给">
            <Chips of={payings} chosen={said.paid} onChoose={(paid) => change({ paid })} />
          </Field>
          <Field label="还给什么" hint="只给钱就不写">
            <Line
              label="还给什么"
              placeholder="比如：大米 50 斤、介绍到茶厂做工"
              longest={longestGoods}
              value={said.what}
              onChange={(what) => change({ what })}
            />
          </Field>
        </>
      )}
      {said.end === 'refuse' && (
        <>
          <Field label="为什么没有批" hint="家里看得到，用大白话写">
            <Story
              label="为什么没有批"
              placeholder="比如：两个儿子都在领工资，够不上低保"
              value={said.reason}
              onChange={(reason) => change({ reason })}
            />
          </Field>
          <Field label="还能找谁、办什么" hint="给家里指一条路">
            <Story
              label="还能找谁、办什么"
              placeholder="比如：看病花得多，可以去医保所问大病报销"
              value={said.nextDoor}
              onChange={(nextDoor) => change({ nextDoor })}
            />
          </Field>
          <Field label="怎么跟家里说的">
            <Chips of={ways} chosen={said.told} onChoose={(told) => change({ told })} />
          </Field>
        </>
      )}
      {said.end === 'withdraw' && (
        <Field label="为什么不办了" hint="写一句，留在经过里">
          <Line
            label="为什么不办了"
            placeholder="比如：家里说不要了"
            longest={longestReason}
            value={said.reason}
            onChange={(reason) => change({ reason })}
          />
        </Field>
      )}
      <Warning words={doing.trouble} />
      <View className="relief-foot">
        <MainButton
          words="就这样定"
          busy={doing.busy ? '正在记…' : (missing ?? false)}
          onPress={() => void settle()}
        />
      </View>
    </View>
  )
}

function whatIsMissing({ end, amount, what, paid, reason, nextDoor, told }: Answers): string | null {
  if (end === undefined) return '现在还不能定'
  if (end === 'grant') {
    if (amount.trim() === '' && what.trim() === '') return '先写批了多少'
    if (amount.trim() !== '' && readMoney(amount, 1).fault !== null) return '先把金额改对'
    return paid === undefined ? '先选怎么给' : null
  }
  if (reason.trim() === '') return end === 'refuse' ? '先写为什么没有批' : '先写为什么不办了'
  if (end === 'withdraw') return null
  if (nextDoor.trim() === '') return '先写还能找谁'
  return told === undefined ? '先选怎么跟家里说的' : null
}

function outcomeOf({ end, amount, monthly, paid, what, reason, nextDoor, told }: Answers) {
  if (end === 'grant' && paid)
    return { is: 'granted', amount: amount.trim() || null, monthly, paid, what } as const
  if (end === 'refuse' && told) return { is: 'refused', reason, nextDoor, told } as const
  return end === 'withdraw' ? ({ is: 'withdrawn', reason } as const) : null
}
