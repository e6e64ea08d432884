import { View } from '@tarojs/components'
import type { Contract } from '../../../shared/contract/contract'
import type { RequestOf } from '../../../shared/contract/endpoint'
import { dateOf } from '../../../shared/domain/absence-days'
import {
  reliefDeeds,
  type WaivingCause,
  waivingCauseCodes,
  waivingCauses,
} from '../../../shared/domain/relief-life'
import { call } from '../../client/api'
import { Warning } from '../../components/answer/answer'
import { useKept } from '../../components/answer/use-kept'
import { Chips } from '../../components/chips/chips'
import { Field, Line } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import { instantOf, MomentPicker, pickedMoment } from '../../components/moment-picker/moment-picker'
import type { Doing, Item } from './use-relief'

const longestReason = 200
const longestKin = 60
const causes = waivingCauseCodes.map((value) => ({ value, words: waivingCauses[value] }))

interface Props {
  item: Item
  doing: Doing
  onDone(): void
}

/** A form's warning and its one button; `missing` is what is not filled in yet. */
function Foot({
  doing,
  words,
  missing,
  onPress,
}: {
  doing: Doing
  words: string
  missing: string | false
  onPress(): void
}) {
  return (
    <>
      <Warning words={doing.trouble} />
      <View className="relief-foot">
        <MainButton words={words} busy={doing.busy ? '正在记…' : missing} onPress={onPress} />
      </View>
    </>
  )
}

type Work = RequestOf<Contract['POST /api/cases/:caseId/relief-work']>['body']['work']

/** Notes something of the item's work, and closes the form when the server has it. */
const working =
  ({ item, doing, onDone }: Props, work: () => Work, told: string) =>
  async () => {
    const sent = await doing.send(
      ({ caseId, version }) =>
        call('POST /api/cases/:caseId/relief-work', {
          params: { caseId },
          body: { version, item: item.id, work: work() },
        }),
      told,
    )
    if (sent) onDone()
  }

/** A deed that asks for one line. */
function OneLine({
  label,
  hint,
  placeholder,
  longest,
  missing,
  words,
  told,
  work,
  ...props
}: Props & {
  label: string
  hint: string
  placeholder: string
  longest: number
  missing: string
  words: string
  told: string
  work(line: string): Work
}) {
  const { typed, type, forget } = useKept(`${words}.${props.item.id}`, { line: '' })
  const { line } = typed
  const onDone = () => {
    forget()
    props.onDone()
  }
  return (
    <View className="relief-form">
      <Field label={label} hint={hint}>
        <Line
          label={label}
          placeholder={placeholder}
          longest={longest}
          value={line}
          onChange={(said) => type({ line: said })}
        />
      </Field>
      <Foot
        doing={props.doing}
        words={words}
        missing={line.trim() === '' && missing}
        onPress={() => void working({ ...props, onDone }, () => work(line), told)()}
      />
    </View>
  )
}

/** More time for a 低保 that is hard to check, with the reason. */
export function ExtendForm(props: Props) {
  return (
    <OneLine
      {...props}
      label="为什么要延长"
      hint="从交上去那天算，最多 45 个工作日"
      placeholder="比如：收入要到外省核"
      longest={longestReason}
      missing="先写为什么"
      words="延长"
      told="延长了"
      work={(reason) => ({ does: 'extend', reason })}
    />
  )
}

/** The lead stands aside for kin of their own (回避): the county decides. */
export function RecuseForm(props: Props) {
  return (
    <OneLine
      {...props}
      label="和您是什么亲属"
      hint="这一项由县民政局来定"
      placeholder="比如：是我的侄儿"
      longest={longestKin}
      missing="先写什么亲属"
      words="请县里来定"
      told="转给县里了"
      work={(kinOfStaff) => ({ does: 'recuse', kinOfStaff })}
    />
  )
}

/** What was given in advance, where its papers can never be had: it ends with the lead's word and the reason. */
export function WaiveForm({ item, doing, onDone }: Props) {
  const { typed, type, forget } = useKept<{ cause?: WaivingCause; reason: string }>(`waive.${item.id}`, {
    reason: '',
  })
  const { cause, reason } = typed
  const waive = async () => {
    if (!cause) return
    const sent = await doing.send(
      ({ caseId, version }) =>
        call('POST /api/cases/:caseId/relief-outcome', {
          params: { caseId },
          body: { version, item: item.id, outcome: { is: 'paperwork_waived', cause, reason } },
        }),
      '了结了',
    )
    if (!sent) return
    forget()
    onDone()
  }
  return (
    <View className="relief-form">
      <Field label="为什么补不了">
        <Chips of={causes} chosen={cause} onChoose={(chosen) => type({ cause: chosen })} />
      </Field>
      <Field label="是怎么回事" hint="您的名字和这句话会留在这一项上">
        <Line
          label="是怎么回事"
          placeholder="比如：给钱后第三天去世，没有亲人"
          longest={longestReason}
          value={reason}
          onChange={(words) => type({ reason: words })}
        />
      </Field>
      <Foot
        doing={doing}
        words="就这样了结"
        missing={(!cause && '先选为什么') || (reason.trim() === '' && '先写是怎么回事')}
        onPress={() => void waive()}
      />
    </View>
  )
}

/** When the emergency was over: the paperwork's term runs from then. */
export function EmergencyOverForm(props: Props) {
  const { typed, type, forget } = useKept(`emergency-over.${props.item.id}`, { at: pickedMoment(new Date()) })
  const { at } = typed
  const onDone = () => {
    forget()
    props.onDone()
  }
  const over = working({ ...props, onDone }, () => ({ does: 'emergency_over', on: instantOf(at) }), '记下了')
  return (
    <View className="relief-form">
      <Field label="什么时候过去的" hint="补手续的 10 个工作日从这时候算">
        <MomentPicker
          label="什么时候过去的"
          value={at}
          end={dateOf(new Date())}
          onChange={(picked) => type({ at: picked })}
        />
      </Field>
      <Foot
        doing={props.doing}
        words={reliefDeeds.emergency_over.label}
        missing={false}
        onPress={() => void over()}
      />
    </View>
  )
}
