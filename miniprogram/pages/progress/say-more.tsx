import { Text, View } from '@tarojs/components'
import { useRef, useState } from 'react'
import { type Satisfaction, satisfactionCodes, satisfactions } from '../../../shared/domain/follow-up'
import { call } from '../../client/api'
import { idsOf, refusalOf, release, uploadAll } from '../../client/attachment'
import type { Photo } from '../../client/photo'
import { inDetail } from '../../client/problem'
import { newClientKey } from '../../client/random'
import { currentCaller } from '../../client/session'
import { shelf } from '../../client/shelf'
import type { Voice } from '../../client/voice'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
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

/** What was begun and not sent yet; its key makes sending it again harmless. */
interface Begun {
  clientKey: string
  text: string
  photos: Photo[]
  voices: Voice[]
}

/**
 * 再补一句: more words, pictures or recordings for a report that is under way. What is typed or said stays until it
 * has arrived.
 */
export function SayMore({ report, onChange }: Change) {
  const kept = shelf<Begun>(`more.${report.receipt}`)
  const [begun, setBegun] = useState<Begun | null>(() => {
    const before = kept.read()
    // What an earlier version kept has no recordings.
    return before && { ...before, voices: before.voices ?? [] }
  })
  const latest = useRef(begun)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const put = (next: Begun) => {
    latest.current = next
    setBegun(next)
    kept.write(next)
  }
  /** Upon what there is now: a recording ends, and an upload is done, when something else was typed meanwhile. */
  const change = (patch: (now: Begun) => Partial<Begun>) => {
    if (latest.current) put({ ...latest.current, ...patch(latest.current) })
  }
  const open = async () => put({ clientKey: await newClientKey(), text: '', photos: [], voices: [] })
  const upload = async ({ photos, voices }: Begun) => {
    const caller = currentCaller()
    await uploadAll(photos, caller, (sent) => change(() => ({ photos: sent })))
    await uploadAll(voices, caller, (sent) => change(() => ({ voices: sent })))
  }
  const send = async () => {
    if (!begun) return
    setBusy(true)
    setTrouble(null)
    try {
      await upload(begun)
      const { clientKey, text, photos, voices } = latest.current ?? begun
      const refused = refusalOf([...photos, ...voices])
      if (refused !== null) {
        setTrouble(`${refused}。写的还在`)
        return
      }
      onChange(
        await call('POST /api/my-reports/:receipt/additions', {
          params: { receipt: report.receipt },
          body: { clientKey, text, photos: idsOf(photos), voices: idsOf(voices) },
        }),
      )
      kept.wipe()
      latest.current = null
      setBegun(null)
      release([...photos, ...voices])
    } catch (error) {
      setTrouble(`${inDetail(error)}。写的还在`)
    } finally {
      setBusy(false)
    }
  }
  if (!begun) return <MainButton tone="plain" icon="pencil" words="再补一句" onPress={() => void open()} />
  return (
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
      <Warning words={trouble} />
      <MainButton words="发出去" busy={busy && '正在发…'} onPress={() => void send()} />
    </View>
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
  const [reason, setReason] = useState('')
  const { busy, trouble, act } = useAct()
  const send = () =>
    act(async () =>
      onChange(
        await call('POST /api/my-reports/:receipt/object', {
          params: { receipt: report.receipt },
          body: { reason },
        }),
      ),
    )
  if (!open) return <MainButton tone="plain" words="不同意，请再看看" onPress={() => setOpen(true)} />
  return (
    <View className="more">
      <Text className="more__title">为什么不同意？乡里的分管领导会再看一次。</Text>
      <Line
        label="为什么不同意"
        placeholder="写一句就行"
        longest={longestReason}
        value={reason}
        onChange={setReason}
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
  const [satisfied, setSatisfied] = useState<Satisfaction | undefined>(undefined)
  const [words, setWords] = useState('')
  const { busy, trouble, act } = useAct()
  const send = async () => {
    if (!satisfied) return
    await act(async () =>
      onChange(
        await call('POST /api/my-reports/:receipt/rating', {
          params: { receipt: report.receipt },
          body: { satisfied, words },
        }),
      ),
    )
  }
  return (
    <View className="more">
      <Text className="more__title">办得怎么样？</Text>
      <Chips<Satisfaction>
        of={satisfactionCodes.map((value) => ({ value, words: satisfactions[value] }))}
        chosen={satisfied}
        onChoose={setSatisfied}
      />
      <Line
        label="想说的话"
        placeholder="想说什么就写，不写也行"
        longest={longestReason}
        value={words}
        onChange={setWords}
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
