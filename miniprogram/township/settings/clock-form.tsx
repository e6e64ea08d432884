import { View } from '@tarojs/components'
import { faultsOf } from '../../../shared/domain/clock-limits'
import { type Allowance, type Allowances, allowanceOf, amountOf, unitOf } from '../../../shared/domain/clocks'
import { allowanceInWords } from '../../../shared/domain/spoken-time'
import { type Urgency, urgencies, urgencyCodes } from '../../../shared/domain/urgency'
import { call, type Reply } from '../../client/api'
import { inDetailOfForm } from '../../client/problem'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { useKeptOver } from '../../components/answer/use-kept'
import { Chips } from '../../components/chips/chips'
import { Field, Line } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import { TwoSides } from '../../components/two-sides/two-sides'
import type { ShownClock } from './clocks'

/** Units as people say them: an hour's parts are minutes. */
const units = [
  { value: 'minutes', words: '分钟' },
  { value: 'hours', words: '小时' },
  { value: 'days', words: '天' },
  { value: 'workingDays', words: '工作日' },
] as const
type Unit = (typeof units)[number]['value']

/** An allowance while it is typed: the number may still be none. */
interface Typed {
  amount: string
  unit: Unit
}

const longestReason = 200
const longestAmount = 6

const typed = (allowance: Allowance): Typed => {
  const amount = amountOf(allowance)
  const unit = unitOf(allowance)
  return unit === 'hours' && !Number.isInteger(amount)
    ? { amount: String(Math.round(amount * 60)), unit: 'minutes' }
    : { amount: String(amount), unit }
}

/** What is meant, full-width digits too; null while it is no number. */
const meant = ({ amount, unit }: Typed): Allowance | null => {
  const number = amount.normalize('NFKC').trim()
  if (!/^\d+(?:\.\d+)?$/.test(number)) return null
  return unit === 'minutes' ? { hours: Number(number) / 60 } : allowanceOf(unit, Number(number))
}

interface Props {
  township: string
  clock: ShownClock
  version: number
  onDone(changed: Reply<'PUT /api/townships/:township/clocks/:clock'>, words: string): void
  /** Somebody else was quicker: the table is read again, and what was typed stays. */
  onOvertaken(): Promise<void>
  onLeave(): void
}

/** One clock, changed in its place in the table or put back to the default; either with a reason. */
export function ClockForm({ township, clock, version, onDone, onOvertaken, onLeave }: Props) {
  const { standard, own, label } = clock
  const kept = useKeptOver<{ sides: Record<Urgency, Typed>; reason: string }>(
    `clock.${township}.${clock.clock}`,
    { sides: { urgent: typed(clock.urgent), ordinary: typed(clock.ordinary) }, reason: '' },
    JSON.stringify([clock.urgent, clock.ordinary]),
  )
  const { sides, reason } = kept.typed
  const setSides = (next: Record<Urgency, Typed>) => kept.type({ sides: next })
  const { busy, trouble, act } = useAct({ onOvertaken, inWords: inDetailOfForm })

  const urgent = meant(sides.urgent)
  const ordinary = meant(sides.ordinary)
  const wanted: Allowances | null = urgent && ordinary ? { urgent, ordinary } : null
  const faults = wanted ? faultsOf(clock.clock, wanted) : {}
  const faultOf = (urgency: Urgency) => (meant(sides[urgency]) ? faults[urgency] : '写一个数字')

  const send = (allowances: Allowances | null, words: string) =>
    act(async () => {
      const changed = await call('PUT /api/townships/:township/clocks/:clock', {
        params: { township, clock: clock.clock },
        body: { version, allowances, reason },
      })
      kept.forget()
      onDone(changed, words)
    })
  const inWords = ({ urgent: quick, ordinary: usual }: Allowances) =>
    `紧急 ${allowanceInWords(quick)}，一般 ${allowanceInWords(usual)}`
  const missing = (urgencyCodes.some(faultOf) && '先把上面改对') || (reason.trim() === '' && '先写为什么改')

  const leave = () => {
    kept.forget()
    onLeave()
  }
  if (kept.overtaken)
    return (
      <TwoSides
        why={`您写了以后，别人改过“${label}”。您写的还在，什么也没有盖掉。`}
        sides={urgencyCodes.flatMap((urgency) => {
          const mine = meant(sides[urgency])
          const side = {
            label: urgencies[urgency],
            mine: mine ? allowanceInWords(mine) : sides[urgency].amount,
            now: allowanceInWords(clock[urgency]),
          }
          return side.mine === side.now ? [] : [side]
        })}
        mine={{ words: '接着用我写的', onPress: kept.look }}
        now={{ words: '用现在的', onPress: kept.reset }}
      />
    )
  return (
    <View className="clock-form">
      <View className="clock-form__sides">
        {urgencyCodes.map((urgency) => (
          <Field
            key={urgency}
            label={urgencies[urgency]}
            hint={`默认 ${allowanceInWords(standard[urgency])}`}
            fault={faultOf(urgency)}
          >
            <View className="clock-form__allowance">
              <View className="clock-form__amount">
                <Line
                  label={`${urgencies[urgency]}，多久`}
                  placeholder="多少"
                  type="number"
                  longest={longestAmount}
                  wrong={faultOf(urgency) !== undefined}
                  value={sides[urgency].amount}
                  onChange={(amount) => setSides({ ...sides, [urgency]: { ...sides[urgency], amount } })}
                />
              </View>
              <Chips
                of={units}
                chosen={sides[urgency].unit}
                onChoose={(unit = sides[urgency].unit) =>
                  setSides({ ...sides, [urgency]: { ...sides[urgency], unit } })
                }
              />
            </View>
          </Field>
        ))}
      </View>
      <Field label="为什么改" hint="会记下来，乡里都看得见">
        <Line
          label="为什么改"
          placeholder="比如：山高路远，一天走不到"
          longest={longestReason}
          value={reason}
          onChange={(words) => kept.type({ reason: words })}
        />
      </Field>
      <Warning words={trouble} />
      <View className="clock-form__deeds">
        <MainButton
          words="就按这样改"
          busy={busy ? '正在改…' : missing}
          onPress={() => wanted && void send(wanted, `“${label}”改好了：${inWords(wanted)}`)}
        />
        {own && (
          <MainButton
            tone="plain"
            words={`改回默认：${inWords(standard)}`}
            busy={busy ? '正在改…' : reason.trim() === '' && '改回默认，先写为什么改'}
            onPress={() => void send(null, `“${label}”改回了默认：${inWords(standard)}`)}
          />
        )}
        <MainButton tone="plain" words="不改了" busy={busy && '正在改…'} onPress={leave} />
      </View>
    </View>
  )
}
