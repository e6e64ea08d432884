import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call, type Reply } from '../../client/api'
import { aboutFile, chooseTable, type ImportPlan, sendTable, type TableFile } from '../../client/table-file'
import { Loading, Trouble, Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { type Asked, useAnswer } from '../../components/answer/use-answer'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'

const gazetteerOf = (township: string) =>
  call('GET /api/townships/:township/gazetteer', { params: { township } })

/** The township's places and its words for them: both are of one gazetteer, read once. */
export function Places({ township }: { township: string }) {
  const asked = useAnswer(() => gazetteerOf(township), township)
  return (
    <>
      <PlacesTable township={township} asked={asked} />
      <LearnedWords township={township} asked={asked} />
    </>
  )
}

interface OfGazetteer {
  township: string
  asked: Asked<Reply<'GET /api/townships/:township/gazetteer'>>
}

/** 村、组、寨子: what there is, and a file that brings more, shown before it changes anything. */
function PlacesTable({ township, asked }: OfGazetteer) {
  const [file, setFile] = useState<TableFile | null>(null)
  const [plan, setPlan] = useState<ImportPlan | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const { busy, trouble, act } = useAct({ inWords: aboutFile })

  const look = async () => {
    const chosen = await chooseTable()
    if (!chosen) return
    setDone(null)
    setPlan(null)
    await act(async () => {
      setPlan(await sendTable(township, 'preview', chosen))
      setFile(chosen)
    })
  }
  const take = (table: TableFile) =>
    act(async () => {
      const taken = await sendTable(township, 'import', table)
      setDone(`导入了。现在是第 ${taken.version} 版；已经派出去的线索不会动。`)
      setPlan(null)
      setFile(null)
      await asked.again()
    })
  const places = asked.value
  return (
    <View className="block block--wide">
      <View className="block__title" role="heading" aria-level="2">
        村、组、寨子
      </View>
      <Text className="block__aside">
        CSV 表，第一行写：村,组,寨子,别名,纬度,经度（后三样可以没有）。表里写到的村按表来，没写到的村不变。
      </Text>
      {done && (
        <View className="block__told" role="status">
          {done}
        </View>
      )}
      <Warning words={trouble} />
      {plan && file && <Planned name={file.name} plan={plan} />}
      {plan && file && (
        <MainButton
          words={plan.changes.length === 0 ? '没有可以导入的' : '就按这样导入'}
          busy={busy ? '正在导入…' : plan.changes.length === 0 && '没有可以导入的'}
          onPress={() => void take(file)}
        />
      )}
      <MainButton
        tone="plain"
        icon="list"
        words={plan ? '换一个文件' : '选一个 CSV 文件'}
        busy={busy && '正在看…'}
        onPress={() => void look()}
      />
      {asked.error !== null && !places && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
      {!places && asked.asking && <Loading />}
      {places?.villages.map(({ code, name, aliases, groups }) => (
        <View key={code} className="ground">
          <Text className="ground__name">
            {name}
            {aliases.length > 0 ? `（也写作 ${aliases.join('、')}）` : ''}
          </Text>
          <Text className="block__aside">
            {groups.length === 0
              ? '还没有组和寨子'
              : groups
                  .map(({ number, hamlets }) => `${number}组 ${hamlets.map((one) => one.name).join('、')}`)
                  .join('；')}
          </Text>
        </View>
      ))}
    </View>
  )
}

function Planned({ name, plan }: { name: string; plan: ImportPlan }) {
  return (
    <View className="planned">
      <Text className="ground__name">
        {name}：{plan.rows} 行
      </Text>
      {plan.changes.map(({ village, name: called, groups, added, removed, changed }) => (
        <View key={village} className="ground">
          <Text className="ground__name">
            {called}：{groups} 个组
          </Text>
          {added.length > 0 && <Text>多出：{added.join('、')}</Text>}
          {removed.length > 0 && <Text className="planned__gone">去掉：{removed.join('、')}</Text>}
          {changed.length > 0 && <Text>改了：{changed.join('、')}</Text>}
          {added.length + removed.length + changed.length === 0 && <Text>和现在一样</Text>}
        </View>
      ))}
      {plan.faults.length > 0 && (
        <View className="planned__faults" role="alert">
          <Text className="ground__name">这些行有错，不会导入：</Text>
          {plan.faults.map(({ line, message }) => (
            <Text key={`${line} ${message}`}>
              第 {line} 行：{message}
            </Text>
          ))}
          {plan.moreFaults > 0 && <Text>还有 {plan.moreFaults} 行</Text>}
        </View>
      )}
    </View>
  )
}

/** Words that triage taught, and words that misled; each can be forgotten. Old cases stay where they are. */
function LearnedWords({ township, asked }: OfGazetteer) {
  const { trouble, act } = useAct()
  const forget = (text: string) =>
    act(async () => {
      await call('POST /api/townships/:township/learned/remove', { params: { township }, body: { text } })
      await asked.again()
    })
  const learned = asked.value?.learned ?? []
  return (
    <View className="block block--wide">
      <View className="block__title" role="heading" aria-level="2">
        学到的叫法
      </View>
      <Text className="block__aside">分派的时候记住的，和村里退回来的。忘掉以后，只管新来的线索。</Text>
      <Warning words={trouble} />
      {learned.map(({ text, villageName, says, at }) => (
        <View key={`${text} ${villageName} ${says}`} className="duty__person">
          <Text className="duty__who">
            “{text}”{says === 'is' ? '就是' : '不是'}
            {villageName}
          </Text>
          <Text className="duty__away">{spokenMoment(new Date(at), new Date())}</Text>
          <Press className="tool" label={`忘掉“${text}”`} onPress={() => void forget(text)}>
            <Icon name="x" />
            <Text>忘掉</Text>
          </Press>
        </View>
      ))}
      {asked.value && learned.length === 0 && <Text className="block__aside">还没有学到什么。</Text>}
    </View>
  )
}
