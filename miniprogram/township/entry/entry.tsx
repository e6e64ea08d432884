import { Text, View } from '@tarojs/components'
import Taro, { useRouter } from '@tarojs/taro'
import { useEffect, useRef, useState } from 'react'
import {
  channels,
  type Discoverer,
  discovererCodes,
  discoverers,
  staffChannels,
} from '../../../shared/domain/code-lists'
import { ApiProblem } from '../../client/problem'
import { spokenNumber } from '../../client/receipts'
import { signedInPerson } from '../../client/session'
import { whyWaiting } from '../../client/waiting-line'
import { Loading, Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { Chips } from '../../components/chips/chips'
import { Field, Line, Story } from '../../components/field/field'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn } from '../../components/person-bar/person-bar'
import { Press } from '../../components/press/press'
import { Known, whereTo } from './known'
import { type Entered, type EntryText, useEntry, type Waits } from './use-entry'
import './entry.scss'

const channelChips = staffChannels.map((value) => ({ value, words: channels[value] }))
const relationChips = discovererCodes.map((value: Discoverer) => ({ value, words: discoverers[value] }))

const title = '记一个电话或者来访'

/** A call or a visitor written down while the person speaks: one page, from the keyboard alone (R4). */
export default function EntryPage() {
  if (signedInPerson()) return <Entry />
  return (
    <Page reader="worker" name={title}>
      <NotSignedIn />
    </Page>
  )
}

