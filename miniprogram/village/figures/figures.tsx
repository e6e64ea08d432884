import { Text, View } from '@tarojs/components'
import Taro, { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { helpCategories, helpCategoryCodes } from '../../../shared/domain/code-lists'
import {
  endings,
  spokenMonth,
  type VillageFigure,
  villageFigureCodes,
  villageFigures,
} from '../../../shared/domain/village-figures'
import { call, type Reply } from '../../client/api'
import { signedInPerson } from '../../client/session'
import { Loading, Trouble } from '../../components/answer/answer'
import { useAnswer, useRefresh } from '../../components/answer/use-answer'
import { Icon } from '../../components/icon/icon'
import { Page } from '../../components/page/page'
import { NotSignedIn } from '../../components/person-bar/person-bar'
import { Press } from '../../components/press/press'
import '../../components/village-block/village-block.scss'
import './figures.scss'

type Figures = Reply<'GET /api/villages/:village/figures'>
type Month = Figures['months'][number]

const isEnding = (figure: VillageFigure) => (endings as readonly VillageFigure[]).includes(figure)
const work = villageFigureCodes.filter((figure) => !isEnding(figure))

/** A village's own figures: one month beside the last twelve. Nothing is compared with anybody else. */
export default function FiguresPage() {
  const village = useRouter().params.village ?? ''
  return (
    <Page reader="worker" name="村里的数">
      {signedInPerson() ? <VillageFigures village={village} /> : <NotSignedIn />}
    </Page>
  )
}

function VillageFigures({ village }: { village: string }) {
  const asked = useAnswer(() => call('GET /api/villages/:village/figures', { params: { village } }), village)
  const [chosen, setChosen] = useState<string | null>(null)
  useRefresh(asked.again)
  const { value } = asked
  const month = value?.months.find((one) => one.month === chosen) ?? value?.months.at(-1)
  return (
    <>
      {asked.error !== null && !value && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
      {!value && asked.asking && <Loading />}
      {value && month && (
        <>
          <View className="village-name" role="heading" aria-level="1">
            {value.name}
          </View>
          <Bars months={value.months} chosen={month.month} onChoose={setChosen} />
          <Tables village={village} months={value.months} month={month} />
          <Text className="village-block__aside">
            按线索收到的月份来数，点数字看是哪些。只给村里自己看，不打分，不排名。
          </Text>
        </>
      )}
    </>
  )
}

const whole = 100
/** The room above the highest bar, in which its number stands. */
const headroom = 30

/** How many came in each month, and the way to the month before and after. */
function Bars({
  months,
  chosen,
  onChoose,
}: {
  months: readonly Month[]
  chosen: string
  onChoose(month: string): void
}) {
  const most = Math.max(1, ...months.map(({ figures }) => figures.received))
  const at = months.findIndex(({ month }) => month === chosen)
  return (
    <View className="figures-block">
      <View className="figures-block__title" role="heading" aria-level="2">
        每个月收到几件
      </View>
      <View className="bars">
        {months.map(({ month, figures: { received } }) => (
          <View key={month} className={`bars__month${month === chosen ? ' bars__month--chosen' : ''}`}>
            <View className="bars__room">
              <Text>{received > 0 ? received : ''}</Text>
              <View className="bars__bar" style={{ height: `${(received / most) * (whole - headroom)}%` }} />
            </View>
            <Text>{Number(month.slice(-2))}</Text>
          </View>
        ))}
      </View>
      <View className="months">
        <OtherMonth icon="chevron-left" words="上个月" month={months[at - 1]} onChoose={onChoose} />
        <Text className="months__chosen">{spokenMonth(chosen, new Date())}</Text>
        <OtherMonth icon="chevron-right" words="下个月" month={months[at + 1]} onChoose={onChoose} />
      </View>
    </View>
  )
}

function OtherMonth({
  icon,
  words,
  month,
  onChoose,
}: {
  icon: 'chevron-left' | 'chevron-right'
  words: string
  month: Month | undefined
  onChoose(month: string): void
}) {
  return (
    <Press
      className={`months__way${month ? '' : ' months__way--off'}`}
      off={!month}
      onPress={() => month && onChoose(month.month)}
    >
      {icon === 'chevron-left' && <Icon name={icon} />}
      <Text>{words}</Text>
      {icon === 'chevron-right' && <Icon name={icon} />}
    </Press>
  )
}

function Tables({ village, months, month }: { village: string; months: readonly Month[]; month: Month }) {
  const monthName = spokenMonth(month.month, new Date())
  const open = (which: string, of: string | null) =>
    void Taro.navigateTo({
      url: `/village/leads/leads?village=${village}&${which}${of ? `&month=${of}` : ''}`,
    })
  const line = (words: string, which: string, countIn: (one: Month) => number) => (
    <FigureLine
      key={which}
      words={words}
      month={monthName}
      here={countIn(month)}
      all={months.reduce((sum, one) => sum + countIn(one), 0)}
      onHere={() => open(which, month.month)}
      onAll={() => open(which, null)}
    />
  )
  const figureLine = (figure: VillageFigure) =>
    line(villageFigures[figure], `figure=${figure}`, ({ figures }) => figures[figure])
  const told = helpCategoryCodes.filter((code) => months.some(({ categories }) => categories[code] > 0))
  return (
    <>
      <Block title="收到的，办到哪了" month={monthName}>
        {work.map(figureLine)}
      </Block>
      <Block title="怎么了结的" month={monthName}>
        {endings.map(figureLine)}
      </Block>
      {told.length > 0 && (
        <Block title="都是什么难处" month={monthName}>
          {told.map((code) =>
            line(helpCategories[code], `category=${code}`, ({ categories }) => categories[code]),
          )}
        </Block>
      )}
    </>
  )
}

function Block({ title, month, children }: { title: string; month: string; children: React.ReactNode }) {
  return (
    <View className="figures-block">
      <View className="figure-line figure-line--head">
        <View className="figure-line__words figures-block__title" role="heading" aria-level="2">
          {title}
        </View>
        <Text className="figure-line__number">{month}</Text>
        <Text className="figure-line__number">一年</Text>
      </View>
      {children}
    </View>
  )
}

function FigureLine({
  words,
  month,
  here,
  all,
  onHere,
  onAll,
}: {
  words: string
  month: string
  here: number
  all: number
  onHere(): void
  onAll(): void
}) {
  return (
    <View className="figure-line">
      <Text className="figure-line__words">{words}</Text>
      <Figure count={here} label={`${words}，${month} ${here} 件`} onOpen={onHere} />
      <Figure count={all} label={`${words}，一年 ${all} 件`} onOpen={onAll} />
    </View>
  )
}

/** A number that opens its leads; of nothing there is nothing to open. */
function Figure({ count, label, onOpen }: { count: number; label: string; onOpen(): void }) {
  if (count === 0) return <Text className="figure-line__number figure-line__number--none">0</Text>
  return (
    <Press className="figure-line__number figure-line__number--leads" label={label} onPress={onOpen}>
      <Text>{count}</Text>
    </Press>
  )
}
