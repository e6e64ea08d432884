import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { clockNatures } from '../../../shared/domain/clocks'
import { allowanceInWords, spokenMoment } from '../../../shared/domain/spoken-time'
import { call, type Reply } from '../../client/api'
import { signedInPerson } from '../../client/session'
import { Loading, Trouble, Warning } from '../../components/answer/answer'
import { useAnswer, useRefresh } from '../../components/answer/use-answer'
import { Icon } from '../../components/icon/icon'
import { Press } from '../../components/press/press'
import { ClockForm } from './clock-form'
import './clocks.scss'

type Clocks = Reply<'GET /api/townships/:township/clocks'>
/** One clock as the table shows it. */
export type ShownClock = Clocks['clocks'][number]

/** The calendar should be there this long before it is needed: two months. */
const ahead = 60 * 86_400_000

/** Whose rule it is: what is ours is said to be a reminder, never a legal deadline. */
const ruleOf = ({ nature, source }: ShownClock) =>
  source.startsWith(clockNatures[nature]) ? source : `${clockNatures[nature]}：${source}`

/** 时限: what each step may take, whose rule that is, who changed it; the lead changes it in place. */
export function Clocks({ township }: { township: string }) {
  const asked = useAnswer(
    () => call('GET /api/townships/:township/clocks', { params: { township } }),
    township,
  )
  const [editing, setEditing] = useState<string | null>(null)
  const [told, setTold] = useState<{ clock: string; words: string } | null>(null)
  useRefresh(asked.again)
  const isLead = signedInPerson()?.posts.some(
    ({ role, territory }) => role === 'township_lead' && territory === township,
  )
  const table = asked.value
  const done = (clock: string) => (changed: Clocks, words: string) => {
    asked.put(changed)
    setEditing(null)
    setTold({ clock, words })
  }
  return (
    <View className="block block--wide">
      <View className="block__title" role="heading" aria-level="2">
        时限
      </View>
      <Text className="block__aside">
        每一步最多用多久。小时白天黑夜都算，天和工作日算到最后一天 18:00。
        {isLead ? '规定期限只能改短。' : '只有分管领导能改。'}
      </Text>
      {isLead && <Text className="block__aside">改了以后，新开始的按新的算，正在走的不变。</Text>}
      {table && <Calendar holidaysUntil={table.holidaysUntil} />}
      {asked.error !== null && !table && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
      {!table && asked.asking && <Loading />}
      {table && (
        <View className="clocks" role="table" aria-label="时限">
          <View className="clock clock--head" role="row">
            {['哪一步', '紧急', '一般', '改过没有', ''].map((head) => (
              <View key={head} role="columnheader">
                {head}
              </View>
            ))}
          </View>
          {table.clocks.map((clock) => (
            <View key={clock.clock} className={editing === clock.clock ? 'clock-open' : ''} role="rowgroup">
              <Row
                clock={clock}
                onEdit={
                  isLead
                    ? () => {
                        setTold(null)
                        setEditing(editing === clock.clock ? null : clock.clock)
                      }
                    : undefined
                }
              />
              {told?.clock === clock.clock && (
                <View className="block__told" role="status">
                  {told.words}
                </View>
              )}
              {editing === clock.clock && (
                <ClockForm
                  township={township}
                  clock={clock}
                  version={table.version}
                  onDone={done(clock.clock)}
                  onOvertaken={asked.again}
                  onLeave={() => setEditing(null)}
                />
              )}
            </View>
          ))}
        </View>
      )}
    </View>
  )
}

/** Which holidays are known, and what to do when the next ones are missing. */
function Calendar({ holidaysUntil }: { holidaysUntil: number }) {
  const soon = new Date(Date.now() + ahead).getFullYear()
  return soon > holidaysUntil ? (
    <Warning
      words={`${holidaysUntil + 1} 年的放假安排还没有装上，那以后的工作日先只扣周末。请管服务器的同志升级一下。`}
    />
  ) : (
    <Text className="block__aside">工作日按国务院的放假安排算，已经有到 {holidaysUntil} 年的。</Text>
  )
}

function Row({ clock, onEdit }: { clock: ShownClock; onEdit: (() => void) | undefined }) {
  const { label, standard, own, lastChange } = clock
  return (
    <View className="clock" role="row">
      <View className="clock__what" role="cell">
        <Text className="clock__label">{label}</Text>
        <Text className="clock__rule">{ruleOf(clock)}</Text>
      </View>
      {(['urgent', 'ordinary'] as const).map((urgency) => {
        const words = allowanceInWords(clock[urgency])
        const usual = allowanceInWords(standard[urgency])
        return (
          <View key={urgency} className="clock__allowance" role="cell">
            <Text className="clock__side">{urgency === 'urgent' ? '紧急' : '一般'}</Text>
            <Text className={words === usual ? '' : 'clock__own'}>{words}</Text>
            {words !== usual && <Text className="clock__rule">默认 {usual}</Text>}
          </View>
        )
      })}
      <View className="clock__change" role="cell">
        {lastChange ? (
          <>
            <Text>
              {spokenMoment(new Date(lastChange.at), new Date())} {lastChange.by.title}
              {lastChange.by.calledAs}
              {own ? '改的' : '改回了默认'}
            </Text>
            <Text className="clock__rule">{lastChange.reason}</Text>
          </>
        ) : (
          <Text className="clock__rule">没有改过</Text>
        )}
      </View>
      <View className="clock__tool" role="cell">
        {onEdit && (
          <Press className="tool" label={`改“${label}”`} onPress={onEdit}>
            <Icon name="pencil" />
            <Text>改</Text>
          </Press>
        )}
      </View>
    </View>
  )
}
