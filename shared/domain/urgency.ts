import type { HelpCategory } from './code-lists'

/** `urgent` cases run around the clock and stand first in every queue; the rest run in working time (R6). */
export const urgencies = { urgent: '紧急', ordinary: '一般' } as const
export type Urgency = keyof typeof urgencies
export const urgencyCodes = Object.keys(urgencies) as [Urgency, ...Urgency[]]

/** Words that speak of danger, and whom to call at once. */
const dangerWords: Record<'120' | '110' | '119', readonly string[]> = {
  120: ['昏迷', '大出血', '没气了', '断气', '喝农药', '中毒', '晕倒', '休克', '抽筋不醒', '叫不醒'],
  110: ['轻生', '自杀', '不想活', '上吊', '跳河', '被打', '打人', '失踪', '走丢'],
  119: ['着火', '起火', '火灾', '被埋', '埋在', '泥石流', '滑坡', '塌了', '垮了', '洪水'],
}

/** Words that make a case urgent without calling an ambulance. */
const hardshipWords = [
  '断粮',
  '没有吃的',
  '没得吃',
  '不有吃',
  '没地方住',
  '没得住',
  '不有地方睡',
  '摔断',
  '脚断',
  '重伤',
]

const negations = ['没有', '没', '不有', '不是', '未', '无', '别']

/** A word of danger found in a text, with where to call when life is in danger. */
export interface DangerSign {
  word: string
  call: '120' | '110' | '119' | null
}

const isNegated = (text: string, at: number) =>
  negations.some((negation) => text.slice(Math.max(0, at - 3), at).endsWith(negation))

/**
 * Finds words of danger, leaving out negated ones (没有断粮). Pure, so that the phone can warn while one types
 * and the server can decide alike (R6; design: urgency).
 */
export function dangerSigns(text: string): DangerSign[] {
  const signs: DangerSign[] = []
  const look = (words: readonly string[], call: DangerSign['call']) => {
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        if (isNegated(text, at)) continue
        signs.push({ word, call })
        break
      }
    }
  }
  look(dangerWords['120'], '120')
  look(dangerWords['110'], '110')
  look(dangerWords['119'], '119')
  look(hardshipWords, null)
  return signs
}

/** What a report says about its own urgency. */
export interface UrgencyClues {
  text: string
  categories: readonly HelpCategory[]
  markedUrgent: boolean
}

/** Judges urgency with its reasons in plain Chinese. A person may always change it; the system never lowers it. */
export function judgeUrgency(clues: UrgencyClues): { urgency: Urgency; reasons: string[] } {
  const reasons = dangerSigns(clues.text).map((sign) => `话里说到“${sign.word}”`)
  if (clues.markedUrgent) reasons.unshift('报的人说很急')
  return { urgency: reasons.length > 0 ? 'urgent' : 'ordinary', reasons }
}
