import { Text, View } from '@tarojs/components'
import Taro, { useRouter } from '@tarojs/taro'
import type { PropsWithChildren } from 'react'
import { stateRule } from '../../../shared/domain/case-states'
import { visitConclusions } from '../../../shared/domain/home-visit'
import { formatMoney } from '../../../shared/domain/money'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call, type Reply } from '../../client/api'
import { signedInPerson } from '../../client/session'
import { Loading, Trouble, Warning } from '../../components/answer/answer'
import { useAnswer, useRefresh } from '../../components/answer/use-answer'
import { useCall } from '../../components/hotline/use-call'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn } from '../../components/person-bar/person-bar'
import { Press } from '../../components/press/press'
import '../../components/village-block/village-block.scss'
import './household.scss'

type Household = Reply<'GET /api/cases/:caseId/household'>

const openCase = (id: string) => void Taro.navigateTo({ url: `/village/case/case?id=${id}` })
const at = (moment: string) => spokenMoment(new Date(moment), new Date())

/** One household as its cases tell of it: who lives there, what was reported, found, given and followed up. */
export default function HouseholdPage() {
  const caseId = useRouter().params.case ?? ''
  return (
    <Page reader="worker" name="这一家">
      {signedInPerson() ? <OneHousehold caseId={caseId} /> : <NotSignedIn />}
    </Page>
  )
}

function OneHousehold({ caseId }: { caseId: string }) {
  const asked = useAnswer(() => call('GET /api/cases/:caseId/household', { params: { caseId } }), caseId)
  useRefresh(asked.again)
  const household = asked.value
  return (
    <>
      {asked.error !== null && !household && (
        <Trouble error={asked.error} onAgain={() => void asked.again()} />
      )}
      {!household && asked.asking && <Loading />}
      {household && <Life household={household} />}
    </>
  )
}

function Life({ household }: { household: Household }) {
  const { name, placeName, phoneMasked, callThrough, known, cases, visits, relief, followUps, perhaps } =
    household
  const running = cases.find(({ open }) => open)
  return (
    <>
      <View>
        <View className="village-name" role="heading" aria-level="1">
          {name ?? '没有留名字'}
        </View>
        <Text className="household-line__about">{placeName}</Text>
      </View>
      {known && <Family known={known} phoneMasked={phoneMasked} />}
      {running ? (
        <MainButton words={`看正在办的：${running.nextAction}`} onPress={() => openCase(running.id)} />
      ) : (
        <MainButton
          icon="pencil"
          words="又有难处，替他记一件"
          onPress={() => void Taro.navigateTo({ url: '/township/entry/entry' })}
        />
      )}
      {callThrough && <CallReporter caseId={callThrough} />}
      <Section title="报过的事">
        {cases.map((work) => (
          <CaseLine key={work.id} work={work} />
        ))}
      </Section>
      {visits.length > 0 && (
        <Section title="上过门">
          {visits.map(({ id, caseId, happenedAt, visitors, conclusion, summary }) => (
            <Line
              key={id}
              name={visitConclusions[conclusion]}
              about={[`${at(happenedAt)} · ${visitors}`, ...summary]}
              onOpen={() => openCase(caseId)}
            />
          ))}
        </Section>
      )}
      {relief.length > 0 && (
        <Section title="救助">
          {relief.map(({ caseId, label, amount, how, at: moment }) => (
            <Line
              key={`${caseId} ${label} ${moment}`}
              name={[label, amount !== null && amount > 0 && formatMoney(amount)].filter(Boolean).join(' ')}
              about={[`${how} · ${at(moment)}`]}
              onOpen={() => openCase(caseId)}
            />
          ))}
        </Section>
      )}
      {followUps.length > 0 && (
        <Section title="回访">
          {followUps.map(({ caseId, at: moment, words }) => (
            <Line key={moment} name={words} about={[at(moment)]} onOpen={() => openCase(caseId)} />
          ))}
        </Section>
      )}
      {perhaps.length > 0 && (
        <Section title="可能也是这一家">
          <Text className="household-line__about">名字或者住处像，是不是一家要您认。</Text>
          {perhaps.map((work) => (
            <CaseLine key={work.id} work={work} name={work.name} why={work.why} />
          ))}
        </Section>
      )}
    </>
  )
}

function Family({
  known,
  phoneMasked,
}: {
  known: NonNullable<Household['known']>
  phoneMasked: string | null
}) {
  const { people, members, hardship, housing } = known
  return (
    <Section title={people === null ? '家里人' : `家里 ${people} 口人`}>
      <Text className="household-line__about">
        {at(known.at)} 上门看到的 · {known.visitors}
      </Text>
      {members.map((member) => (
        <View key={member.name + member.words} className="household-line">
          <View className="household-line__words">
            <Text className="household-line__name">{member.name}</Text>
            {member.words && <Text>{member.words}</Text>}
            {member.selfCare && <Text>{member.selfCare}</Text>}
          </View>
        </View>
      ))}
      {hardship && <Text>{hardship}</Text>}
      {housing && <Text>住房：{housing}</Text>}
      {phoneMasked && <Text className="household-line__about">家里电话 {phoneMasked}</Text>}
    </Section>
  )
}

function CaseLine({
  work,
  name,
  why,
}: {
  work: Household['cases'][number]
  name?: string | null
  why?: string
}) {
  const { id, state, open, urgency, openedAt, headline, owner, nextAction, dueAt } = work
  const standing = open ? `${owner.calledAs}在办：${nextAction}，${at(dueAt)} 前` : stateRule(state).meaning
  return (
    <Line
      name={[name, headline].filter(Boolean).join('：')}
      urgent={open && urgency === 'urgent'}
      about={[`${at(openedAt)} 报的 · ${stateRule(state).label}`, standing, ...(why ? [why] : [])]}
      onOpen={() => openCase(id)}
    />
  )
}

function Section({ title, children }: PropsWithChildren<{ title: string }>) {
  return (
    <View className="village-block">
      <View className="village-block__title" role="heading" aria-level="2">
        {title}
      </View>
      {children}
    </View>
  )
}

function Line({
  name,
  about,
  urgent = false,
  onOpen,
}: {
  name: string
  about: readonly string[]
  urgent?: boolean
  onOpen(): void
}) {
  return (
    <Press className="household-line" onPress={onOpen}>
      <View className="household-line__words">
        <Text className="household-line__name">{name}</Text>
        {urgent && <Text className="household-line__urgent">要紧</Text>}
        {about.map((words) => (
          <Text key={words} className="household-line__about">
            {words}
          </Text>
        ))}
      </View>
      <Icon name="chevron-right" />
    </Press>
  )
}

/** The number of whoever reported last; taking it whole is noted. */
function CallReporter({ caseId }: { caseId: string }) {
  const { number, trouble, ring } = useCall(caseId)
  return (
    <>
      <MainButton
        tone="plain"
        icon="phone"
        words={`打电话给报的人${number ? ` ${number}` : ''}`}
        onPress={ring}
      />
      <Warning words={trouble} />
    </>
  )
}
