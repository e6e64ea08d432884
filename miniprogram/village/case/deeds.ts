import { pauseReasonCodes, pauseReasons } from '../../../shared/domain/clocks'
import type { CaseEvent } from '../../../shared/domain/life-cycle'
import { call } from '../../client/api'
import { workplaces } from '../../client/workplaces'
import type { Case } from './case'
import { at, because, type Deed, of, said } from './deed'
import { endingDeeds } from './ending-deeds'
import { reliefPage } from './relief-block'

/** The end of a day that was picked, in China's time. */
const endOfDay = (date: string) => new Date(`${date}T18:00:00+08:00`).toISOString()

const visitPage = ({ id }: Case) => `/village/visit/visit?id=${id}`
/** Relief and the green channel have a page of their own; each beginning opens there with its form. */
const onReliefPage = (event: CaseEvent): Deed => ({
  page: (work) => `${reliefPage(work)}&do=${event}`,
})

/** Every deed of the case page, by the event it causes. The server's table says which of them are open to whom. */
export const deeds: Partial<Record<CaseEvent, Deed>> = {
  ...endingDeeds,
  accept: {
    later: (work, _words, sending) => ({
      endpoint: 'POST /api/cases/:caseId/accept',
      params: of(work),
      body: { ...at(work), ...sending },
    }),
  },
  place: {
    words: () => '去分派台看是哪个村',
    page: (work) => `${workplaces.township}?id=${work.id}`,
  },
  // Each of these visits ends on the form's page: that is where one says that it is not so, too.
  visit_confirms: {
    words: ({ state }) => (state === 'verified' ? '又上门看了一次' : '上门看过了'),
    page: visitPage,
  },
  township_confirms: { words: () => '乡里上门看过了', page: visitPage },
  joint_confirms: { words: () => '一起上门看过了', page: visitPage },
  report_up: {
    asks: [
      {
        name: 'words',
        label: '还要跟乡里说什么',
        kind: 'line',
        placeholder: '没有就不写',
        optional: true,
      },
    ],
    later: (work, words, sending) => ({
      endpoint: 'POST /api/cases/:caseId/report-up',
      params: of(work),
      body: { ...at(work), ...sending, words: said(words, 'words') },
    }),
  },
  return_for_more: {
    asks: [because('要补什么', '比如：还差住院的票据')],
    send: (work, words) =>
      call('POST /api/cases/:caseId/return-for-more', {
        params: of(work),
        body: { ...at(work), reason: said(words, 'reason') },
      }),
  },
  transfer: {
    page: (work) => `/township/transfer-out/transfer-out?id=${work.id}`,
  },
  transfer_beside: {
    page: (work) => `/township/transfer-out/transfer-out?id=${work.id}`,
  },
  take_back: {
    send: (work) => call('POST /api/cases/:caseId/take-back', { params: of(work), body: at(work) }),
  },
  close_transfer: {
    fits: ({ transfers }) => transfers.some(({ state }) => state === 'replied'),
    asks: [
      {
        name: 'transfer',
        label: '哪一件',
        hint: '看过答复，就可以销案',
        kind: 'choice',
        of: ({ transfers }) =>
          transfers
            .filter(({ state }) => state === 'replied')
            .map(({ id, departmentCalled, number }) => ({
              value: id,
              words: `${departmentCalled} ${number}`,
            })),
      },
    ],
    send: (work, words) =>
      call('POST /api/cases/:caseId/transfers/:transferId/close', {
        params: { ...of(work), transferId: said(words, 'transfer') },
        body: at(work),
      }),
  },
  mark_urgent: {
    fits: ({ urgency }) => urgency !== 'urgent',
    asks: [because('为什么', '一句话')],
    send: (work, words) =>
      call('POST /api/cases/:caseId/urgency', {
        params: of(work),
        body: { ...at(work), urgency: 'urgent', reason: said(words, 'reason') },
      }),
  },
  mark_ordinary: {
    fits: ({ urgency }) => urgency === 'urgent',
    words: () => '没那么急',
    asks: [because('为什么', '一句话')],
    send: (work, words) =>
      call('POST /api/cases/:caseId/urgency', {
        params: of(work),
        body: { ...at(work), urgency: 'ordinary', reason: said(words, 'reason') },
      }),
  },
  reassign: {
    fits: ({ candidates }) => candidates.length > 0,
    asks: [
      {
        name: 'owner',
        label: '换谁来',
        kind: 'choice',
        of: ({ candidates }) =>
          candidates.map(({ id, calledAs, title }) => ({ value: id, words: `${title} ${calledAs}` })),
      },
      because('为什么', '一句话'),
    ],
    send: (work, words) =>
      call('POST /api/cases/:caseId/reassign', {
        params: of(work),
        body: { ...at(work), owner: said(words, 'owner'), reason: said(words, 'reason') },
      }),
  },
  return_to_triage: {
    asks: [
      {
        name: 'reason',
        label: '为什么不是我们村的',
        hint: '写一句，乡里好重新分',
        kind: 'line',
        placeholder: '比如：这家是隔壁村的',
      },
    ],
    gone: '退回乡里了',
    async send(work, words) {
      await call('POST /api/cases/:caseId/return', {
        params: of(work),
        body: { ...at(work), reason: said(words, 'reason') },
      })
      return undefined
    },
  },
  pause: {
    asks: [
      {
        name: 'reason',
        label: '为什么现在办不了',
        kind: 'choice',
        of: () => pauseReasonCodes.map((value) => ({ value, words: pauseReasons[value] })),
      },
      { name: 'until', label: '哪天接着办', kind: 'day', days: 'ahead' },
    ],
    send: (work, words) =>
      call('POST /api/cases/:caseId/pause', {
        params: of(work),
        body: {
          ...at(work),
          reason: pauseReasonCodes.find((code) => code === words.reason) ?? 'family_away',
          until: endOfDay(said(words, 'until')),
        },
      }),
  },
  give_advance_relief: onReliefPage('give_advance_relief'),
  start_relief: onReliefPage('start_relief'),
  start_joint_inquiry: onReliefPage('start_joint_inquiry'),
  change_joint_inquiry: onReliefPage('change_joint_inquiry'),
  // Publishing and settling are done there as well, each at its own item; who only decides finds it there.
  settle_relief: {
    words: () => '看一看，定下来',
    page: reliefPage,
    fits: ({ events }) => !events.includes('work_on_relief'),
  },
  work_on_relief: { words: () => '救助办到哪了', page: reliefPage },
  resume: {
    send: (work) => call('POST /api/cases/:caseId/resume', { params: of(work), body: at(work) }),
  },
}
