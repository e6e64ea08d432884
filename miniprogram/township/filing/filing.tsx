import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { dateOf } from '../../../shared/domain/absence-days'
import { deskRoles, type Role } from '../../../shared/domain/roles'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { periodInWords } from '../../../shared/domain/urgent-ledger'
import { call, type Reply } from '../../client/api'
import { type Me, signedInPerson } from '../../client/session'
import { takeSheet } from '../../client/sheet'
import { Loading, Trouble, Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { useAnswer, useRefresh } from '../../components/answer/use-answer'
import { DatePicker } from '../../components/date-picker/date-picker'
import { DeskTownship } from '../../components/desk-ways/desk-township'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn, PersonBar } from '../../components/person-bar/person-bar'
import { Press } from '../../components/press/press'
import './filing.scss'

type Filings = Reply<'GET /api/townships/:township/filings'>
type Family = Filings['filed'][number]

const onDesk: readonly Role[] = deskRoles
const here = '/township/filing/filing'

/** 报县备案: who was helped and is reported to the county's bureau, month by month, and the Excel it files (R2). */
export default function FilingPage() {
  const me = signedInPerson()
  return (
    <Page reader="desk" name="报县备案">
      {me ? <Desk me={me} /> : <NotSignedIn />}
    </Page>
  )
}

function Desk({ me }: { me: Me }) {
  const territory = me.posts.find(({ role }) => onDesk.includes(role))?.territory ?? ''
  return (
    <>
      <PersonBar />
      <DeskTownship territory={territory} here={here}>
        {(township) => (
          <Month
            key={township}
            township={township}
            ofCounty={me.posts.some(({ role }) => role === 'county_officer')}
          />
        )}
      </DeskTownship>
    </>
  )
}

