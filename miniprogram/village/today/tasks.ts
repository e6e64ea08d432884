import type { CaseEvent } from '../../../shared/domain/life-cycle'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { todayKinds } from '../../../shared/domain/today'
import type { Today } from '../../client/today'

/** One thing on the day's list. */
export type Task = Today['tasks'][number]

const casePage = ({ id }: Task, deed?: CaseEvent) =>
  `/village/case/case?id=${id}${deed ? `&deed=${deed}` : ''}`

/** What the button of a task says, and where it is done; no page where one tap does it. */
export const doing: Record<Task['kind'], { words: string; page: ((task: Task) => string) | null }> = {
  accept: { words: '我接了', page: null },
  visit: { words: '写上门记录', page: ({ id }) => `/village/visit/visit?id=${id}` },
  report_up: { words: '报给乡里', page: (task) => casePage(task, 'report_up') },
  joint_visit: { words: '看约在哪里', page: casePage },
  follow_up: { words: '记回访', page: (task) => casePage(task, 'follow_up') },
  other: { words: '打开去办', page: casePage },
}

/** Where a tap on its line leads: to its deed, where that is what one comes for. */
export const pageOfTask = (task: Task): string =>
  task.kind === 'follow_up' ? casePage(task, 'follow_up') : casePage(task)

/** Why it stands here, where that does not go without saying. */
export function asideOf({ kind, mine, handedOver, owner, dueAt }: Task, now: Date): string | undefined {
  if (kind === 'joint_visit') return `${todayKinds.joint_visit}：${spokenMoment(new Date(dueAt), now)}`
  if (handedOver) return '转到您手里的，您还没动过'
  return mine ? undefined : `${owner.title} ${owner.calledAs} 管着，您去看过也算`
}

/** The day in numbers: what is to be done, what presses, whom one has to go and see. */
export function countsOf({ tasks, later }: Today, now: Date) {
  const of = (kind: Task['kind']) => tasks.filter((task) => task.kind === kind).length
  const seen = [
    of('visit') > 0 && `${of('visit')} 户要上门`,
    of('follow_up') > 0 && `${of('follow_up')} 户要回访`,
  ]
  return {
    counts: {
      open: Math.min(100, tasks.length + later),
      urgent: tasks.filter(({ urgency }) => urgency === 'urgent').length,
      overdue: tasks.filter(({ dueAt }) => new Date(dueAt) <= now).length,
    },
    besides: seen.filter(Boolean).join('，'),
  }
}
