import { groupNumberOf } from './groups-file'
import { syllablesOf } from './sounds'

/** What people put into a description of a home or leave out, without meaning another. */
const fillers = /[的呢嘞那这个家户就是在住第]/gu
const numbers = /[〇零一二两三四五六七八九十\d]+/gu

const asDigits = (written: string) => String(groupNumberOf(written.replaceAll('两', '二')) ?? written)

/**
 * A home as it is found, in a form that is the same for 「大青树下第2家」 and 「半坡寨大青树下，第二家」, and by ear:
 * the hamlet and the words of how to find it. Null when either is missing: 「小学背后」 is in every hamlet.
 */
export function homeInWords(hamlet: string | null, words: string | null): string | null {
  if (!hamlet || !words) return null
  const said = words.normalize('NFKC')
  const at = said.indexOf(hamlet)
  const within = at < 0 ? said : said.slice(at + hamlet.length)
  const described = syllablesOf(within.replace(fillers, '').replace(numbers, asDigits))
  return described === '' ? null : `${syllablesOf(hamlet)} / ${described}`
}