function Month({ township, ofCounty }: { township: string; ofCounty: boolean }) {
  const [period, setPeriod] = useState(dateOf(new Date()).slice(0, 7))
  const asked = useAnswer(
    () => call('GET /api/townships/:township/filings', { params: { township }, query: { period } }),
    period,
  )
  useRefresh(asked.again)
  const [told, setTold] = useState<string | null>(null)
  const { trouble, act: doing } = useAct()
  const act = (deed: () => Promise<string>) => {
    setTold(null)
    return doing(async () => {
      setTold(await deed())
      await asked.again()
    })
  }
  const inWords = ({ done, refused }: Reply<'POST /api/townships/:township/filings'>) =>
    [`${done} 户办好了`, ...refused.map(({ why }) => `1 户没成：${why}`)].join('；')
  const file = (families: readonly Family[]) =>
    act(async () =>
      inWords(
        await call('POST /api/townships/:township/filings', {
          params: { township },
          body: { period, cases: families.map(({ id, version }) => ({ id, version })) },
        }),
      ),
    )
  const mark = (families: readonly Family[]) =>
    act(async () =>
      inWords(
        await call('POST /api/townships/:township/filings/marks', {
          params: { township },
          body: { cases: families.map(({ id, version }) => ({ id, version })) },
        }),
      ),
    )
  const draw = (count: number) =>
    act(async () => {
      const drawn = await call('POST /api/townships/:township/filings/draws', {
        params: { township },
        body: { period, count },
      })
      return `抽中 ${drawn.cases.length} 户，标在下面了`
    })
  const sheet = (name: string) =>
    act(async () => {
      await takeSheet(
        `/api/townships/${township}/filings/sheet?period=${period}`,
        `${name}急难对象备案表${period}`,
      )
      return '下载好了'
    })
  const filings = asked.value
  return (
    <>
      <View className="filing-head">
        <DatePicker
          of="month"
          label="哪个月"
          value={period}
          end={dateOf(new Date()).slice(0, 7)}
          onPick={setPeriod}
        >
          <View className="filing-month">
            <Text>{periodInWords(period)}</Text>
            <Icon name="chevron-right" />
          </View>
        </DatePicker>
        {filings && filings.filed.length > 0 && (
          <Press className="filing-sheet" onPress={() => void sheet(filings.townshipName)}>
            <Icon name="list" />
            <Text>下载 Excel 表</Text>
          </Press>
        )}
      </View>
      {told && (
        <View className="filing-told" role="status">
          {told}
        </View>
      )}
      <Warning words={trouble} />
      {asked.error !== null && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
      {!filings && asked.asking && <Loading />}
      {filings && (
        <>
          <Families
            title="还没有报县的"
            nothing="结果都告诉家里、也都报了县。"
            families={filings.waiting}
            deed={{ words: '报县备案', fits: ({ canFile }) => canFile, act: file }}
          />
          {filings.more && <Text className="filing-aside">后面还有，报完这些就会排上来。</Text>}
          <SpotCheck filings={filings} onDraw={ofCounty ? draw : undefined} />
          <Families
            title={`${periodInWords(period)}报县的`}
            nothing="这个月还没有报过。"
            families={filings.filed}
            drawn={filings.draws.flatMap(({ cases }) => cases)}
            deed={ofCounty ? { words: '备案了', fits: ({ canMark }) => canMark, act: mark } : undefined}
          />
        </>
      )}
    </>
  )
}

const draws = [1, 3, 5, 10]

/** 抽查: chance picks, and how it did stands there for everybody, so that it can be drawn again. */
function SpotCheck({
  filings: { filed, draws: done },
  onDraw,
}: {
  filings: Filings
  onDraw?: (count: number) => Promise<unknown>
}) {
  const left = filed.length - done.reduce((sum, { cases }) => sum + cases.length, 0)
  if (done.length === 0 && (!onDraw || left === 0)) return null
  return (
    <View className="filing-block">
      <View className="filing-block__title" role="heading" aria-level="2">
        抽查
      </View>
      {done.map(({ at, by, seed, among, cases }) => (
        <View key={seed} className="filing-draw">
          <Text>
            {spokenMoment(new Date(at), new Date())} {by.title} {by.calledAs}从 {among} 户里随机抽了{' '}
            {cases.length} 户
          </Text>
          <Text className="filing-aside">抽签号 {seed}</Text>
        </View>
      ))}
      {onDraw && left > 0 && (
        <View className="filing-draws">
          <Text>还没抽过的 {left} 户，随机抽</Text>
          {[...draws.filter((count) => count < left), left].slice(0, draws.length).map((count) => (
            <Press key={count} className="filing-sheet" onPress={() => void onDraw(count)}>
              <Text>{count} 户</Text>
            </Press>
          ))}
        </View>
      )}
    </View>
  )
}

interface Deed {
  words: string
  fits(family: Family): boolean
  act(families: readonly Family[]): Promise<unknown>
}

function Families({
  title,
  nothing,
  families,
  drawn = [],
  deed,
}: {
  title: string
  nothing: string
  families: readonly Family[]
  /** Those that chance picked for a spot check. */
  drawn?: readonly string[]
  deed?: Deed
}) {
  const able = deed ? families.filter(deed.fits) : []
  const [left, setLeft] = useState<readonly string[]>([])
  const [busy, setBusy] = useState(false)
  const chosen = able.filter(({ id }) => !left.includes(id))
  const turn = (id: string) =>
    setLeft(left.includes(id) ? left.filter((other) => other !== id) : [...left, id])
  const send = async () => {
    setBusy(true)
    await deed?.act(chosen)
    setBusy(false)
  }
  return (
    <View className="filing-block">
      <View className="filing-block__title" role="heading" aria-level="2">
        {title} {families.length > 0 ? `${families.length} 户` : ''}
      </View>
      {families.length === 0 && <Text className="filing-aside">{nothing}</Text>}
      {families.map((family) => (
        <Row
          key={family.id}
          family={family}
          drawn={drawn.includes(family.id)}
          chosen={able.includes(family) ? chosen.includes(family) : undefined}
          onTurn={() => turn(family.id)}
        />
      ))}
      {deed && able.length > 0 && (
        <MainButton
          words={`${deed.words}（${chosen.length} 户）`}
          busy={busy ? '正在办…' : chosen.length === 0 && '先选要办的'}
          onPress={() => void send()}
        />
      )}
    </View>
  )
}

function Row({
  family: { id, cells, filing },
  drawn,
  chosen,
  onTurn,
}: {
  family: Family
  drawn: boolean
  /** Undefined: nothing can be done with it here. */
  chosen: boolean | undefined
  onTurn(): void
}) {
  const shown = [cells.relief, cells.amount && `${cells.amount} 元`, cells.causes, cells.degree]
  return (
    <View className="filed">
      {chosen !== undefined && (
        <Press
          className="filed__tick"
          role="checkbox"
          checked={chosen}
          label={`选 ${cells.head}`}
          onPress={onTurn}
        >
          <Icon name={chosen ? 'square-check-big' : 'square'} large />
        </Press>
      )}
      <Press
        className="filed__open"
        heard={`打开 ${cells.head}`}
        onPress={() => void Taro.navigateTo({ url: `/village/case/case?id=${id}` })}
      >
        <View className="filed__who">
          <Text className="filed__name">{cells.head || '没有留名字'}</Text>
          <Text className="filing-aside">{cells.place}</Text>
        </View>
        <Text className="filed__what">{shown.filter(Boolean).join(' · ') || '没有给救助'}</Text>
        <Text className="filing-aside">
          {cells.answeredAt && `${cells.answeredAt} 答复`}
          {cells.followedUpAt ? `，${cells.followedUpAt} 回访` : '，还没有回访'}
        </Text>
        {filing && (
          <Text className={filing.marked ? 'filed__marked' : 'filing-aside'}>
            {filing.marked ? `县里 ${filing.marked.calledAs} 备案了` : '等县里备案'}
            {drawn ? '，抽中要查' : ''}
          </Text>
        )}
      </Press>
    </View>
  )
}
