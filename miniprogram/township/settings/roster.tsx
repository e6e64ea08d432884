import { Picker, Text, View } from '@tarojs/components'
import { useState } from 'react'
import { call, type Reply } from '../../client/api'
import { inDetail } from '../../client/problem'
import { Loading, Trouble, Warning } from '../../components/answer/answer'
import { useAnswer, useRefresh } from '../../components/answer/use-answer'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'

type Duty = Reply<'GET /api/townships/:township/roster'>
type Person = Duty['desk'][number]

const chinaOffset = 8 * 3_600_000
const day = 86_400_000
/** The date of a moment in China, as 2026-11-24. */
const dateOf = (at: Date) => new Date(at.getTime() + chinaOffset).toISOString().slice(0, 10)
const startOf = (date: string) => new Date(`${date}T00:00:00+08:00`)
const spokenDate = (date: string) => {
  const [, month, dayOfMonth] = date.split('-')
  return `${Number(month)}月${Number(dayOfMonth)}日`
}
/** The last whole day of an absence. */
const lastDay = (until: string) => dateOf(new Date(new Date(until).getTime() - 1))

/** 值班表: who of each village is there, who acts for them, and where nobody is. */
export function Roster({ township }: { township: string }) {
  const asked = useAnswer(
    () => call('GET /api/townships/:township/roster', { params: { township } }),
    township,
  )
  const [leaving, setLeaving] = useState<string | null>(null)
  const [told, setTold] = useState<string | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  useRefresh(asked.again)
  const act = async (deed: () => Promise<string>) => {
    setTrouble(null)
    setTold(null)
    try {
      setTold(await deed())
      setLeaving(null)
      await asked.again()
    } catch (error) {
      setTrouble(inDetail(error))
    }
  }
  const back = (person: Person) =>
    act(async () => {
      await call('DELETE /api/absences/:absenceId', { params: { absenceId: person.away?.id ?? '' } })
      return `${person.calledAs}回来了`
    })
  const leave = (person: Person, from: string, until: string) =>
    act(async () => {
      const today = dateOf(new Date())
      const { handedOver } = await call('POST /api/absences', {
        body: {
          account: person.id,
          from: (from === today ? new Date() : startOf(from)).toISOString(),
          until: new Date(startOf(until).getTime() + day).toISOString(),
        },
      })
      return `记下了，${person.calledAs}手上 ${handedOver} 件已经交出去`
    })
  const duty = asked.value
  return (
    <View className="block">
      <View className="block__title" role="heading" aria-level="2">
        值班表
      </View>
      <Text className="block__aside">
        人不在的时候，手上的线索会交给副手；没有副手交给书记，再没有就到乡里。
      </Text>
      {told && (
        <View className="block__told" role="status">
          {told}
        </View>
      )}
      <Warning words={trouble} />
      {asked.error !== null && !duty && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
      {!duty && asked.asking && <Loading />}
      {duty?.villages.map(({ code, name, people, acting, blind, unwatched }) => (
        <View key={code} className={`duty${blind ? ' duty--blind' : ''}`}>
          <View className="duty__head">
            <Text className="duty__name">{name}</Text>
            <Text>
              {blind ? '村里没有人在，' : '现在找'}
              {acting ? `${acting.title} ${acting.calledAs}${blind ? '管' : ''}` : '没有人管'}
            </Text>
          </View>
          {people.map((person) => (
            <View key={`${person.id} ${person.role}`} className="duty__person">
              <Text className="duty__who">
                {person.calledAs} {person.title}
                {person.group === null ? '' : ` ${person.group}组`}
                {person.deputy ? '（副）' : ''}
              </Text>
              {person.away ? (
                <>
                  <Text className="duty__away">
                    {spokenDate(dateOf(new Date(person.away.from)))} 到{' '}
                    {spokenDate(lastDay(person.away.until))} 不在
                  </Text>
                  <Press
                    className="tool"
                    label={`${person.calledAs}回来了`}
                    onPress={() => void back(person)}
                  >
                    <Icon name="circle-check" />
                    <Text>回来了</Text>
                  </Press>
                </>
              ) : (
                <Press
                  className="tool"
                  label={`${person.calledAs}要请假`}
                  onPress={() => setLeaving(leaving === person.id ? null : person.id)}
                >
                  <Icon name="log-out" />
                  <Text>请假</Text>
                </Press>
              )}
              {leaving === person.id && <Leave onLeave={(from, until) => void leave(person, from, until)} />}
            </View>
          ))}
          {unwatched.length > 0 && <Text className="duty__away">没有人看的组：{unwatched.join('、')}组</Text>}
          {people.length === 0 && <Text className="duty__away">还没有安排人</Text>}
        </View>
      ))}
    </View>
  )
}

/** From which day to which day, both counted in. */
function Leave({ onLeave }: { onLeave(from: string, until: string): void }) {
  const today = dateOf(new Date())
  const [from, setFrom] = useState(today)
  const [wanted, setUntil] = useState(today)
  // Dates written as 2026-11-24 stand in their own order.
  const [until = from] = [from, wanted].sort().reverse()
  return (
    <View className="leave">
      <Picker mode="date" value={from} start={today} onChange={({ detail }) => setFrom(detail.value)}>
        <View className="tool">从 {spokenDate(from)}</View>
      </Picker>
      <Picker mode="date" value={until} start={from} onChange={({ detail }) => setUntil(detail.value)}>
        <View className="tool">到 {spokenDate(until)}</View>
      </Picker>
      <MainButton words="记下，交出手上的" onPress={() => onLeave(from, until)} />
    </View>
  )
}
