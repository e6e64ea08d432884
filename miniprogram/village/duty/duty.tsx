import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { spokenAbsence } from '../../../shared/domain/absence-days'
import { call, type Reply } from '../../client/api'
import { signedInPerson } from '../../client/session'
import { Loading, Trouble, Warning } from '../../components/answer/answer'
import { useAnswer, useRefresh } from '../../components/answer/use-answer'
import { Leave } from '../../components/leave/leave'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn } from '../../components/person-bar/person-bar'
import './duty.scss'
import { useAct } from '../../components/answer/use-act'

type Own = Reply<'GET /api/absences/mine'>
type Absence = Own['absences'][number]

/** One's own leave, written down on the phone: who has one's cases meanwhile, and being back again (R13). */
export default function DutyPage() {
  return (
    <Page reader="worker" name="我请假">
      {signedInPerson() ? <Duty /> : <NotSignedIn />}
    </Page>
  )
}

function Duty() {
  const asked = useAnswer(() => call('GET /api/absences/mine'), '')
  const [told, setTold] = useState<string | null>(null)
  const { busy, trouble, act: attempt } = useAct()
  useRefresh(asked.again)
  const act = (deed: () => Promise<string>) => {
    setTold(null)
    return attempt(async () => {
      setTold(await deed())
      await asked.again()
    })
  }
  const end = (absence: Absence, words: string) =>
    act(async () => {
      await call('DELETE /api/absences/:absenceId', { params: { absenceId: absence.id } })
      return words
    })
  const leave = (absence: { from: string; until: string }) =>
    act(async () => {
      const { handedOver } = await call('POST /api/absences', { body: absence })
      return handedOver > 0 ? `记下了，手上 ${handedOver} 件已经交出去` : '记下了，到那天自动交出去'
    })

  const own = asked.value
  const now = new Date()
  const running = own?.absences.find(({ from }) => new Date(from) <= now)
  const coming = own?.absences.filter((absence) => absence !== running) ?? []
  return (
    <>
      {told && (
        <View className="own-told" role="status">
          {told}
        </View>
      )}
      <Warning words={trouble} />
      {asked.error !== null && !own && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
      {!own && asked.asking && <Loading />}
      {running && (
        <View className="own-leave">
          <Text className="own-leave__days">{spokenAbsence(running, now)} 您不在</Text>
          <Text>新来的线索先到别人那里。回来了点一下，新的又到您这里；交出去的，还在接手的人那里办。</Text>
          <MainButton
            icon="circle-check"
            words="我回来了"
            busy={busy && '正在记…'}
            onPress={() => void end(running, '回来了，新的线索又到您这里')}
          />
        </View>
      )}
      {coming.map((absence) => (
        <View key={absence.id} className="own-leave">
          <Text className="own-leave__days">{spokenAbsence(absence, now)} 请了假</Text>
          <MainButton
            tone="plain"
            words="不请了"
            busy={busy && '正在记…'}
            onPress={() => void end(absence, '这次假不请了')}
          />
        </View>
      ))}
      {own && !running && (
        <View className="own-leave">
          <Text className="own-leave__days">哪天不在？</Text>
          <Meanwhile own={own} />
          <Text className="own-leave__hint">头尾两天都算在内。</Text>
          <Leave
            words="记下，交出手上的"
            busy={busy && '正在记…'}
            onLeave={(absence) => void leave(absence)}
          />
        </View>
      )}
    </>
  )
}

/** Who has one's cases, as the roster stands now. */
function Meanwhile({ own }: { own: Own }) {
  return (
    <>
      {own.meanwhile.map(({ placeName, who }) => (
        <Text key={placeName} className={who ? undefined : 'own-leave__nobody'}>
          您不在的时候，{placeName}
          {who ? `的线索交给${who.title} ${who.calledAs}。` : '没有别人可以接，先跟上面说一声。'}
        </Text>
      ))}
    </>
  )
}
