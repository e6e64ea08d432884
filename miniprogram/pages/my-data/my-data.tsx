import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { consentVersion } from '../../../shared/domain/consent-version'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call, type Reply } from '../../client/api'
import { waitingReports } from '../../client/outbox'
import { takeOwnCopy } from '../../client/own-copy'
import { spokenNumber } from '../../client/receipts'
import { Loading, Trouble, Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { useAnswer } from '../../components/answer/use-answer'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { CloseAccount, ErasedReceipt } from './close-account'
import { CorrectContact } from './correct-contact'
import './my-data.scss'

/** What the server stores about whoever asks. */
export type OwnData = Reply<'GET /api/my-data'>

/** 我的信息: what is stored about me, and the ways to put it right, take it along, stop its use, and close the account. */
export default function MyDataPage() {
  const asked = useAnswer(() => call('GET /api/my-data'), '')
  const [erased, setErased] = useState<Reply<'POST /api/my-data/erase'> | null>(null)
  const data = asked.value
  return (
    <Page reader="resident" aloud={{ page: 'my_data' }} name="我的信息">
      {erased && <ErasedReceipt receipt={erased} />}
      {!erased && data && (
        <>
          <Stored data={data} />
          <Reports data={data} />
          <CorrectContact data={data} onChange={asked.put} />
          <TakeAlong />
          <Consent data={data} onChange={asked.put} />
          <CloseAccount data={data} onErased={setErased} />
        </>
      )}
      {!erased && asked.error !== null && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
      {!data && asked.asking && <Loading />}
    </Page>
  )
}

function Stored({ data }: { data: OwnData }) {
  const phones = [...new Set(data.reports.flatMap(({ phone }) => phone ?? []))]
  const names = [...new Set(data.reports.flatMap(({ name }) => name ?? []))]
  const lines: [label: string, words: string][] = [
    ['我的电话', phones.join('、') || '没有存'],
    ['我的称呼', names.join('、') || '没有存'],
    ...(data.postTitles.length > 0 ? [['职务', data.postTitles.join('、')] as [string, string]] : []),
    ['微信', data.byWeChat ? '绑着，只用来认出是您' : '没有绑'],
    ['登录着', `${data.sessionCount} 处`],
    ['消息', `${data.noticeCount} 条`],
    ['微信提醒', data.allowedMessages > 0 ? `您允许了，还能发 ${data.allowedMessages} 条` : '没有允许'],
  ]
  return (
    <View className="mine-of">
      <View className="mine-of__title" role="heading" aria-level="1">
        这里存着我的什么
      </View>
      {lines.map(([label, words]) => (
        <View key={label} className="mine-of__line">
          <Text className="mine-of__label">{label}</Text>
          <Text>{words}</Text>
        </View>
      ))}
    </View>
  )
}

const goneWords = { contact: '电话、称呼', position: '位置', files: '照片、录音', words: '说的话' } as const
const isPart = (part: string): part is keyof typeof goneWords => part in goneWords

function Reports({ data: { reports } }: { data: OwnData }) {
  const now = new Date()
  return (
    <View className="mine-of">
      <View className="mine-of__title" role="heading" aria-level="2">
        我报的事，{reports.length} 件
      </View>
      {reports.map((report) => (
        <View key={report.receipt} className="mine-of__report">
          <Text className="mine-of__about">{report.about}</Text>
          <Text className="mine-of__aside">
            {[
              `收条 ${spokenNumber(report.receipt)}`,
              `${spokenMoment(new Date(report.sentAt), now)} 报的`,
              report.photoCount > 0 && `照片 ${report.photoCount} 张`,
              report.voiceCount > 0 && `录音 ${report.voiceCount} 段`,
              report.additionCount > 0 && `补过 ${report.additionCount} 回`,
              report.hasPosition && '存着手机当时的位置',
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          {report.removed.length > 0 && (
            <Text className="mine-of__aside">
              已经删了：
              {report.removed
                .filter(isPart)
                .map((part) => goneWords[part])
                .join('、')}
            </Text>
          )}
          {report.open && (
            <MainButton
              tone="plain"
              icon="pencil"
              words="这件有说错的，改正"
              onPress={() =>
                void Taro.navigateTo({ url: `/pages/progress/progress?r=${report.receipt}&correct=1` })
              }
            />
          )}
        </View>
      ))}
    </View>
  )
}

function TakeAlong() {
  const { busy, trouble, act } = useAct()
  return (
    <View className="mine-of">
      <View className="mine-of__title" role="heading" aria-level="2">
        拿一份走
      </View>
      <Text className="mine-of__aside">存着的都在里面，电话是全的。别发给不相干的人。</Text>
      <Warning words={trouble} />
      <MainButton
        tone="plain"
        icon="list"
        words="导出我的信息"
        busy={busy && '正在导出…'}
        onPress={() => void act(takeOwnCopy)}
      />
    </View>
  )
}

function Consent({ data, onChange }: { data: OwnData; onChange(newer: OwnData): void }) {
  const [sure, setSure] = useState(false)
  const { busy, trouble, act } = useAct()
  const [unsent, setUnsent] = useState(false)
  const now = new Date()
  const [last] = data.consents
  const begin = () => {
    const waits = waitingReports().length > 0
    setUnsent(waits)
    setSure(!waits)
  }
  const withdraw = () =>
    act(async () => {
      onChange(await call('POST /api/my-data/consent/withdraw', { body: {} }))
      setSure(false)
    })
  const give = () =>
    act(async () => onChange(await call('POST /api/my-data/consent', { body: { version: consentVersion } })))
  return (
    <View className="mine-of">
      <View className="mine-of__title" role="heading" aria-level="2">
        我的同意
      </View>
      <Text>
        {last
          ? `${spokenMoment(new Date(last.at), now)} ${last.kind === 'given' ? '您点了“我同意”' : '您撤回了同意'}${last.version ? `（${last.version} 的同意书）` : ''}。`
          : '您还没有报过事，没有点过“我同意”。'}
      </Text>
      {!data.consentStands && (
        <Text className="mine-of__aside">
          现在不收您补的话。再报一件事，点“我同意”，就算重新同意；也可以点下面。
        </Text>
      )}
      <Warning
        words={unsent ? '还有一件没发出去。等它发出去，或者到“我报的事”里拿回来，再撤回。' : trouble}
      />
      {!data.consentStands && (
        <MainButton
          tone="plain"
          icon="check"
          words="重新同意"
          busy={busy && '正在记…'}
          onPress={() => void give()}
        />
      )}
      {data.consentStands && last && !sure && (
        <MainButton tone="plain" icon="x" words="撤回同意" onPress={begin} />
      )}
      {sure && (
        <>
          <Text>
            撤回了：位置马上删，微信提醒停，您补的话不再收。正在办的，是乡里该办的事，接着办；不想让办了，到那件事里点“撤回”。什么都不留，点下面“注销账号”。
          </Text>
          <MainButton words="不撤，留着" onPress={() => setSure(false)} />
          <MainButton
            tone="plain"
            words="撤回同意"
            busy={busy && '正在撤…'}
            onPress={() => void withdraw()}
          />
        </>
      )}
    </View>
  )
}
