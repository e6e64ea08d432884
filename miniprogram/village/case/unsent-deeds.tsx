import { Text, View } from '@tarojs/components'
import { useEffect, useRef, useState } from 'react'
import { stateRule } from '../../../shared/domain/case-states'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { dropCaseDeed, sendCaseDeed, sendOnNewest } from '../../client/case-deeds'
import { type CaseDeedKey, onDeedSent, type WaitingDeed, waitingCaseDeeds } from '../../client/deed-outbox'
import { ApiProblem, inDetail } from '../../client/problem'
import { whyWaiting } from '../../client/waiting-line'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { Icon } from '../../components/icon/icon'
import { TwoSides } from '../../components/two-sides/two-sides'
import type { Case } from './case'
import { longestNote } from './note-form'

type Waiting = WaitingDeed<CaseDeedKey>

/** The small deeds of a case that lie on this phone; looks again whenever a try to send one has ended. */
export function useWaitingCaseDeeds(caseId: string): Waiting[] {
  const [, setTries] = useState(0)
  useEffect(() => onDeedSent(() => setTries((tries) => tries + 1)), [])
  return waitingCaseDeeds(caseId)
}

/** What was done with this case and has not arrived: it waits for signal, or for a choice between two sides. */
export function UnsentDeeds({
  work,
  onChange,
  onStale,
}: {
  work: Case
  onChange(newer: Case): void
  onStale(): unknown
}) {
  const waiting = useWaitingCaseDeeds(work.id)
  const [, setChoices] = useState(0)
  const stale = useRef(onStale)
  stale.current = onStale
  // Something arrived by itself, or was overtaken: the page shows what is no longer so.
  useEffect(
    () =>
      onDeedSent((_key, { ended }) => {
        if (ended !== 'waiting') void stale.current()
      }),
    [],
  )
  return (
    <>
      {waiting.map((deed) =>
        deed.refused ? (
          <Overtaken
            key={deed.key}
            deed={deed}
            work={work}
            onChange={onChange}
            onChosen={() => {
              setChoices((choices) => choices + 1)
              void stale.current()
            }}
          />
        ) : (
          <View key={deed.key} className="case-unsent" role="status">
            <Icon name="wifi-off" />
            <Text>
              {deed.told?.label}：{whyWaiting[deed.reason]}
            </Text>
          </View>
        ),
      )}
    </>
  )
}

const linesOf = ({ told }: Waiting): string =>
  [
    `${told?.label ?? ''}（${told ? spokenMoment(new Date(told.at), new Date()) : ''}）`,
    ...(told?.said ?? []).map(({ label, words }) => [label, words].filter(Boolean).join('：')),
  ].join('\n')

/** What the case is now, and what was done last. */
const nowOf = ({ state, owner, history }: Case): string => {
  const last = history.at(-1)
  const who = last?.by ? `${last.by.title} ${last.by.calledAs} ` : ''
  return [
    `${stateRule(state).label}，${owner.title} ${owner.calledAs}在办`,
    ...(last ? [`${spokenMoment(new Date(last.at), new Date())} ${who}${last.told}`] : []),
  ].join('\n')
}

function Overtaken({
  deed,
  work,
  onChange,
  onChosen,
}: {
  deed: Waiting
  work: Case
  onChange(newer: Case): void
  onChosen(): void
}) {
  const { busy, trouble, act } = useAct()
  const { told, refused, key } = deed
  const still = told !== undefined && (told.event === 'note' || work.events.includes(told.event))
  const show = (end: Awaited<ReturnType<typeof sendOnNewest>>) => {
    if (typeof end !== 'string') onChange(end.newer)
    onChosen()
  }
  const again = () => act(async () => show(await sendOnNewest(key, work.version)))
  /** It can be done no more; that it was done on the spot is written down all the same. */
  const note = () =>
    act(async () => {
      const end = await sendCaseDeed(
        (sending) => ({
          endpoint: 'POST /api/cases/:caseId/notes',
          params: { caseId: work.id },
          body: {
            ...sending,
            happenedAt: told?.at ?? sending.happenedAt,
            words: linesOf(deed).slice(0, longestNote),
          },
        }),
        { event: 'note', label: '记一句', said: told?.said ?? [], title: deed.title },
      )
      dropCaseDeed(key)
      show(end)
    })
  return (
    <>
      <TwoSides
        why={`没有发成：${refused ? inDetail(new ApiProblem(refused)) : ''}。您办的还在手机里，什么也没有盖掉。`}
        sides={[{ label: '', mine: linesOf(deed), now: nowOf(work) }]}
        mine={{
          words: still ? '看过了，还是按我写的发' : '把我写的记在经过里',
          busy: busy && '正在发…',
          onPress: () => void (still ? again() : note()),
        }}
        now={{
          words: '不发了',
          onPress() {
            dropCaseDeed(key)
            onChosen()
          },
        }}
      />
      <Warning words={trouble} />
    </>
  )
}
