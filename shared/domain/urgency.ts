import type { HelpCategory, Track } from './code-lists'

/** `urgent` cases run around the clock and stand first in every queue; the rest run in working time (R6). */
export const urgencies = { urgent: '紧急', ordinary: '一般' } as const
export type Urgency = keyof typeof urgencies
export const urgencyCodes = Object.keys(urgencies) as [Urgency, ...Urgency[]]

/** Whom to call when life is in danger. */
export type EmergencyNumber = '120' | '110' | '119'

/** Words that speak of danger to life, and whom to call at once. */
const dangerWords: Record<EmergencyNumber, readonly string[]> = {
  120: [
    '昏迷',
    '大出血',
    '没气了',
    '断气',
    '喝农药',
    '喝了农药',
    '吃了老鼠药',
    '老鼠药',
    '中毒',
    '晕倒',
    '休克',
    '叫不醒',
    '叫不应',
    '不省人事',
    '口吐白沫',
    '抽筋不醒',
    '说胡话',
    '打滚',
    '奄奄一息',
    '快不行了',
    '头破血流',
    '重伤',
  ],
  110: [
    '轻生',
    '自杀',
    '不想活',
    '上吊',
    '跳河',
    '跳崖',
    '跳楼',
    '遗书',
    '割腕',
    '被打',
    '打人',
    '打得',
    '失踪',
    '走丢',
    '拿刀',
    '往死里打',
  ],
  119: [
    '着火',
    '起火',
    '火灾',
    '被埋',
    '埋在',
    '埋了',
    '泥石流',
    '滑坡',
    '塌了',
    '塌下来',
    '垮了',
    '洪水',
    '发大水',
    '掉水里',
    '掉到河里',
    '落水',
    '溺水',
    '水淹到',
    '压在下面',
    '压着人',
    '卡里头',
  ],
}

/** Words that make a case urgent without calling an ambulance. */
const hardshipWords = [
  '断粮',
  '没有吃的',
  '没吃的',
  '没得吃',
  '不有吃',
  '没吃饭',
  '没粮',
  '米面都没',
  '没吃没喝',
  '饿肚子',
  '饿得哭',
  '饿着',
  '揭不开锅',
  '没地方住',
  '没处住',
  '没得住',
  '不有地方睡',
  '不有地方住',
  '没有地方住',
  '没有地方睡',
  '摔断',
  '脚断',
  '腿断',
  '手断',
  '被牛顶',
  '墙要倒',
  '房子要倒',
  '要塌',
  '要垮',
]

const negations = ['没有', '没', '不有', '不是', '未', '无', '别', '并未', '不会', '不像']
/** What is long past is a reason to help, and none to hurry: 去年着火, 前年的事. */
const longAgo =
  /(?:去年|前年|大前年|上[个]?月|以前|从前|早年|那年|几年前|[一二两三四五六七八九十几\d]+年前|克年)/
const lasting = /(?:[一二两三四五六七八九十几\d]+年(?:了|前|多)|半年|多年|年了|的事)/
/** What hospitals have treated, and what merely names a sickness. */
const treated = /(?:后一直|以后|之后|后遗|后瘫|后无|后失)/

/** A word of danger found in a text, with where to call when life is in danger. */
export interface DangerSign {
  word: string
  call: EmergencyNumber | null
}

const isNegated = (text: string, at: number) =>
  negations.some((negation) => text.slice(Math.max(0, at - 4), at).endsWith(negation)) ||
  /(?:没有?|不有|未)[^，。；、]{0,2}$/.test(text.slice(Math.max(0, at - 4), at))

const clauseEnd = /[，。；！？,;!?\n]/
/** True when the words around say that it happened long ago. 「去年没着火，今天着火了」 is now. */
function isLongAgo(text: string, at: number, word: string): boolean {
  const before = text.slice(0, at)
  let from = 0
  for (let i = before.length - 1; i >= 0 && from === 0; i -= 1)
    if (clauseEnd.test(before.charAt(i))) from = i + 1
  const rest = text.slice(at + word.length)
  const end = rest.search(clauseEnd)
  const after = end < 0 ? rest : rest.slice(0, end)
  if (/(?:去年|前年|以前|早年)的事/.test(rest)) return true
  if (/今天|昨天|昨晚|刚才|刚刚|现在|马上|今早|今晚/.test(before.slice(from))) return false
  return longAgo.test(before.slice(from)) || lasting.test(after) || treated.test(after)
}

/**
 * Finds words of danger, leaving out negated ones (没有断粮) and what happened long ago (去年着火). Pure, so that the
 * phone can warn while one types and the server can decide alike (R6; design: urgency).
 */
export function dangerSigns(text: string): DangerSign[] {
  const signs: DangerSign[] = []
  const look = (words: readonly string[], call: DangerSign['call']) => {
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        if (isNegated(text, at) || isLongAgo(text, at, word)) continue
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
  /** Somebody may be being harmed: that is reported at once (强制报告). */
  track?: Track
}

/** Judges urgency with its reasons in plain Chinese. A person may always change it; the system never lowers it. */
export function judgeUrgency(clues: UrgencyClues): { urgency: Urgency; reasons: string[] } {
  const reasons = dangerSigns(clues.text).map((sign) => `话里说到“${sign.word}”`)
  if (clues.track === 'abuse') reasons.unshift('像是有人受到伤害')
  if (clues.markedUrgent) reasons.unshift('报的人说很急')
  return { urgency: reasons.length > 0 ? 'urgent' : 'ordinary', reasons }
}
