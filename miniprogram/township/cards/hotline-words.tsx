import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { call, type Reply } from '../../client/api'
import { inDetailOfForm } from '../../client/problem'
import { Loading, Trouble, Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { useAnswer } from '../../components/answer/use-answer'
import { useKeptOver } from '../../components/answer/use-kept'
import { Field, Line } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'
import { TwoSides } from '../../components/two-sides/two-sides'

type Words = Reply<'GET /api/townships/:township/hotline'>

const mostHelp = 4

/** What stands on every card and poster of the township: the number, the hours, what help there is, its own language. */
export function HotlineWords({ township }: { township: string }) {
  const asked = useAnswer(
    () => call('GET /api/townships/:township/hotline', { params: { township } }),
    township,
  )
  const [writing, setWriting] = useState<Words | null>(null)
  const words = asked.value
  return (
    <View className="block">
      <View className="block__title" role="heading" aria-level="2">
        名片和海报上写的
      </View>
      {!words && asked.error !== null && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
      {!words && asked.asking && <Loading />}
      {words && (
        <View className="kept-card__head">
          <View className="kept-card__words">
            <Text className="hotline-words__number">{words.hotline || '还没有热线号码'}</Text>
            <Text>{words.officeHours}</Text>
            {words.help.map((line) => (
              <Text key={line}>· {line}</Text>
            ))}
            {words.ownWords && <Text>民族语言：{words.ownWords}</Text>}
          </View>
          {!writing && (
            <Press className="tool" label="改名片和海报上写的" onPress={() => setWriting(words)}>
              <Text>改</Text>
            </Press>
          )}
        </View>
      )}
      {writing && (
        <WordsForm
          township={township}
          holds={words ?? writing}
          onDone={(now) => {
            if (now) asked.put(now)
            setWriting(null)
          }}
          onOvertaken={asked.again}
        />
      )}
    </View>
  )
}

interface FormProps {
  township: string
  /** What stands there now. */
  holds: Words
  onDone(now: Words | null): void
  /** Reads what somebody else has set. */
  onOvertaken(): Promise<void>
}

function WordsForm({ township, holds, onDone, onOvertaken }: FormProps) {
  const kept = useKeptOver<Words>(`hotline.${township}`, holds, String(holds.version))
  const words = kept.typed
  const { busy, trouble, act } = useAct({
    onOvertaken,
    inWords: inDetailOfForm,
  })
  const change = kept.type
  const lines = [...words.help, ...Array<string>(mostHelp).fill('')].slice(0, mostHelp)
  const save = () =>
    act(async () => {
      const { hotline, officeHours, ownWords } = words
      const help = words.help.map((line) => line.trim()).filter((line) => line !== '')
      onDone(
        await call('PUT /api/townships/:township/hotline', {
          params: { township },
          body: { hotline, officeHours, ownWords, help, version: holds.version },
        }),
      )
      kept.forget()
    })
  const leave = () => {
    kept.forget()
    onDone(null)
  }
  if (kept.overtaken)
    return (
      <TwoSides
        why="您写了以后，别人改过这里。您写的还在，什么也没有盖掉。"
        sides={[
          { label: '热线号码', mine: words.hotline, now: holds.hotline },
          { label: '什么时候有人接', mine: words.officeHours, now: holds.officeHours },
          { label: '能帮上什么', mine: words.help.join('\n'), now: holds.help.join('\n') },
          { label: '民族语言的一句话', mine: words.ownWords, now: holds.ownWords },
        ].filter(({ mine, now }) => mine !== now)}
        mine={{ words: '接着用我写的', onPress: kept.look }}
        now={{ words: '用现在的', onPress: kept.reset }}
      />
    )
  return (
    <View className="make-card">
      <Field label="热线号码">
        <Line
          label="热线号码"
          placeholder="电话号码"
          type="number"
          value={words.hotline}
          longest={20}
          onChange={(hotline) => change({ hotline })}
        />
      </Field>
      <Field label="什么时候有人接">
        <Line
          label="什么时候有人接"
          placeholder="比如：周一到周五 8:30–18:00，急事随时打"
          value={words.officeHours}
          longest={40}
          onChange={(officeHours) => change({ officeHours })}
        />
      </Field>
      <Field label="能帮上什么" hint="一行一样，最多四行，短一点">
        {lines.map((line, at) => (
          <Line
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines are told apart by nothing but their place
            key={at}
            label={`能帮上什么，第 ${at + 1} 行`}
            placeholder={at === 0 ? '比如：看病花钱多、突然出大事：可以先给临时救助' : '可以不写'}
            value={line}
            longest={40}
            onChange={(typed) => change({ help: lines.map((one, i) => (i === at ? typed : one)) })}
          />
        ))}
      </Field>
      <Field label="民族语言的一句话" hint="印在海报下面；不写就留一行，可以手写">
        <Line
          label="民族语言的一句话"
          placeholder="佤语、拉祜语、傈僳语、德昂语都行"
          value={words.ownWords}
          longest={60}
          onChange={(ownWords) => change({ ownWords })}
        />
      </Field>
      <Warning words={trouble} />
      <MainButton words="存好" busy={busy && '正在存…'} onPress={() => void save()} />
      <MainButton tone="plain" words="不改了" onPress={leave} />
    </View>
  )
}
