import { Text, View } from '@tarojs/components'
import { useEffect, useRef, useState } from 'react'
import { type Satisfaction, satisfactionCodes, satisfactions } from '../../../shared/domain/follow-up'
import {
  type Addition,
  begunAddition,
  saveAddition,
  sendAddition,
  startAddition,
  takeBackAddition,
  waitingAdditions,
} from '../../client/additions'
import { call } from '../../client/api'
import { onDeedSent } from '../../client/deed-outbox'
import { inDetail } from '../../client/problem'
import { noRoom } from '../../client/shelf'
import { whyWaiting } from '../../client/waiting-line'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { useKept } from '../../components/answer/use-kept'
import { Chips } from '../../components/chips/chips'
import { Line, Story } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import { PhotoStrip } from '../../components/photo-strip/photo-strip'
import { VoiceBox } from '../../components/voice-box/voice-box'
import type { Own } from './progress'

interface Change {
  report: Own
  onChange(newer: Own): void
}

/**
 * 再补一句: more words, pictures or recordings for a report that is under way. What is typed or said is saved at once;
 * without signal it waits on the phone and goes out by itself.
 */
export function SayMore({ report, correcting, onChange }: Change & { correcting: boolean }) {
  const { receipt } = report
  const [begun, setBegun] = useState<Addition | null>(() => begunAddition(receipt))
  const latest = useRef(begun)
  const [kept, setKept] = useState(true)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const show = (next: Addition | null) => {
    latest.current = next
    setBegun(next)
  }
  const put = (next: Addition) => {
    show(next)
    setKept(saveAddition(receipt, next))
  }
  /** Upon what there is now: a recording ends when something else was typed meanwhile. */
  const change = (patch: (now: Addition) => Partial<Addition>) => {
    if (latest.current) put({ ...latest.current, ...patch(latest.current) })
  }
  useEffect(() => {
    if (!correcting || latest.current) return
    // 更正: what was said stays, and what is right is added to it, for whoever works on it.
    void startAddition().then((fresh) => {
      const next = { ...fresh, text: '更正：' }
      latest.current = next
      setBegun(next)
      setKept(saveAddition(receipt, next))
    })
  }, [correcting, receipt])
  const send = async () => {
    const addition = latest.current
    if (!addition) return
    setBusy(true)
    setTrouble(null)
    try {
      const sent = await sendAddition(receipt, addition)
      if (sent.ended === 'arrived') {
        show(null)
        if (sent.endpoint === 'POST /api/my-reports/:receipt/additions') onChange(sent.reply)
      } else if (sent.ended === 'waiting') {
        if (sent.kept) show(null)
        else setTrouble(noRoom)
      } else {
        const [waiting] = waitingAdditions(receipt).filter(({ key }) => key === addition.clientKey)
        const taken = waiting && takeBackAddition(receipt, waiting)
        if (taken) show(taken)
        setTrouble(`${inDetail(sent.problem)}。写的还在`)
      }
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <WaitingAdditions report={report} onChange={onChange} onMend={begun ? null : show} />
      {!begun && (
        <MainButton
          tone="plain"
          icon="pencil"
          words="再补一句"
          onPress={() => void startAddition().then(put)}
        />
      )}
      {begun && (
        <View className="more">
          <Text className="more__title">再补一句</Text>
          <VoiceBox
            voices={begun.voices}
            onAdd={(voice) => change(({ voices }) => ({ voices: [...voices, voice] }))}
            onChange={(voices) => change(() => ({ voices }))}
          >
            <Story
              label="再补一句"
              placeholder="又出了什么事，或者上次漏说的"
              value={begun.text}
              first
              onChange={(text) => change(() => ({ text }))}
            />
          </VoiceBox>
          <PhotoStrip
            photos={begun.photos}
            onAdd={(added) => change(({ photos }) => ({ photos: [...photos, ...added] }))}
            onChange={(photos) => change(() => ({ photos }))}
          />
          <Warning words={trouble ?? (kept ? null : noRoom)} />
          <MainButton words="发出去" busy={busy && '正在发…'} onPress={() => void send()} />
        </View>
      )}
    </>
  )
}

/** What was said more and has not gone out yet; what the server refused can be mended in the form, when that is free. */
function WaitingAdditions({
  report: { receipt },
  onChange,
  onMend,
}: Change & { onMend: ((addition: Addition) => void) | null }) {
  const [waiting, setWaiting] = useState(() => waitingAdditions(receipt))
  const tell = useRef(onChange)
  tell.current = onChange
  useEffect(
    () =>
      onDeedSent((_key, ended) => {
        setWaiting(waitingAdditions(receipt))
        if (
          ended.ended === 'arrived' &&
          ended.endpoint === 'POST /api/my-reports/:receipt/additions' &&
          ended.reply.receipt === receipt
        )
          tell.current(ended.reply)
      }),
    [receipt],
  )
  return (
    <>
      {waiting.map((deed) => {
        const mend = () => {
          const taken = takeBackAddition(receipt, deed)
          setWaiting(waitingAdditions(receipt))
          if (taken) onMend?.(taken)
        }
        return (
          <View key={deed.key} className="more">
            <Text className="more__title">还没发出去：{deed.title || '照片、录音'}</Text>
            <Text>{deed.refused ? `${deed.refused.title}。写的还在。` : whyWaiting[deed.reason]}</Text>
            {deed.refused && onMend && (
              <MainButton tone="plain" icon="pencil" words="去改一改" onPress={mend} />
            )}
          </View>
        )
      })}
    </>
  )
}

/** 撤回: asked once more, because it ends the matter. */
export function Withdraw({ report, onChange }: Change) {
  const [sure, setSure] = useState(false)
  const { busy, trouble, act } = useAct()
  const withdraw = () =>
    act(async () =>
      onChange(
        await call('POST /api/my-reports/:receipt/withdraw', {
          params: { receipt: report.receipt },
          body: {},
        }),
      ),
    )
  if (!sure) return <MainButton tone="plain" icon="x" words="不用办了，撤回" onPress={() => setSure(true)} />
  return (
    <View className="more">
      <Text className="more__title">撤回以后就没有人来了。要撤回吗？</Text>
      <Warning words={trouble} />
      <MainButton words="不撤，接着办" onPress={() => setSure(false)} />
      <MainButton tone="plain" words="撤回" busy={busy && '正在撤…'} onPress={() => void withdraw()} />
    </View>
  )
}

const longestReason = 200

/** 不同意: once, with a word of one's own; somebody else than before looks again. */
export function ObjectOnce({ report, onChange }: Change) {
  const [open, setOpen] = useState(false)
  const { typed, type, forget } = useKept(`object.${report.receipt}`, { reason: '' })
  const { reason } = typed
  const { busy, trouble, act } = useAct()
  const send = () =>
    act(async () => {
      onChange(
        await call('POST /api/my-reports/:receipt/object', {
          params: { receipt: report.receipt },
          body: { reason },
        }),
      )
      forget()
    })
  if (!open) return <MainButton tone="plain" words="不同意，请再看看" onPress={() => setOpen(true)} />
  return (
    <View className="more">
      <Text className="more__title">为什么不同意？乡里的分管领导会再看一次。</Text>
      <Line
        label="为什么不同意"
        placeholder="写一句就行"
        longest={longestReason}
        value={reason}
        onChange={(reason) => type({ reason })}
      />
      <Warning words={trouble} />
      <MainButton
        words="发出去"
        busy={busy ? '正在发…' : reason.trim() === '' && '先写一句'}
        onPress={() => void send()}
      />
    </View>
  )
}

/** 说说办得怎么样: once, when the result has been told. */
export function RateOnce({ report, onChange }: Change) {
  const { typed, type, forget } = useKept<{ satisfied?: Satisfaction; words: string }>(
    `rate.${report.receipt}`,
    { words: '' },
  )
  const { satisfied, words } = typed
  const { busy, trouble, act } = useAct()
  const send = async () => {
    if (!satisfied) return
    await act(async () => {
      onChange(
        await call('POST /api/my-reports/:receipt/rating', {
          params: { receipt: report.receipt },
          body: { satisfied, words },
        }),
      )
      forget()
    })
  }
  return (
    <View className="more">
      <Text className="more__title">办得怎么样？</Text>
      <Chips<Satisfaction>
        of={satisfactionCodes.map((value) => ({ value, words: satisfactions[value] }))}
        chosen={satisfied}
        onChoose={(satisfied) => type({ satisfied })}
      />
      <Line
        label="想说的话"
        placeholder="想说什么就写，不写也行"
        longest={longestReason}
        value={words}
        onChange={(words) => type({ words })}
      />
      <Warning words={trouble} />
      <MainButton
        words="说好了"
        busy={busy ? '正在发…' : satisfied === undefined && '先选一个'}
        onPress={() => void send()}
      />
    </View>
  )
}