function Entry() {
  const { entry, preview, change, save, begin } = useEntry(useRouter().params.mend)
  const [faults, setFaults] = useState<Record<string, string>>({})
  const { busy, trouble, act } = useAct()
  const [done, setDone] = useState<Entered | Waits | null>(null)

  const send = async () => {
    if (busy) return
    setFaults({})
    await act(() =>
      save().then(setDone, (error) => {
        const fields = error instanceof ApiProblem ? error.fields : []
        setFaults(Object.fromEntries(fields.map(({ field, message }) => [field, message])))
        throw error
      }),
    )
  }
  const latest = useRef({ send, choose: (_at: number) => {} })
  latest.current = {
    send,
    choose(at) {
      const wanted = preview?.suggestions[at]
      if (wanted) change({ village: entry?.village === wanted.village ? null : wanted.village })
    },
  }
  useEffect(() => {
    if (process.env.TARO_ENV !== 'h5') return
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void latest.current.send()
      else if (event.altKey && /^Digit[1-9]$/.test(event.code))
        latest.current.choose(Number(event.code.slice(5)) - 1)
      else return
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [])

  // The next call begins where the last one began. Taro draws its text box a few frames after the page.
  const begun = entry?.clientKey
  useEffect(() => {
    if (process.env.TARO_ENV !== 'h5' || begun === undefined) return
    let frame = 0
    const look = () => {
      const box = document.querySelector<HTMLElement>('.entry textarea')
      if (box) box.focus()
      else frame = requestAnimationFrame(look)
    }
    look()
    return () => cancelAnimationFrame(frame)
  }, [begun])

  if (!entry)
    return (
      <Page reader="worker" name={title} wide>
        <Loading words="正在打开…" />
      </Page>
    )
  const write = (patch: Partial<EntryText>) => {
    setDone(null)
    change(patch)
  }
  return (
    <Page
      reader="worker"
      name={title}
      wide
      foot={
        <>
          <Warning words={trouble} />
          {preview && <Text className="entry__where">{whereTo(preview, entry.village)}</Text>}
          <MainButton words="记下，派出去" busy={busy && '正在记…'} onPress={() => void send()} />
        </>
      }
    >
      <View className="entry">
        <View className="entry__form">
          {done && ('reason' in done ? <NotYet {...done} /> : <Saved done={done} />)}
          <Field label="出了什么事" hint="照他说的写" fault={faults.text}>
            <Story
              key={entry.clientKey}
              label="出了什么事"
              placeholder="他说什么就写什么，地方也写在里面"
              value={entry.text}
              wrong={faults.text !== undefined}
              first
              onChange={(text) => write({ text })}
            />
          </Field>
          <View className="entry__pair">
            <Field label="谁家" fault={faults.subjectName}>
              <Line
                label="谁家"
                placeholder="姓名"
                longest={30}
                value={entry.subjectName}
                onChange={(subjectName) => write({ subjectName })}
              />
            </Field>
            <Field label="这家的电话" fault={faults.subjectPhone}>
              <Line
                label="这家的电话"
                placeholder="有就写"
                type="number"
                longest={30}
                value={entry.subjectPhone}
                onChange={(subjectPhone) => write({ subjectPhone })}
              />
            </Field>
          </View>
          <Field label="住哪" hint="上面没写清的话" fault={faults['place.words'] ?? faults['place.village']}>
            <Line
              label="住哪"
              placeholder="村、组、寨子，怎么找到"
              longest={200}
              value={entry.placeWords}
              onChange={(placeWords) => write({ placeWords })}
            />
          </Field>
          <View className="entry__pair">
            <Field label="谁报的" fault={faults.reporterName}>
              <Line
                label="谁报的"
                placeholder="姓名，不肯说就空着"
                longest={30}
                value={entry.reporterName}
                onChange={(reporterName) => write({ reporterName })}
              />
            </Field>
            <Field label="回电号码" hint="他凭后四位查进度" fault={faults.phone}>
              <Line
                label="回电号码"
                placeholder="手机或座机"
                type="number"
                longest={30}
                value={entry.phone}
                onChange={(phone) => write({ phone })}
              />
            </Field>
          </View>
          <Field label="身份证号" hint="有就写，只存密文" fault={faults.idNumber}>
            <Line
              label="身份证号"
              placeholder="18 位"
              longest={30}
              value={entry.idNumber}
              onChange={(idNumber) => write({ idNumber })}
            />
          </Field>
          <Field label="他是这家的">
            <Chips
              of={relationChips}
              chosen={entry.discoverer ?? undefined}
              onChoose={(discoverer) => write({ discoverer: discoverer ?? null })}
            />
          </Field>
          <Field label="从哪来的" fault={faults.channel}>
            <Chips
              of={channelChips}
              chosen={entry.channel}
              onChoose={(channel) => write({ channel: channel ?? entry.channel })}
            />
          </Field>
          <Press
            className="teach"
            role="checkbox"
            checked={entry.markedUrgent}
            onPress={() => write({ markedUrgent: !entry.markedUrgent })}
          >
            <Icon name={entry.markedUrgent ? 'square-check-big' : 'square'} />
            <Text>很急，今天就要有人管</Text>
          </Press>
        </View>
        <View className="entry__side">
          {preview && (
            <Known preview={preview} chosen={entry.village} onChoose={(village) => write({ village })} />
          )}
          <Text className="entry__keys">键盘：Tab 往下走，Alt+数字 选村，Ctrl+回车 记下</Text>
          <MainButton tone="plain" words="清掉，重新记" onPress={() => void begin(entry.channel)} />
        </View>
      </View>
    </Page>
  )
}

/** Without signal there is no number to tell yet. */
function NotYet({ reason }: Waits) {
  return (
    <View className="saved" role="status">
      <Icon name="wifi-off" />
      <View className="saved__words">
        <Text>{whyWaiting[reason]}收条号要等发出去才有。</Text>
      </View>
    </View>
  )
}

/** What to tell the one on the telephone: the number, and who will come. */
function Saved({ done }: { done: Entered }) {
  return (
    <View className="saved" role="status">
      <Icon name="circle-check" />
      <View className="saved__words">
        <Text className="saved__number">收条号 {spokenNumber(done.receipt)}</Text>
        <Text>
          {done.joined ? '这一家报过，已经并在一起。' : ''}
          {done.placed
            ? `到了${done.placeName}，${done.owner.title} ${done.owner.calledAs}会管。`
            : '还没定是哪个村，在分派台等着。'}
        </Text>
        <Press
          className="saved__open"
          onPress={() => void Taro.navigateTo({ url: `/village/case/case?id=${done.caseId}` })}
        >
          <Text>看这条线索</Text>
        </Press>
      </View>
    </View>
  )
}
