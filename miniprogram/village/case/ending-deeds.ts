import {
  satisfactionCodes,
  satisfactions,
  wayOfContactCodes,
  waysOfContact,
} from '../../../shared/domain/follow-up'
import type { CaseEvent } from '../../../shared/domain/life-cycle'
import { call } from '../../client/api'
import { at, because, choice, type Deed, explaining, of, said } from './deed'

/** 是, 否, or neither: what was asked of something that there may not be. */
const judged = (answer: string | undefined) => (answer === 'none' ? null : answer === 'yes')
/** Noon of a day that was picked; today, the moment itself. */
const onDay = (date: string | undefined) => {
  const noon = date ? new Date(`${date}T12:00:00+08:00`) : new Date()
  return (noon > new Date() ? new Date() : noon).toISOString()
}

/** What a case ends with: telling the family, asking whether it came, and what stands open after that. */
export const endingDeeds = {
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
} satisfies Partial<Record<CaseEvent, Deed>>
