import { Button, Text, View } from '@tarojs/components'
import Taro, { useRouter, useShareAppMessage } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call } from '../../client/api'
import { lastCard } from '../../client/cards'
import { receiptOf } from '../../client/draft'
import { onOutboxChange, sendWaiting, waitingReports } from '../../client/outbox'
import { knownHotline } from '../../client/places'
import { keptReceipt, type Receipt, spokenNumber } from '../../client/receipts'
import { whyWaiting } from '../../client/waiting-line'
import { Loading, Trouble } from '../../components/answer/answer'
import { useAnswer } from '../../components/answer/use-answer'
import { Hotline } from '../../components/hotline/hotline'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { TellMe } from '../../components/tell-me/tell-me'
import './receipt.scss'

/** A receipt that this phone did not keep is put together again from the report itself. */
async function receiptFrom(number: string): Promise<Receipt> {
  const kept = keptReceipt(number)
  if (kept) return kept
  const report = await call('GET /api/my-reports/:receipt', { params: { receipt: number } })
  return {
    receipt: number,
    sentAt: report.sentAt,
    placed: report.villageName !== null,
    villageName: report.villageName,
    promise: {
      contact: report.contact,
      contactBy: report.next?.by ?? report.sentAt,
      visitBy: report.next?.by ?? report.sentAt,
    },
    hotline: report.hotline,
    alreadyReceived: true,
  }
}

/** The answer every report gets: its number, who comes by when, whom to call. Or that it still waits for signal. */
export default function ReceiptPage() {
  const { params } = useRouter()
  const [number, setNumber] = useState(params.r ?? null)
  const waiting = params.waiting ?? ''

  useEffect(() => {
    const look = () => setNumber((known) => known ?? receiptOf(waiting))
    look()
    return onOutboxChange(look)
  }, [waiting])

  useShareAppMessage(() => {
    const card = lastCard()
    return {
      title: number ? `我把家里的难处报上去了，收条号 ${spokenNumber(number)}` : '家里有难处，点这里报',
      path: card ? `/pages/card/card?c=${card.id}` : '/pages/home/home',
    }
  })

  return (
    <Page reader="resident" aloud={{ page: 'receipt', also: number ? readOut(number) : '' }} name="收条">
      {number ? <Received number={number} /> : <NotYet clientKey={waiting} />}
    </Page>
  )
}

/** The receipt as it is read: its number figure by figure, then who comes by when. */
function readOut(number: string): string {
  const receipt = keptReceipt(number)
  return `收条号是 ${[...number].join(' ')}。${receipt ? promiseOf(receipt) : ''}`
}

function NotYet({ clientKey }: { clientKey: string }) {
  const [item, setItem] = useState(() =>
    waitingReports().find((other) => other.draft.clientKey === clientKey),
  )
  useEffect(
    () =>
      onOutboxChange(() => setItem(waitingReports().find((other) => other.draft.clientKey === clientKey))),
    [clientKey],
  )
  const hotline = knownHotline()
  const refused = item?.refused
  return (
    <>
      <View className="receipt-head receipt-head--waiting">
        <Icon name={refused ? 'pencil' : 'wifi-off'} large />
        <View className="receipt-head__title" role="heading" aria-level="1">
          {refused ? '有一处要改' : '还没发出去'}
        </View>
      </View>
      <Text className="receipt-words">
        {refused ? `${refused.title}。写的都还在，改一下再发。` : whyWaiting[item?.reason ?? 'no-signal']}
      </Text>
      {hotline && <Hotline number={hotline} main />}
      {refused ? (
        <MainButton
          tone="plain"
          words="去改一改"
          onPress={() => void Taro.redirectTo({ url: '/pages/mine/mine' })}
        />
      ) : (
        <MainButton
          tone="plain"
          icon="refresh-cw"
          words="现在再发一次"
          onPress={() => void sendWaiting(true)}
        />
      )}
      <MainButton
        tone="plain"
        icon="list"
        words="看看我报的事"
        onPress={() => void Taro.redirectTo({ url: '/pages/mine/mine' })}
      />
    </>
  )
}

function Received({ number }: { number: string }) {
  const asked = useAnswer(() => receiptFrom(number), number)
  const receipt = asked.value
  return (
    <>
      <View className="receipt-head">
        <Icon name="circle-check" large />
        <View className="receipt-head__title" role="heading" aria-level="1">
          {receipt?.alreadyReceived ? '已经收到过了' : '收到了'}
        </View>
      </View>
      <View className="receipt-number">
        <Text className="receipt-number__label">收条号</Text>
        <Text className="receipt-number__figures" selectable userSelect>
          {spokenNumber(number)}
        </Text>
      </View>
      {receipt ? <Promised receipt={receipt} /> : asked.asking && <Loading />}
      {asked.error !== null && !receipt && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
      <MainButton
        words="看看办到哪了"
        onPress={() => void Taro.navigateTo({ url: `/pages/progress/progress?r=${number}` })}
      />
      <TellMe words="有消息告诉我" />
      <TellFamily number={number} receipt={receipt} />
      {receipt && <Hotline number={receipt.hotline} />}
    </>
  )
}

function promiseOf({ placed, promise }: Receipt): string {
  const by = (at: string) => spokenMoment(new Date(at), new Date())
  if (!placed) return `乡里正在看是哪个村，${by(promise.contactBy)} 前会有人管。`
  const who = promise.contact ? `${promise.contact.title} ${promise.contact.calledAs}` : '村里的人'
  return `${who}会先联系您，${by(promise.visitBy)} 前上门看。`
}

function Promised({ receipt }: { receipt: Receipt }) {
  return (
    <View className="receipt-promise">
      {receipt.placed && receipt.villageName && (
        <Text className="receipt-promise__to">已经到{receipt.villageName}</Text>
      )}
      <Text className="receipt-promise__who">{promiseOf(receipt)}</Text>
      <Text className="receipt-promise__own">这是我们自己定的时间，会尽量赶早。等不得就打热线。</Text>
    </View>
  )
}

function TellFamily({ number, receipt }: { number: string; receipt: Receipt | null }) {
  const text = [
    `我把家里的难处报上去了，收条号 ${spokenNumber(number)}。`,
    ...(receipt ? [promiseOf(receipt), `热线 ${receipt.hotline}`] : []),
  ].join('')
  if (process.env.TARO_ENV === 'weapp') {
    return (
      <Button className="main-button main-button--plain" openType="share">
        告诉家里人
      </Button>
    )
  }
  return (
    <MainButton
      tone="plain"
      icon="share-2"
      words="告诉家里人"
      onPress={() => void Taro.setClipboardData({ data: text }).catch(() => undefined)}
    />
  )
}
