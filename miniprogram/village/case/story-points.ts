import { spokenMoment } from '../../../shared/domain/spoken-time'
import type { StoryPoint } from '../../components/story-line/story-line'
import type { Case } from './case'

type Step = Case['history'][number]

/** When a step was, and when it was written down, where the two are not the same. */
const whenOf = ({ at, happenedAt }: Step, now: Date) => {
  const recorded = spokenMoment(new Date(at), now)
  return happenedAt ? `${spokenMoment(new Date(happenedAt), now)} 上门，${recorded} 记下` : recorded
}

const whoOf = ({ by }: Step) => by && [by.title, by.calledAs].filter(Boolean).join(' ')

/** A case's story for a layman: what was done, when, by whom; and at its end what comes next, who does it, and by when. */
export function pointsOf(work: Case, now: Date): StoryPoint[] {
  const reached = work.history.map(
    (step, at): StoryPoint => ({
      key: step.at + step.told,
      words: step.told,
      beneath: [whenOf(step, now), whoOf(step)].filter(Boolean).join(' · '),
      state: at === work.history.length - 1 ? 'now' : 'reached',
    }),
  )
  if (!work.clock) return reached
  const next: StoryPoint = {
    key: 'next',
    words: `接下来：${work.nextAction}`,
    beneath: `${work.owner.title} ${work.owner.calledAs} · ${spokenMoment(new Date(work.dueAt), now)} 前`,
    state: 'ahead',
  }
  return [...reached, next]
}
