import { Text, View } from '@tarojs/components'
import Taro, { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { type Department, departmentCodes, departments } from '../../../shared/domain/code-lists'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call, type Reply } from '../../client/api'
import { signedInPerson } from '../../client/session'
import { Empty, Loading, Trouble, Warning } from '../../components/answer/answer'
import { useAnswer } from '../../components/answer/use-answer'
import { Chips } from '../../components/chips/chips'
import { DatePicker } from '../../components/date-picker/date-picker'
import { Field, Line, Story } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn } from '../../components/person-bar/person-bar'
import { FreshLink } from '../../components/transfer-panel/fresh-link'
import './transfer-out.scss'
import { useAct } from '../../components/answer/use-act'
import { useKept } from '../../components/answer/use-kept'

type Draft = Reply<'GET /api/cases/:caseId/transfer-draft'>
type Event = NonNullable<Draft['event']>
type Sent = { transferId: string; version: number }
type WhosePhone = 'known' | 'other' | 'none'

const longestName = 30
const longestPhone = 20
const chinaOffset = 8 * 3_600_000
/** The date of a moment in China, as 2026-11-24. */
const dateOf = (at: Date) => new Date(at.getTime() + chinaOffset).toISOString().slice(0, 10)
const endOfDay = (date: string) => new Date(`${date}T18:00:00+08:00`).toISOString()

const back = () => Taro.navigateBack().catch(() => Taro.reLaunch({ url: '/pages/home/home' }))

/** 转给别的部门: which one, what they are asked to do, by when; what is known is filled in (R5, R9). */
export default function TransferOutPage() {
  const { id = '', instead } = useRouter().params
  return (
    <Page reader="worker" name="转给别的部门">
      {signedInPerson() ? <TransferOut caseId={id} instead={instead} /> : <NotSignedIn />}
    </Page>
  )
}

function TransferOut({ caseId, instead }: { caseId: string; instead: string | undefined }) {
  const asked = useAnswer(() => call('GET /api/cases/:caseId/transfer-draft', { params: { caseId } }), caseId)
  if (asked.value)
    return (
      <TransferForm
        key={caseId}
        caseId={caseId}
        draft={asked.value}
        instead={instead}
        onStale={() => void asked.again()}
      />
    )
  return asked.error !== null ? (
    <Trouble error={asked.error} onAgain={() => void asked.again()} />
  ) : (
    <Loading />
  )
}

/** What is typed of it. */
interface Typed {
  department?: Department
  departmentName: string
  matter: string
  whose: WhosePhone
  phone: string
  date: string | null
}

