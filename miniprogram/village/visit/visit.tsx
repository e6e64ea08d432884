import { Text, View } from '@tarojs/components'
import Taro, { useRouter } from '@tarojs/taro'
import { useEffect, useRef, useState } from 'react'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import type { FormFault } from '../../../shared/domain/visit-form'
import { signedInPerson } from '../../client/session'
import { noRoom } from '../../client/shelf'
import type { Prefill, VisitDraft } from '../../client/visit-drafts'
import { Loading, Trouble, Warning } from '../../components/answer/answer'
import { Fold } from '../../components/fold/fold'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn } from '../../components/person-bar/person-bar'
import { CareSection } from './care-section'
import { ContactSection } from './contact-section'
import { EndSection } from './end-section'
import { ExtrasSection } from './extras-section'
import { FamilySection } from './family-section'
import { HomeSection } from './home-section'
import type { SectionProps } from './section-props'
import { faultsOf, type Section, sectionCodes, sectionOf, sections, summaryOf } from './sections'
import { SentVisit } from './sent-visit'
import { TroubleSection } from './trouble-section'
import { useVisit, type VisitWriting } from './use-visit'
import { faultsIn } from './visit-form'
import { WhoSection } from './who-section'
import './visit.scss'

/** 入户核查: written where it happens, with or without signal; saved with every tap. */
export default function VisitPage() {
  const caseId = useRouter().params.id ?? ''
  if (signedInPerson()) return <Visit caseId={caseId} />
  return (
    <Page reader="worker" name="入户核查">
      <NotSignedIn />
    </Page>
  )
}

function Visit({ caseId }: { caseId: string }) {
  const writing = useVisit(caseId)
  const { draft, prefill, sent } = writing
  if (draft && prefill && !sent) return <VisitForm writing={writing} draft={draft} prefill={prefill} />
  return (
    <Page reader="worker" name="入户核查">
      {sent && <SentVisit sent={sent} writing={writing} caseId={caseId} />}
      {!sent && writing.error !== null && <Trouble error={writing.error} onAgain={writing.again} />}
      {!sent && writing.error === null && <Loading />}
    </Page>
  )
}

function VisitForm({
  writing,
  draft,
  prefill,
}: {
  writing: VisitWriting
  draft: VisitDraft
  prefill: Prefill
}) {
  const { change, refused } = writing
  const [tried, setTried] = useState(false)
  const now = new Date()
  const missing = faultsIn(draft, prefill, now)
  const told: FormFault[] = tried ? missing : []
  const shown = [...told, ...(refused?.faults ?? [])]
  const unfold = (section: Section | null) => change({ open: section })
  const goOn = (section: Section) => {
    const rest = sectionCodes.slice(sectionCodes.indexOf(section) + 1)
    unfold(rest.find((next) => missing.some(({ field }) => sectionOf(field) === next)) ?? rest[0] ?? null)
  }
  const send = () => {
    setTried(true)
    const [first] = missing
    if (first) unfold(sectionOf(first.field))
    else void writing.send()
  }
  useInView(draft.open)
  const [fault] = shown
  const words = fault ? `${sections[sectionOf(fault.field)]}：${fault.message}` : (refused?.words ?? null)
  return (
    <Page
      reader="worker"
      name="入户核查"
      foot={
        <>
          <Warning words={words} />
          {!writing.kept && <Warning words={noRoom} />}
          <MainButton words="看完了，发出去" busy={writing.sending && '正在发…'} onPress={send} />
        </>
      }
    >
      <VisitHead prefill={prefill} now={now} />
      {sectionCodes.map((section) => {
        const faults = faultsOf(shown, section)
        const isDone = !missing.some(({ field }) => sectionOf(field) === section)
        const isWrong = Object.keys(faults).length > 0
        const open = draft.open === section
        return (
          <Fold
            key={section}
            id={partOf(section)}
            title={sections[section]}
            summary={isWrong ? (Object.values(faults)[0] ?? '') : summaryOf(section, draft, prefill, now)}
            open={open}
            state={isWrong ? 'wrong' : isDone ? 'done' : 'todo'}
            onToggle={() => unfold(open ? null : section)}
          >
            <Inside
              section={section}
              draft={draft}
              prefill={prefill}
              faults={faults}
              change={change}
              writing={writing}
            />
            {section !== 'end' && (
              <MainButton tone="plain" words="这一段好了，往下" onPress={() => goOn(section)} />
            )}
          </Fold>
        )
      })}
      <Text className="visit-note">每点一下都存在手机里，没有信号也不会丢。</Text>
    </Page>
  )
}

function Inside({ section, writing, ...props }: SectionProps & { section: Section; writing: VisitWriting }) {
  if (section === 'who') return <WhoSection {...props} />
  if (section === 'family') return <FamilySection {...props} />
  if (section === 'care') return <CareSection {...props} />
  if (section === 'trouble') return <TroubleSection {...props} />
  if (section === 'home') return <HomeSection {...props} />
  if (section === 'contact') return <ContactSection {...props} />
  if (section === 'extras')
    return <ExtrasSection {...props} onPhotos={writing.addPhotos} onSign={writing.sign} />
  return <EndSection {...props} />
}

/** Milliseconds: a browser draws Taro's elements a moment after React has put them there. */
const untilDrawn = 50

const partOf = (section: string) => `visit-${section}`

/** A part that has just been unfolded begins at the top of the screen, however long the one was that folded above it. */
function useInView(open: string | null): void {
  const before = useRef(open)
  useEffect(() => {
    if (open === before.current) return
    before.current = open
    if (open === null) return
    const timer = setTimeout(() => {
      const there = { selector: `#${partOf(open)}`, offsetTop: -8, duration: 0 }
      void Taro.pageScrollTo(there).catch(() => undefined)
    }, untilDrawn)
    return () => clearTimeout(timer)
  }, [open])
}

/** Whose home it is, and when somebody was here last. */
function VisitHead({ prefill, now }: { prefill: Prefill; now: Date }) {
  const { last } = prefill
  return (
    <View className="visit-head">
      <View className="visit-head__name" role="heading" aria-level="1">
        {prefill.subjectName ?? '没有留名字'}
      </View>
      <Text className="visit-head__place">{prefill.placeName}</Text>
      <Text className="visit-head__last">
        {last
          ? `上次上门是${spokenMoment(new Date(last.at), now)}，${last.visitors}。上次写的都填好了，变了的才改。`
          : '报过的都填好了，看着改。'}
      </Text>
    </View>
  )
}
