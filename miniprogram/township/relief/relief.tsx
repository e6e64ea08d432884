import { Text, View } from '@tarojs/components'
import Taro, { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { stateRule } from '../../../shared/domain/case-states'
import { type CaseEvent, caseEvents } from '../../../shared/domain/life-cycle'
import { inquiryUnits, reliefRule } from '../../../shared/domain/relief'
import { reliefDeeds } from '../../../shared/domain/relief-life'
import { townshipRoles } from '../../../shared/domain/roles'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { signedInPerson } from '../../client/session'
import { Empty, Loading, Trouble } from '../../components/answer/answer'
import { CaseClock } from '../../components/clock-chip/case-clock'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn } from '../../components/person-bar/person-bar'
import { AdvanceForm } from './advance-form'
import { ItemCard, type ItemForm } from './item-card'
import { EmergencyOverForm, ExtendForm, RecuseForm, WaiveForm } from './item-deed-form'
import { JointForm } from './joint-form'
import { PublishForm } from './publish-form'
import { SettleForm } from './settle-form'
import { StartForm } from './start-form'
import { type Desk, type Doing, type ReliefCase, useRelief } from './use-relief'
import '../../components/block/block.scss'
import './relief.scss'

/** What is begun on a form of its own, by the event it causes. */
const beginnings = [
  'give_advance_relief',
  'start_relief',
  'start_joint_inquiry',
  'change_joint_inquiry',
] as const satisfies readonly CaseEvent[]
type Beginning = (typeof beginnings)[number]

/** The form that is open: one that begins something, or one of an item. */
type Open = { begins: Beginning } | { item: string; form: ItemForm } | null

/** 救助: what a family was given and what is applied for, each with its list, its term and its next step (R6, R9, R10). */
export default function ReliefPage() {
  const { params } = useRouter()
  if (signedInPerson()) return <Relief caseId={params.id ?? ''} asked={params.do} />
  return (
    <Page reader="worker" name="救助">
      <NotSignedIn />
    </Page>
  )
}

function Relief({ caseId, asked: wanted }: { caseId: string; asked: string | undefined }) {
  const { work, asked, desk, doing, forget } = useRelief(caseId)
  const begins = beginnings.find((one) => one === wanted)
  const [open, setOpen] = useState<Open>(begins ? { begins } : null)
  const change = (to: Open) => {
    forget()
    setOpen(to)
    void Taro.pageScrollTo({ scrollTop: 0, duration: 0 })
  }
  const back = () => change(null)
  const shown = work && desk.value ? { work, desk: desk.value } : null
  const error = asked.error ?? desk.error
  const again = () => {
    void asked.again()
    void desk.again()
  }
  return (
    <Page reader="worker" name="救助" wide={open === null} {...(open && { onBack: back })}>
      {shown && <CaseHead work={shown.work} />}
      {shown && open && <OpenForm {...shown} open={open} doing={doing} onDone={back} />}
      {shown && open === null && <Overview work={shown.work} doing={doing} onOpen={change} />}
      {error !== null && <Trouble error={error} onAgain={again} />}
      {!shown && error === null && <Loading />}
      {open && <MainButton tone="plain" words="先不办" onPress={back} />}
    </Page>
  )
}

function CaseHead({ work }: { work: ReliefCase }) {
  return (
    <View className="relief-head">
      {work.clock && <CaseClock work={work} now={new Date()} />}
      <View className="relief-head__name" role="heading" aria-level="1">
        {work.subjectName ?? '没有留名字'}
      </View>
      <Text className="relief-head__place">{work.placeName}</Text>
      <Text className="relief-head__state">
        {stateRule(work.state).label} · {work.owner.title} {work.owner.calledAs}
      </Text>
    </View>
  )
}

