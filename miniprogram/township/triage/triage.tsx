import { Text, View } from '@tarojs/components'
import Taro, { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { deskRoles, type Role } from '../../../shared/domain/roles'
import { call, type Reply } from '../../client/api'
import { type Me, signedInPerson } from '../../client/session'
import { Empty, Loading, Trouble, Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { useAnswer, useRefresh } from '../../components/answer/use-answer'
import { CaseClock } from '../../components/clock-chip/case-clock'
import { DeskWays } from '../../components/desk-ways/desk-ways'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn, PersonBar } from '../../components/person-bar/person-bar'
import { Press } from '../../components/press/press'
import { QueueCounts } from '../../components/queue-counts/queue-counts'
import { useDeskKeys } from './desk-keys'
import { LeadWords } from './lead-words'
import { type Deed, ElsewhereChoice, PointElsewhere, Teach, TrackChoice } from './other-ways'
import { type Choice, choicesFor, VillageChoice } from './village-choice'
import './triage.scss'

type Waiting = Reply<'GET /api/triage'>
/** A lead that waits to be placed, with the words it came in and the villages it may belong to. */
export type Lead = Waiting['items'][number]

const onDesk: readonly Role[] = deskRoles
const townshipDigits = 9

/** Leads that no rule could place with certainty: a person reads them, and places each by one tap (R4). */
export default function TriagePage() {
  const me = signedInPerson()
  return (
    <Page reader="desk" name="分派台">
      {me ? <Desk me={me} /> : <NotSignedIn />}
    </Page>
  )
}

function Desk({ me }: { me: Me }) {
  const wanted = useRouter().params.id
  const township = me.posts.find(({ role }) => onDesk.includes(role))?.territory ?? ''
  const asked = useAnswer(() => call('GET /api/triage', { query: {} }), '')
  // The county's desk places nothing itself: it passes on to the townships.
  const ofTownship = township.length === townshipDigits
  const places = useAnswer(
    async () =>
      ofTownship
        ? (await call('GET /api/townships/:township/villages', { params: { township } })).villages
        : [],
    township,
  )
  const [openId, setOpenId] = useState<string | null>(wanted ?? null)
  const [picked, setPicked] = useState<{ lead: string; village: string } | null>(null)
  const [taught, setTaught] = useState<{ lead: string; words: string[] } | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const { busy, trouble, act, forget } = useAct()
  useRefresh(asked.again)

  const waiting = asked.value
  const items = waiting?.items ?? []
  const lead = items.find(({ id }) => id === openId) ?? items[0] ?? null
  const choices = lead ? choicesFor(lead, places.value ?? []) : []
  // Chosen to begin with is what stands out. Between two that are as likely as each other, a person chooses.
  const [first, second] = lead?.suggestions ?? []
  const likeliest = first && (!second || first.score > second.score) ? first.village : null
  const chosen = picked && picked.lead === lead?.id ? picked.village : likeliest
  const choice = choices.find(({ village }) => village === chosen)
  const hardship = lead?.track === 'hardship'

  const choose = (next: Choice | undefined) => {
    if (lead && next) setPicked({ lead: lead.id, village: next.village })
  }
  const open = (next: Lead | undefined) => {
    if (!next) return
    setOpenId(next.id)
    forget()
  }
  const words = taught && taught.lead === lead?.id ? taught.words : []
  /** Does a deed with the open lead, says so, and goes on to the next one. */
  const doIt = async (deed: { act(): Promise<string> }) => {
    if (!lead || !waiting || busy) return
    setDone(null)
    await act(async () => {
      const told = await deed.act()
      const at = items.indexOf(lead)
      const rest = items.filter((other) => other !== lead)
      setOpenId((rest[at] ?? rest[at - 1])?.id ?? null)
      asked.put({ ...waiting, items: rest })
      setDone(told)
    })
    void asked.again()
  }
  const place = () =>
    doIt({
      async act() {
        if (!lead || !choice) throw new Error('Nothing is chosen')
        const placed = await call('POST /api/cases/:caseId/place', {
          params: { caseId: lead.id },
          body: { version: lead.version, village: choice.village, learn: words },
        })
        return `已派到${choice.name}，${placed.owner.title} ${placed.owner.calledAs}会看到`
      },
    })
  const other = (deed: Deed) =>
    void doIt({
      async act() {
        await deed.act()
        return deed.done
      },
    })
  useDeskKeys({
    choose: (at) => choose(choices[at]),
    step: (by) => open(lead ? items[items.indexOf(lead) + by] : undefined),
    place: () => {
      if (choice && hardship) void place()
    },
  })

  return (
    <>
      <PersonBar />
      <DeskWays ofTownship={ofTownship} here="/township/triage/triage" />
      {waiting && waiting.blindSpots.length > 0 && (
        <Press className="blind" onPress={() => void Taro.navigateTo({ url: '/township/settings/settings' })}>
          <Text>
            没有人管的村：{waiting.blindSpots.map(({ name }) => name).join('、')}，线索先到乡里。去安排
          </Text>
        </Press>
      )}
      {waiting && lead && <QueueCounts counts={waiting.counts} words="件等着派" />}
      <View className="desk-told" role="status">
        {done && (
          <View className="desk-told__done">
            <Icon name="circle-check" />
            <Text>{done}</Text>
          </View>
        )}
      </View>
      <Warning words={trouble} />
      {asked.error !== null && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
      {!waiting && asked.asking && <Loading />}
      {waiting && !lead && (
        <Empty title="都派完了">
          <Text>拿不准是哪个村的线索，会排在这里等您看。</Text>
          <MainButton
            tone="plain"
            icon="refresh-cw"
            words="看看有没有新的"
            busy={asked.asking && '正在看…'}
            onPress={() => void asked.again()}
          />
        </Empty>
      )}
      {lead && (
        <View className="desk">
          <View className="desk__list" role="radiogroup" aria-label="等着分派的线索">
            {items.map((item) => (
              <Row key={item.id} item={item} on={item === lead} onOpen={() => open(item)} />
            ))}
            {waiting?.after && <Text className="desk__more">后面还有，派完这些就会排上来。</Text>}
          </View>
          <View className="desk__lead">
            <LeadWords lead={lead} now={new Date()} onStale={() => void asked.again()} />
          </View>
          <View className="desk__side">
            {places.error !== null && !places.value && (
              <Trouble error={places.error} onAgain={() => void places.again()} />
            )}
            <TrackChoice
              key={`track ${lead.id}`}
              lead={lead}
              busy={busy}
              onDeed={other}
              onStale={() => void asked.again()}
            />
            {hardship && choices.length > 0 && (
              <>
                <VillageChoice
                  choices={choices}
                  chosen={chosen}
                  onChoose={(village) => choose(choices.find((one) => one.village === village))}
                />
                {choice && (
                  <Teach
                    lead={lead}
                    village={choice.name}
                    taught={words}
                    onChange={(next) => setTaught({ lead: lead.id, words: next })}
                  />
                )}
                <MainButton
                  words={choice ? `派到${choice.name}` : '先选一个村'}
                  busy={busy ? '正在派…' : !choice && '先选一个村'}
                  onPress={() => void place()}
                />
              </>
            )}
            {hardship && (
              <ElsewhereChoice
                key={`desk ${lead.id}`}
                lead={lead}
                desks={waiting?.desks ?? []}
                busy={busy}
                onDeed={other}
              />
            )}
            {hardship && <PointElsewhere key={`point ${lead.id}`} lead={lead} busy={busy} onDeed={other} />}
            <Text className="desk__keys">键盘：数字选村，回车派出去，↑ ↓ 换一条</Text>
          </View>
        </View>
      )}
    </>
  )
}

function Row({ item, on, onOpen }: { item: Lead; on: boolean; onOpen(): void }) {
  return (
    <Press
      className={`waiting${on ? ' waiting--on' : ''}`}
      role="radio"
      checked={on}
      label={`${item.subjectName ?? '没有留名字'} ${item.headline}`}
      onPress={onOpen}
    >
      <CaseClock work={item} now={new Date()} />
      <Text className="waiting__who">{item.subjectName ?? '没有留名字'}</Text>
      <Text className="waiting__what">{item.headline}</Text>
    </Press>
  )
}
