import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { onOutboxChange, sendWaiting, takeBack, type Waiting, waitingReports } from '../../client/outbox'
import { whyWaiting } from '../../client/waiting-line'
import { Empty, Loading, Trouble } from '../../components/answer/answer'
import { useAnswer, useRefresh } from '../../components/answer/use-answer'
import { Bell } from '../../components/bell/bell'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { aboutOf, fetchOwnReports, OwnRow } from '../../components/own-report/own-report'
import { Page } from '../../components/page/page'
import { TwoDoors } from '../../components/two-doors/two-doors'
import './mine.scss'

/** Everything this person reported: what still waits on the phone first, then how far each has come. */
export default function MinePage() {
  const asked = useAnswer(fetchOwnReports, '')
  const [waiting, setWaiting] = useState(waitingReports)
  useEffect(
    () =>
      onOutboxChange(() => {
        setWaiting(waitingReports())
        void asked.again()
      }),
    [asked.again],
  )
  useRefresh(() => {
    setWaiting(waitingReports())
    return asked.again()
  })

  const reports = asked.value ?? []
  const nothing = asked.value !== null && reports.length === 0 && waiting.length === 0
  return (
    <Page reader="resident" aloud={{ page: 'mine' }} name="我报的事">
      <View className="own-bell">
        <Bell />
      </View>
      {waiting.map((item) => (
        <WaitingRow key={item.draft.clientKey} item={item} />
      ))}
      {reports.map((report) => (
        <OwnRow key={report.receipt} report={report} />
      ))}
      {asked.error !== null && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
      {asked.value === null && asked.asking && <Loading />}
      {asked.value !== null && (
        <MainButton
          tone="plain"
          icon="phone"
          words="打电话报的，查一查"
          onPress={() => void Taro.navigateTo({ url: '/pages/status/status' })}
        />
      )}
      {asked.value !== null && (
        <MainButton
          tone="plain"
          icon="user"
          words="我的信息"
          onPress={() => void Taro.navigateTo({ url: '/pages/my-data/my-data' })}
        />
      )}
      {nothing && (
        <Empty title="还没有报过事">
          <Text>家里有难处，或者看到别人家有难处，点下面就能报。</Text>
          <TwoDoors />
        </Empty>
      )}
    </Page>
  )
}

function WaitingRow({ item }: { item: Waiting }) {
  const { draft, refused } = item
  const mend = async () => {
    const slot = `mend-${draft.clientKey}`
    if (!takeBack(draft.clientKey, slot)) return
    await Taro.navigateTo({ url: `/pages/report/report?for=${draft.forWhom}&draft=${slot}` })
  }
  return (
    <View className="own own--waiting">
      <View className="own__stage">
        <Icon name={refused ? 'pencil' : 'wifi-off'} />
        <Text>{refused ? '有一处要改' : '还没发出去'}</Text>
      </View>
      <Text className="own__about">{aboutOf(draft, draft.voices.length)}</Text>
      <Text className="own__next">
        {refused ? `${refused.title}。写的都还在。` : whyWaiting[item.reason]}
      </Text>
      {refused ? (
        <MainButton tone="plain" icon="pencil" words="去改一改" onPress={() => void mend()} />
      ) : (
        <MainButton tone="plain" icon="refresh-cw" words="再发一次" onPress={() => void sendWaiting(true)} />
      )}
    </View>
  )
}