/** Everything under way and settled, and what can be begun. */
function Overview({ work, doing, onOpen }: { work: ReliefCase; doing: Doing; onOpen(to: Open): void }) {
  const ofTownship =
    signedInPerson()?.posts.some(({ role }) => townshipRoles.some((one) => one === role)) ?? false
  const underWay = work.relief
    .flatMap((item) => (item.term ? [{ item, dueAt: item.term.dueAt }] : []))
    .sort((a, b) => a.dueAt.localeCompare(b.dueAt))
    .map(({ item }) => item)
  const settled = work.relief.filter(({ term }) => term === null)
  const possible = beginnings.filter((event) => work.events.includes(event))
  // What presses is given first; otherwise an application is begun.
  const [main] =
    underWay.length > 0
      ? []
      : work.urgency === 'urgent'
        ? possible
        : [...possible].sort((a, b) => Number(b === 'start_relief') - Number(a === 'start_relief'))
  return (
    <View className="relief-overview">
      {work.jointInquiry && <Meeting inquiry={work.jointInquiry} />}
      {work.relief.length === 0 && !work.jointInquiry && <Empty title="还没有给过救助" />}
      {[...underWay, ...settled].map((item, at) => (
        <ItemCard
          key={item.id}
          item={item}
          ofTownship={ofTownship}
          first={at === 0}
          doing={doing}
          onForm={(form) => onOpen({ item: item.id, form })}
        />
      ))}
      <View className="relief-begin">
        {possible.map((event) => (
          <MainButton
            key={event}
            tone={event === main ? 'main' : 'plain'}
            words={
              work.relief.length > 0 && event === 'start_relief' ? '再办一项救助' : caseEvents[event].label
            }
            onPress={() => onOpen({ begins: event })}
          />
        ))}
      </View>
    </View>
  )
}

function Meeting({ inquiry }: { inquiry: NonNullable<ReliefCase['jointInquiry']> }) {
  return (
    <View className="block block--part">
      <View className="block__title" role="heading" aria-level="2">
        联合入户
      </View>
      <Text className="relief-item__given">
        {spokenMoment(new Date(inquiry.meetAt), new Date())}
        {inquiry.place && `，${inquiry.place}`}
      </Text>
      {inquiry.team.map(({ unit, title, name }) => (
        <Text key={`${unit} ${name}`}>
          {inquiryUnits[unit]}：{title} {name}
        </Text>
      ))}
    </View>
  )
}

/** The one form that is open, with its heading. */
function OpenForm({
  work,
  desk,
  open,
  doing,
  onDone,
}: {
  work: ReliefCase
  desk: Desk
  open: NonNullable<Open>
  doing: Doing
  onDone(): void
}) {
  const common = { work, desk, doing, onDone }
  if ('begins' in open)
    return (
      <>
        <Heading words={caseEvents[open.begins].label} />
        {open.begins === 'give_advance_relief' && <AdvanceForm {...common} />}
        {open.begins === 'start_relief' && <StartForm {...common} />}
        {(open.begins === 'start_joint_inquiry' || open.begins === 'change_joint_inquiry') && (
          <JointForm {...common} />
        )}
      </>
    )
  const item = work.relief.find(({ id }) => id === open.item)
  if (!item) return null
  const { label } = reliefRule(item.type)
  return (
    <>
      <Heading words={`${label}：${titles[open.form]}`} />
      {open.form === 'publish' && <PublishForm {...common} item={item} />}
      {open.form === 'settle' && <SettleForm {...common} item={item} />}
      {open.form === 'recuse' && <RecuseForm {...common} item={item} />}
      {open.form === 'waive_paperwork' && <WaiveForm {...common} item={item} />}
      {open.form === 'extend' && <ExtendForm {...common} item={item} />}
      {open.form === 'emergency_over' && <EmergencyOverForm {...common} item={item} />}
    </>
  )
}

const titles: Record<ItemForm, string> = {
  publish: '公示',
  settle: '结果',
  extend: '延长',
  recuse: '请县里来定',
  waive_paperwork: reliefDeeds.waive_paperwork.label,
  emergency_over: reliefDeeds.emergency_over.label,
}

function Heading({ words }: { words: string }) {
  return (
    <View className="relief-title" role="heading" aria-level="2">
      {words}
    </View>
  )
}