function TransferForm({
  caseId,
  draft,
  instead,
  onStale,
}: {
  caseId: string
  draft: Draft
  instead: string | undefined
  onStale(): void
}) {
  const replaced = draft.refused.find(({ id }) => id === instead)
  const { typed, type, forget } = useKept<Typed>(`transfer.${caseId}.${instead ?? ''}`, {
    departmentName: '',
    matter: replaced?.matter ?? draft.matter,
    whose: draft.phoneMasked ? 'known' : 'none',
    phone: '',
    date: null,
  })
  const { department, departmentName, matter, whose, phone, date } = typed
  const { busy, trouble, act } = useAct({ onOvertaken: onStale })
  const [sent, setSent] = useState<Sent | null>(null)
  const [link, setLink] = useState<string | null>(null)

  const contact = draft.departments.find(({ code }) => code === department)?.contact
  const called = department === 'other' ? departmentName : department && departments[department]
  const missing =
    department === undefined
      ? '先选一个部门'
      : !called
        ? '先写是哪个部门'
        : matter.trim() === ''
          ? '先写要他们办什么'
          : whose === 'other' && phone.trim() === '' && '先写电话'

  /** Sends it, once: what failed after it was sent goes on from there. */
  const sendOnce = async (event: Event, to: Department): Promise<Sent> => {
    const key =
      event === 'transfer' ? 'POST /api/cases/:caseId/transfer' : 'POST /api/cases/:caseId/transfer-beside'
    const { version, transfers } = await call(key, {
      params: { caseId },
      body: {
        version: draft.version,
        department: to,
        ...(to === 'other' && { departmentName }),
        matter,
        phone: whose === 'other' ? phone : whose,
        ...(date !== null && { answerBy: endOfDay(date) }),
        ...(replaced && { insteadOf: replaced.id }),
      },
    })
    return { version, transferId: transfers[transfers.length - 1]?.id ?? '' }
  }
  const send = async () => {
    const { event } = draft
    if (!department || !event) return
    await act(async () => {
      const { transferId, version } = sent ?? (await sendOnce(event, department))
      setSent({ transferId, version })
      forget()
      if (contact) void back()
      else {
        // Nobody there signs in: the link is made at once, while whoever sends it is here.
        const made = await call('POST /api/cases/:caseId/transfers/:transferId/link', {
          params: { caseId, transferId },
          body: { version },
        })
        setLink(made.link?.token ?? null)
      }
    })
  }

  if (link)
    return (
      <>
        <FreshLink token={link} to={called ?? ''} />
        <MainButton words="发给他了，回到线索" onPress={() => void back()} />
      </>
    )
  if (!draft.event)
    return (
      <Empty title="现在不能转办">
        <Text>这条线索要先报到乡里。看看它现在到哪一步了。</Text>
        <MainButton words="回到线索" onPress={() => void back()} />
      </Empty>
    )
  const latest = dateOf(new Date(draft.answerBy))
  return (
    <>
      <View className="sending-whose">
        <Text className="sending-whose__name">{draft.subjectName ?? '没有留名字'}</Text>
        <Text>{draft.placeName}</Text>
        {replaced && <Text>{replaced.departmentCalled}退回来的，转给别的部门</Text>}
      </View>
      <Field label="转给哪个部门">
        <Chips<Department>
          of={departmentCodes.map((value) => ({ value, words: departments[value] }))}
          chosen={department}
          onChoose={(department) => type({ department })}
        />
        {department === 'other' && (
          <Line
            label="哪个部门"
            placeholder="比如：县林草局"
            longest={longestName}
            value={departmentName}
            onChange={(departmentName) => type({ departmentName })}
          />
        )}
        {department && (
          <Text className="sending-contact">
            {contact
              ? `${contact.title} ${contact.calledAs} 来接，他会收到消息`
              : '这个部门没有人登录：转出去以后做一个链接，发给他们办的人'}
          </Text>
        )}
      </Field>
      <Field label="请他们办什么" hint="只写他们要知道的，别的家里事不写">
        <Story
          label="请他们办什么"
          placeholder="比如：两个娃娃开学要交 3000 元，想申请助学金"
          value={matter}
          onChange={(matter) => type({ matter })}
        />
      </Field>
      <Field label="给他们哪个电话" hint="名字、村寨会一起给">
        <Chips<WhosePhone>
          of={[
            ...(draft.phoneMasked ? [{ value: 'known' as const, words: `这家的 ${draft.phoneMasked}` }] : []),
            { value: 'other', words: '另写一个' },
            { value: 'none', words: '不给电话' },
          ]}
          chosen={whose}
          onChoose={(next) => type({ whose: next ?? whose })}
        />
        {whose === 'other' && (
          <Line
            label="电话"
            placeholder="手机或者座机"
            type="number"
            longest={longestPhone}
            value={phone}
            onChange={(phone) => type({ phone })}
          />
        )}
      </Field>
      <Field
        label="哪天前答复"
        hint={`不改就是 ${spokenMoment(new Date(draft.answerBy), new Date())}（内部提醒）`}
      >
        <DatePicker
          of="day"
          label="哪天前答复"
          value={date ?? latest}
          start={dateOf(new Date())}
          end={latest}
          onPick={(day) => type({ date: day === latest ? null : day })}
        >
          <View className="line sending-day">
            {spokenMoment(new Date(date === null ? draft.answerBy : endOfDay(date)), new Date())}
          </View>
        </DatePicker>
      </Field>
      <Warning words={trouble} />
      <MainButton
        words={sent ? '转出去了，再做一次链接' : called ? `转给${called}` : '转出去'}
        busy={busy ? '正在转…' : missing}
        onPress={() => void send()}
      />
    </>
  )
}
