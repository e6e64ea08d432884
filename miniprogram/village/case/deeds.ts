import { pauseReasonCodes, pauseReasons } from '../../../shared/domain/clocks'
import {
  satisfactionCodes,
  satisfactions,
  wayOfContactCodes,
  waysOfContact,
} from '../../../shared/domain/follow-up'
import type { CaseEvent } from '../../../shared/domain/life-cycle'
import { call } from '../../client/api'
import type { CaseDeed, Sending } from '../../client/case-deeds'
import { workplaces } from '../../client/workplaces'
import type { Case } from './case'
import { reliefPage } from './relief-block'

/** One thing that a deed asks for before it is done. */
export type Ask = { name: string; label: string; hint?: string; optional?: true } & (
  | { kind: 'line' | 'story'; placeholder: string }
  | { kind: 'day'; days: 'ahead' | 'past' }
  | { kind: 'choice'; of(work: Case): readonly { value: string; words: string }[] }
)

/** What was answered to a deed's questions, by their names. */
export type Said = Record<string, string>

/** How an event of the life cycle is caused on screen: by one tap, by a few words in place, or on a page of its own. */
export interface Deed {
  /** What the button says, where it is not the table's word. */
  words?(work: Case): string
  /** Left out where the state alone decides. */
  fits?(work: Case): boolean
  asks?: readonly Ask[]
  /** The page on which it is done. */
  page?(work: Case): string
  /** Where it may be done without signal: what is sent then, or later. In place of `send`. */
  later?(work: Case, said: Said, sending: Sending): CaseDeed
  /** The newer case; nothing when the case then leaves this person's sight. */
  send?(work: Case, said: Said): Promise<Case | undefined>
  /** Said when the case has left this person's sight. */
  gone?: string
}

const of = (work: Case) => ({ caseId: work.id })
const at = ({ version }: Case) => ({ version })

const because = (label: string, placeholder: string): Ask => ({
  name: 'reason',
  label,
  hint: '写一句，留在经过里',
  kind: 'line',
  placeholder,
})
const explaining = (label: string, placeholder: string): Ask => ({
  name: 'explanation',
  label,
  hint: '家里看得到，用大白话写',
  kind: 'story',
  placeholder,
})
const said = (words: Said, name: string) => words[name] ?? ''
const choice = (
  name: string,
  label: string,
  words: Readonly<Record<string, string>>,
  hint?: string,
): Ask => ({
  name,
  label,
  hint,
  kind: 'choice',
  of: () => Object.entries(words).map(([value, word]) => ({ value, words: word })),
})
/** 是, 否, or neither: what was asked of something that there may not be. */
const judged = (answer: string | undefined) => (answer === 'none' ? null : answer === 'yes')
/** Noon of a day that was picked; today, the moment itself. */
const onDay = (date: string | undefined) => {
  const noon = date ? new Date(`${date}T12:00:00+08:00`) : new Date()
  return (noon > new Date() ? new Date() : noon).toISOString()
}
/** The end of a day that was picked, in China's time. */
const endOfDay = (date: string) => new Date(`${date}T18:00:00+08:00`).toISOString()

const visitPage = ({ id }: Case) => `/village/visit/visit?id=${id}`
/** Relief and the green channel have a page of their own; each beginning opens there with its form. */
const onReliefPage = (event: CaseEvent): Deed => ({
  page: (work) => `${reliefPage(work)}&do=${event}`,
})

/** Every deed of the case page, by the event it causes. The server's table says which of them are open to whom. */
export const deeds: Partial<Record<CaseEvent, Deed>> = {
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
  decide_not_eligible: {
    asks: [
      explaining(
        '为什么不符合，还能找谁',
        '比如：两个儿子都在领工资，够不上低保。看病花得多，可以去医保所问大病报销',
      ),
    ],
    send: (work, words) =>
      call('POST /api/cases/:caseId/decide-not-eligible', {
        params: of(work),
        body: { ...at(work), explanation: said(words, 'explanation') },
      }),
  },
  close_referral: {
    asks: [explaining('那边怎么办的', '写一句，报的人看得到')],
    send: (work, words) =>
      call('POST /api/cases/:caseId/close-referral', {
        params: of(work),
        body: { ...at(work), explanation: said(words, 'explanation') },
      }),
  },
  answer: {
    asks: [
      choice('how', '怎么告诉的', waysOfContact),
      explaining('结果是什么', '比如：临时救助 800 元，已经打到卡上'),
    ],
    send: (work, words) =>
      call('POST /api/cases/:caseId/answer', {
        params: of(work),
        body: {
          ...at(work),
          how: wayOfContactCodes.find((code) => code === words.how) ?? 'visit',
          explanation: said(words, 'explanation'),
        },
      }),
  },
  follow_up: {
    words: () => '回访',
    asks: [
      choice('how', '怎么回访的', waysOfContact),
      { name: 'day', label: '哪天回访的', hint: '不选就是今天', kind: 'day', days: 'past', optional: true },
      choice('knowsResult', '知道结果吗', { yes: '知道', no: '不知道' }),
      choice('arrived', '钱物到了吗', { yes: '到了', no: '没有到', none: '不用给钱物' }),
      choice('amountRight', '数目对吗', { yes: '对', no: '不对', none: '没有数目' }),
      choice('satisfied', '满意吗', satisfactions),
      { name: 'words', label: '家里说了什么', kind: 'line', placeholder: '没有就不写', optional: true },
      {
        name: 'newTrouble',
        label: '又有什么新的难处',
        hint: '写了就重新受理',
        kind: 'line',
        placeholder: '没有就不写',
        optional: true,
      },
    ],
    later: (work, words, sending) => ({
      endpoint: 'POST /api/cases/:caseId/follow-ups',
      params: of(work),
      body: {
        ...at(work),
        ...sending,
        followUp: {
          happenedAt: onDay(words.day),
          how: wayOfContactCodes.find((code) => code === words.how) ?? 'visit',
          knowsResult: words.knowsResult === 'yes',
          arrived: judged(words.arrived),
          amountRight: judged(words.amountRight),
          satisfied: satisfactionCodes.find((code) => code === words.satisfied) ?? 'so_so',
          words: said(words, 'words'),
        },
        newTrouble: said(words, 'newTrouble'),
      },
    }),
  },
  close: {
    send: (work) => call('POST /api/cases/:caseId/close', { params: of(work), body: at(work) }),
  },
  reopen: {
    asks: [because('有什么新难处', '比如：又住院了')],
    send: (work, words) =>
      call('POST /api/cases/:caseId/reopen', {
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
