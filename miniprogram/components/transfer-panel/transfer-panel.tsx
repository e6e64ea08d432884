import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import type { CaseEvent } from '../../../shared/domain/life-cycle'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { transferStates } from '../../../shared/domain/transfers'
import { call, type Reply } from '../../client/api'
import { Warning } from '../answer/answer'
import { MainButton } from '../main-button/main-button'
import { FreshLink } from './fresh-link'
import { type SaidByPhone, SaidForm } from './said-form'
import './transfer-panel.scss'
import { useAct } from '../answer/use-act'

type CaseReply = Reply<'GET /api/cases/:caseId'>
/** A transfer as the township sees it. */
export type Transfer = CaseReply['transfers'][number]

interface PanelProps {
  transfer: Transfer
  /** The case it belongs to, as it was shown. */
  work: { id: string; version: number; events: readonly CaseEvent[] }
  /** The page's one main action is this panel's, and taking the case back stands here too. */
  main?: boolean
  onChange(newer: CaseReply): void
  /** Somebody else was quicker: what is shown is asked for again. */
  onStale(): void
}

/** One transfer with its matter, what the department said, and what the township can do about it. */
export function TransferPanel({ transfer, work, main = false, onChange, onStale }: PanelProps) {
  const [token, setToken] = useState<string | null>(null)
  const [writing, setWriting] = useState(false)
  const params = { caseId: work.id, transferId: transfer.id }
  const body = { version: work.version }
  const { busy, trouble, act: attempt } = useAct({ onOvertaken: onStale })
  const act = (deed: () => Promise<CaseReply>) =>
    attempt(async () => {
      onChange(await deed())
      setWriting(false)
    })
  const withLink = (way: 'remind' | 'link' | 'revoke-link') =>
    void act(async () => {
      const made = await call(`POST /api/cases/:caseId/transfers/:transferId/${way}`, { params, body })
      setToken(made.link?.token ?? null)
      if (way === 'remind') void Taro.showToast({ title: '催过了', icon: 'success' })
      return made.case
    })
  const close = () =>
    void act(() => call('POST /api/cases/:caseId/transfers/:transferId/close', { params, body }))
  const takeBack = () =>
    void act(() => call('POST /api/cases/:caseId/take-back', { params: { caseId: work.id }, body }))
  const write = ({ kind, name, words }: SaidByPhone) =>
    act(() => {
      const at = { params }
      if (kind === 'receive')
        return call('POST /api/cases/:caseId/transfers/:transferId/receive', {
          ...at,
          body: { ...body, name },
        })
      if (kind === 'refuse')
        return call('POST /api/cases/:caseId/transfers/:transferId/refuse', {
          ...at,
          body: { ...body, name, reason: words },
        })
      return call('POST /api/cases/:caseId/transfers/:transferId/reply', {
        ...at,
        body: { ...body, name, reply: words },
      })
    })
  const sendElsewhere = () =>
    void Taro.navigateTo({
      url: `/township/transfer-out/transfer-out?id=${work.id}&instead=${transfer.id}`,
    })

  const may = (event: CaseEvent) => work.events.includes(event)
  const isOut = transfer.state === 'sent' || transfer.state === 'received'
  const tone = main ? 'main' : 'plain'
  const waiting = busy && '正在办…'
  return (
    <View className="transfer">
      <TransferStory transfer={transfer} />
      {token !== null && isOut && <FreshLink token={token} to={transfer.departmentCalled} />}
      <Warning words={trouble} />
      {isOut && may('remind_transfer') && !writing && (
        <>
          <MainButton tone={tone} words="催一催" busy={waiting} onPress={() => withLink('remind')} />
          <MainButton
            tone="plain"
            words={transfer.link ? '换一个链接' : '做一个链接，给没有登录的人'}
            busy={waiting}
            onPress={() => withLink('link')}
          />
          {transfer.link && (
            <MainButton
              tone="plain"
              words="链接作废"
              busy={waiting}
              onPress={() => withLink('revoke-link')}
            />
          )}
          <MainButton tone="plain" words="他打电话说了，替他记" onPress={() => setWriting(true)} />
        </>
      )}
      {isOut && writing && (
        <SaidForm transfer={transfer} busy={busy} onWrite={write} onClose={() => setWriting(false)} />
      )}
      {transfer.state === 'refused' && (may('transfer') || may('transfer_beside')) && (
        <MainButton tone={tone} words="转给别的部门" busy={waiting} onPress={sendElsewhere} />
      )}
      {main && transfer.state === 'refused' && may('take_back') && (
        <MainButton tone="plain" words="收回来，乡里再定" busy={waiting} onPress={takeBack} />
      )}
      {may('close_transfer') && (transfer.state === 'replied' || transfer.state === 'refused') && (
        <MainButton
          tone={transfer.state === 'replied' ? tone : 'plain'}
          words="销案"
          busy={waiting}
          onPress={close}
        />
      )}
      <TransferFacts transfer={transfer} />
    </View>
  )
}

const person = ({ title, calledAs }: { title: string; calledAs: string }) => `${title} ${calledAs}`.trim()

/** What was asked, of whom, by when, and what they said. */
function TransferStory({ transfer }: { transfer: Transfer }) {
  const now = new Date()
  const at = (moment: string) => spokenMoment(new Date(moment), now)
  const { said } = transfer
  return (
    <>
      <View className="transfer__head">
        <Text className="transfer__to">{transfer.departmentCalled}</Text>
        <Text className={`transfer__state${transfer.late ? ' transfer__state--late' : ''}`}>
          {transferStates[transfer.state]}
        </Text>
      </View>
      <Text className="transfer__aside">{transfer.number}</Text>
      <Text className="transfer__matter">{transfer.matter}</Text>
      {(transfer.state === 'sent' || transfer.state === 'received') && (
        <Text className={transfer.late ? 'transfer__late' : 'transfer__aside'}>
          {transfer.late ? '超时了，本来' : ''}请他们 {at(transfer.answerBy)} 前答复（内部提醒）
        </Text>
      )}
      {said && (
        <View className={`transfer__said transfer__said--${said.kind}`}>
          <Text className="transfer__who">
            {said.kind === 'reply' ? '答复' : '说不归他们办'}：{said.name}，{at(said.at)}
          </Text>
          <Text className="transfer__matter">{said.words}</Text>
        </View>
      )}
    </>
  )
}

/** Who did what with it, and when. */
function TransferFacts({ transfer }: { transfer: Transfer }) {
  const now = new Date()
  const at = (moment: string) => spokenMoment(new Date(moment), now)
  const { received, closed, contact, link, reminders } = transfer
  const facts: (string | null)[] = [
    `${person(transfer.sentBy)}，${at(transfer.sentAt)} 转出`,
    contact ? `那边办的人：${person(contact)}` : '那边没有人登录，用链接或者电话',
    transfer.phoneMasked && `给了他们电话 ${transfer.phoneMasked}`,
    received && `${received.name}，${at(received.at)} 签收`,
    ...reminders.map(
      ({ at: when, by }) => `${at(when)} ${by ? `${by.calledAs}催了` : '到时间没有回音，自动催了'}`,
    ),
    link && `链接能用到 ${at(link.expiresAt)}`,
    closed && `${person(closed.by)}，${at(closed.at)} 销案`,
  ]
  return (
    <>
      {facts.map(
        (fact) =>
          fact && (
            <Text key={fact} className="transfer__aside">
              {fact}
            </Text>
          ),
      )}
    </>
  )
}
