import Taro from '@tarojs/taro'
import { call, type Reply } from '../../client/api'
import { inDetailOfForm } from '../../client/problem'
import { useAct } from '../../components/answer/use-act'
import { useAnswer, useRefresh } from '../../components/answer/use-answer'

/** A case as the relief page shows it. */
export type ReliefCase = Reply<'GET /api/cases/:caseId'>
/** One relief item of it. */
export type Item = ReliefCase['relief'][number]
/** What is known before relief is begun: limits, lists, who would go together. */
export type Desk = Reply<'GET /api/cases/:caseId/relief-desk'>

/** What a form needs: the case, a way to send, and how that went. */
export interface Doing {
  busy: boolean
  trouble: string | null
  /** Sends one deed; the form stays as it was typed until it is done, also when somebody else was quicker. */
  send(deed: (at: { caseId: string; version: number }) => Promise<ReliefCase>, done: string): Promise<boolean>
}

/** The case of the page, what is known at its desk, and the sending of deeds. */
export function useRelief(caseId: string) {
  const asked = useAnswer(() => call('GET /api/cases/:caseId', { params: { caseId } }), caseId)
  const desk = useAnswer(() => call('GET /api/cases/:caseId/relief-desk', { params: { caseId } }), caseId)
  const { busy, trouble, act, forget } = useAct({ onOvertaken: asked.again, inWords: inDetailOfForm })
  useRefresh(asked.again)
  const work = asked.value

  const doing: Doing = {
    busy,
    trouble,
    async send(deed, done) {
      if (!work) return false
      return act(async () => {
        asked.put(await deed({ caseId, version: work.version }))
        void Taro.showToast({ title: done, icon: 'success' })
      })
    },
  }
  return { work, asked, desk, doing, forget }
}
