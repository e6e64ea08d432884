import { Text, View } from '@tarojs/components'
import { type ReactNode, useState } from 'react'
import { spokenMoment, spokenRemainder } from '../../../shared/domain/spoken-time'
import type { Reply } from '../../client/api'
import { Warning } from '../answer/answer'
import { Field, Line, Story } from '../field/field'
import { dial, Hotline } from '../hotline/hotline'
import { Icon } from '../icon/icon'
import { MainButton } from '../main-button/main-button'
import { Page } from '../page/page'
import { Press } from '../press/press'
import './transfer-page.scss'
import { useAct } from '../answer/use-act'
import { useKept } from '../answer/use-kept'

/** A matter as the department it was passed to sees it. */
export type Matter = Reply<'GET /api/transfers/:transferId'>

/** What the department can do with it; through a link, with the name of whoever does it. */
export interface DepartmentDeeds {
  receive(name: string): Promise<void>
  refuse(name: string, reason: string): Promise<void>
  reply(name: string, reply: string): Promise<void>
  phone(): Promise<string>
}

interface TransferPageProps {
  matter: Matter
  deeds: DepartmentDeeds
  /** Whoever comes by a link says who they are. */
  asksName?: boolean
  first?: boolean
  onStale(): void
}

const longestName = 30

/** One matter for another department: who asks, about whom, what, by when; signed for, then answered. */
export function TransferPage({ matter, deeds, asksName = false, first = false, onStale }: TransferPageProps) {
  const { typed, type, forget } = useKept(`matter.${matter.id}`, {
    name: matter.received?.name ?? '',
    reply: '',
    reason: '',
  })
  const { name, reply, reason } = typed
  const [refusing, setRefusing] = useState(false)
  const { busy, trouble, act: attempt } = useAct({ onOvertaken: onStale })
  const act = (deed: () => Promise<void>) =>
    attempt(async () => {
      await deed()
      forget()
      setRefusing(false)
    })
  const ring = () => attempt(async () => dial(await deeds.phone()))
  const nameless = asksName && name.trim() === '' && '先写您是谁'
  const foot = (words: string, missing: string | false, deed: () => Promise<void>) => (
    <MainButton words={words} busy={busy ? '正在办…' : missing} onPress={() => void act(deed)} />
  )
  const open = matter.state === 'sent' || matter.state === 'received'

  let next: ReactNode = null
  if (open && refusing)
    next = foot('不归我们办，退回去', nameless || (reason.trim() === '' && '先写为什么'), () =>
      deeds.refuse(name, reason),
    )
  else if (matter.state === 'sent') next = foot('签收', nameless, () => deeds.receive(name))
  else if (open)
    next = foot('答复', nameless || (reply.trim() === '' && '先写办得怎样'), () => deeds.reply(name, reply))

  return (
    <Page reader="worker" name="转办" first={first} foot={next}>
      <MatterCard matter={matter} onCall={() => void ring()} />
      <Warning words={trouble} />
      {open && asksName && (
        <Field label="您是谁" hint="乡里要知道是谁签收、谁答复的">
          <Line
            label="您是谁"
            placeholder="比如：沈主任"
            longest={longestName}
            value={name}
            onChange={(name) => type({ name })}
          />
        </Field>
      )}
      {matter.state === 'received' && !refusing && (
        <Field label="办得怎样" hint="乡里看得到，会告诉这一家">
          <Story
            label="办得怎样"
            placeholder="比如：助学金批了，两个人每人 1500 元，下个月打卡"
            value={reply}
            onChange={(reply) => type({ reply })}
          />
        </Field>
      )}
      {open && refusing && (
        <Field label="为什么不归你们办" hint="知道该找谁的，也写上">
          <Story
            label="为什么不归你们办"
            placeholder="比如：学龄前的孩子，要找妇联"
            value={reason}
            onChange={(reason) => type({ reason })}
          />
        </Field>
      )}
      {open && (
        <MainButton
          tone="plain"
          words={refusing ? '还是我们办' : '不归我们办'}
          onPress={() => setRefusing(!refusing)}
        />
      )}
      {matter.hotline && (
        <View className="matter__ask">
          <Text>有不清楚的，打电话问{matter.townshipName}：</Text>
          <Hotline number={matter.hotline} />
        </View>
      )}
    </Page>
  )
}

function MatterCard({ matter, onCall }: { matter: Matter; onCall(): void }) {
  const now = new Date()
  const at = (moment: string) => spokenMoment(new Date(moment), now)
  const { sender, received, said } = matter
  const open = matter.state === 'sent' || matter.state === 'received'
  const late = open && new Date(matter.answerBy) < now
  return (
    <View className="matter">
      <Text className="matter__from">
        {matter.townshipName} {sender.title} {sender.calledAs} 请{matter.departmentCalled}办
      </Text>
      <View className="matter__who" role="heading" aria-level="1">
        {matter.subjectName ?? '没有留名字'}
      </View>
      <Text>{matter.placeName}</Text>
      {open && matter.phoneMasked && (
        <Press className="matter__call" onPress={onCall}>
          <Icon name="phone" />
          <Text>打电话给这家 {matter.phoneMasked}</Text>
        </Press>
      )}
      <Text className="matter__words">{matter.matter}</Text>
      {open && (
        <Text className={late ? 'matter__late' : 'matter__by'}>
          请在 {at(matter.answerBy)} 前答复（{spokenRemainder(new Date(matter.answerBy), now)}）
        </Text>
      )}
      {open && matter.remindedAt && <Text className="matter__late">{at(matter.remindedAt)} 催过</Text>}
      {received && (
        <Text className="matter__aside">
          {received.name}，{at(received.at)} 签收
        </Text>
      )}
      {said && (
        <View className="matter__said">
          <Text className="matter__by">
            {said.kind === 'reply' ? '答复了' : '退回去了'}：{said.name}，{at(said.at)}
          </Text>
          <Text className="matter__words">{said.words}</Text>
        </View>
      )}
      <Text className="matter__aside">
        {matter.number}，{at(matter.sentAt)} 转来
      </Text>
    </View>
  )
}
