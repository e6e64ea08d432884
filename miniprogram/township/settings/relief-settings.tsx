import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { formatMoney, moneyToType, readMoney } from '../../../shared/domain/money'
import { type ReliefType, reliefRule, reliefTypeCodes } from '../../../shared/domain/relief'
import { call, type Reply } from '../../client/api'
import { ApiProblem, inDetail, isOvertaken } from '../../client/problem'
import { signedInPerson } from '../../client/session'
import { Loading, Trouble, Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { useAnswer } from '../../components/answer/use-answer'
import { useKeptOver } from '../../components/answer/use-kept'
import { Field, Line } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import { type Side, TwoSides } from '../../components/two-sides/two-sides'
import { ReliefTypeRow } from './relief-type-row'
import './relief-settings.scss'

type Settings = Reply<'GET /api/townships/:township/relief-settings'>
/** One material of a list, as it is set. */
export type Material = Settings['materials'][ReliefType][number]

/** The settings while they are typed: amounts and days may still be none. */
interface Typed {
  monthlyStandard: string
  advanceLimit: string
  days: Record<ReliefType, string>
  materials: Settings['materials']
}

const longestAmount = 14

const typed = (settings: Settings): Typed => ({
  monthlyStandard: moneyToType(settings.monthlyStandard),
  advanceLimit: moneyToType(settings.advanceLimit),
  days: Object.fromEntries(
    reliefTypeCodes.map((type) => [type, String(settings.publicationDays[type])]),
  ) as Typed['days'],
  materials: settings.materials,
})

const daysOf = (words: string) => Number(words.normalize('NFKC').trim() || Number.NaN)

const listOf = (materials: readonly Material[]) =>
  materials
    .map(
      ({ label, heldBy, optional }) => `${label}${heldBy ? `（${heldBy}有）` : optional ? '（有就收）' : ''}`,
    )
    .join('、')

/** What stands differently in what was typed and in what holds. */
const differences = (mine: Typed, now: Typed): Side[] =>
  [
    { label: '低保标准', mine: mine.monthlyStandard, now: now.monthlyStandard },
    { label: '先行救助', mine: mine.advanceLimit, now: now.advanceLimit },
    ...reliefTypeCodes.flatMap((type) => [
      { label: `${reliefRule(type).label}公示几天`, mine: mine.days[type], now: now.days[type] },
      {
        label: `${reliefRule(type).label}要哪些材料`,
        mine: listOf(mine.materials[type]),
        now: listOf(now.materials[type]),
      },
    ]),
  ].filter((side) => side.mine !== side.now)

const refusedInWords = (error: unknown) => {
  if (isOvertaken(error)) return `${inDetail(error)}。您写的还在`
  return (error instanceof ApiProblem && error.fields[0]?.message) || inDetail(error)
}

/** 救助: the limits, the days on the notice board and the lists of materials; the lead changes them. */
export function ReliefSettings({ township }: { township: string }) {
  const asked = useAnswer(
    () => call('GET /api/townships/:township/relief-settings', { params: { township } }),
    township,
  )
  const isLead =
    signedInPerson()?.posts.some(
      ({ role, territory }) => role === 'township_lead' && territory === township,
    ) ?? false
  const settings = asked.value
  return (
    <View className="block block--wide">
      <View className="block__title" role="heading" aria-level="2">
        救助
      </View>
      <Text className="block__aside">
        材料单、公示天数和限额。已经开始办的那些不变。{isLead ? '' : '只有分管领导能改。'}
      </Text>
      {asked.error !== null && !settings && (
        <Trouble error={asked.error} onAgain={() => void asked.again()} />
      )}
      {!settings && asked.asking && <Loading />}
      {settings && (
        <Table
          township={township}
          settings={settings}
          isLead={isLead}
          onChanged={asked.put}
          onOvertaken={asked.again}
        />
      )}
    </View>
  )
}

function Table({
  township,
  settings,
  isLead,
  onChanged,
  onOvertaken,
}: {
  township: string
  settings: Settings
  isLead: boolean
  onChanged(changed: Settings): void
  /** Somebody else was quicker: what holds is read again, and what was typed stays. */
  onOvertaken(): Promise<void>
}) {
  // What nobody is changing here follows what holds; what was typed is held against it.
  const kept = useKeptOver(`relief-settings.${township}`, typed(settings), String(settings.version))
  const { typed: wanted, begun: changed, overtaken } = kept
  const [open, setOpen] = useState<ReliefType | null>(null)
  const { busy, trouble, act, forget } = useAct({ onOvertaken, inWords: refusedInWords })
  const [told, setTold] = useState<string | null>(null)
  const change = (changes: Partial<Typed>) => {
    kept.type(changes)
    setTold(null)
  }
  const wrong =
    readMoney(wanted.monthlyStandard, 1).fault !== null || readMoney(wanted.advanceLimit).fault !== null

  const save = () =>
    act(async () => {
      const { monthlyStandard, advanceLimit, days, materials } = wanted
      const saved = await call('PUT /api/townships/:township/relief-settings', {
        params: { township },
        body: {
          version: settings.version,
          monthlyStandard,
          advanceLimit,
          publicationDays: Object.fromEntries(
            reliefTypeCodes.map((type) => [type, daysOf(days[type])]),
          ) as Settings['publicationDays'],
          materials,
        },
      })
      kept.reset()
      setOpen(null)
      setTold('改好了，新开始办的按这样来')
      onChanged(saved)
    })

  return (
    <>
      {isLead ? (
        <View className="relief-limits">
          <Amount
            label="一个月的低保标准"
            hint="元，小额快救最多给这么多"
            value={wanted.monthlyStandard}
            onChange={(monthlyStandard) => change({ monthlyStandard })}
          />
          <Amount
            label="经办人自己能定的先行救助"
            hint="元，超过的由分管领导定"
            value={wanted.advanceLimit}
            onChange={(advanceLimit) => change({ advanceLimit })}
          />
        </View>
      ) : (
        <Text>
          小额快救最多 {formatMoney(settings.monthlyStandard)}；先行救助超过{' '}
          {formatMoney(settings.advanceLimit)}，由分管领导定
        </Text>
      )}
      {settings.version === 0 && (
        <View className="relief-proposed" role="status">
          <Text className="relief-proposed__title">默认值，请核对</Text>
          <Text>
            低保标准、限额、公示天数和材料单还没有人核对过。各县不一样，
            {isLead ? '改好了，或者对过没有错，都存一次' : '请分管领导对过存一次'}。
          </Text>
          {isLead && !changed && (
            <MainButton
              tone="plain"
              words="对过了，就是这样"
              busy={busy && '正在存…'}
              onPress={() => void save()}
            />
          )}
        </View>
      )}
      {settings.changedBy && <Text className="block__aside">{settings.changedBy} 改过</Text>}
      <View className="relief-types">
        {reliefTypeCodes.map((type) => (
          <ReliefTypeRow
            key={type}
            type={type}
            days={wanted.days[type]}
            materials={wanted.materials[type]}
            open={open === type}
            canChange={isLead}
            onOpen={() => setOpen(open === type ? null : type)}
            onDays={(days) => change({ days: { ...wanted.days, [type]: days } })}
            onMaterials={(list) => change({ materials: { ...wanted.materials, [type]: list } })}
          />
        ))}
      </View>
      {told && (
        <View className="block__told" role="status">
          {told}
        </View>
      )}
      <Warning words={trouble} />
      {overtaken && (
        <TwoSides
          why="您写了以后，别人改过这里。您写的还在，什么也没有盖掉。"
          sides={differences(wanted, typed(settings))}
          mine={{ words: '接着用我写的', onPress: kept.look }}
          now={{ words: '用现在的', onPress: kept.reset }}
        />
      )}
      {changed && !overtaken && (
        <View className="relief-save">
          <MainButton
            words="救助就按这样改"
            busy={busy ? '正在改…' : wrong && '先把金额改对'}
            onPress={() => void save()}
          />
          <MainButton
            tone="plain"
            words="不改了"
            onPress={() => {
              kept.reset()
              forget()
              setOpen(null)
            }}
          />
        </View>
      )}
    </>
  )
}

function Amount({
  label,
  hint,
  value,
  onChange,
}: {
  label: string
  hint: string
  value: string
  onChange(value: string): void
}) {
  const { fault } = readMoney(value)
  return (
    <Field label={label} hint={hint} fault={fault ?? undefined}>
      <Line
        label={label}
        placeholder="多少元"
        type="number"
        longest={longestAmount}
        wrong={fault !== null}
        value={value}
        onChange={onChange}
      />
    </Field>
  )
}
