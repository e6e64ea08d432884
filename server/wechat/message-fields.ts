import { WeChatRefused } from './wechat'

/** Line breaks, tabs and other control characters: WeChat takes none in a message. */
const controls = /\p{Cc}+/gu
const graphemes = new Intl.Segmenter('zh-CN', { granularity: 'grapheme' })

/**
 * Cuts at `most` UTF-16 units (however WeChat counts, it is not more), never inside a character: not between the halves
 * of a rare character of a name, not inside an emoji. What was cut ends with the mark.
 */
function cut(text: string, most: number, mark = ''): string {
  if (text.length <= most) return text
  let kept = ''
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length > most - mark.length) break
    kept += segment
  }
  return kept + mark
}

const only = (pattern: RegExp) => (text: string) => text.replace(pattern, '')
const day = String.raw`\d{4}(?:年\d{1,2}月\d{1,2}日|-\d{2}-\d{2})`
const clock = String.raw`(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?`
const moment = `(?:${day}(?: ${clock})?|${clock})`
const moments = new RegExp(`^${moment}(?:~${moment})?$`)

/** Makes a text fit its type: by cutting what is words; what is a number, a time or a sign is right or it is not. */
const fits: Record<string, (text: string) => string | null> = {
  thing: (text) => cut(text, 20, '…'),
  short_thing: (text) => cut(text, 5),
  phrase: (text) => cut(only(/\P{Script=Han}/gu)(text), 5),
  // A name with any Chinese character in it counts as a Chinese one.
  name: (text) => cut(text, /\p{Script=Han}/u.test(text) ? 10 : 20),
  character_string: (text) => cut(only(/[^\x20-\x7e]/g)(text), 32),
  letter: (text) => cut(only(/[^a-zA-Z]/g)(text), 32),
  symbol: (text) => cut(only(/[^\p{P}\p{S}]/gu)(text), 5),
  number: (text) => (text.length <= 32 && /^-?\d+(?:\.\d+)?$/.test(text) ? text : null),
  time: (text) => (moments.test(text) ? text : null),
  date: (text) => (moments.test(text) && new RegExp(`^${day}`).test(text) ? text : null),
  amount: (text) => (/^[¥￥$€£]?\d{1,10}(?:\.\d{1,2})?元?$/.test(text) ? text : null),
  phone_number: (text) => (/^[\d+\-() ]{1,17}$/.test(text) ? text : null),
  car_number: (text) =>
    text.length <= 8 && /^\p{Script=Han}?[0-9A-Za-z]+\p{Script=Han}?$/u.test(text) ? text : null,
  const: (text) => (text.length <= 20 ? text : null),
}

/** The types that a message's fields can have; a field is called by its type and a number. */
export const fieldName = new RegExp(`^(${Object.keys(fits).join('|')})\\d{1,3}$`)

/**
 * A field's value as WeChat takes it: on one line, of its type, not too long.
 * @throws WeChatRefused `bad-field` that names the field, and never its value, when it cannot be made to fit.
 */
export function fitField(name: string, value: string): string {
  const asType = fits[fieldName.exec(name)?.[1] ?? '']
  const fitted = asType?.(value.replace(controls, ' ').trim())?.trim()
  if (fitted) return fitted
  throw new WeChatRefused('bad-field', 0, `The field ${name} of a message does not hold what its type is for`)
}
