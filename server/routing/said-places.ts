import type { DivisionCode } from '../../shared/domain/territory'
import type { Gazetteer, PlaceName } from '../places/gazetteer'
import { type MentionRole, type RoleInText, roleOf } from '../places/mention-role'
import type { PlaceMention } from '../places/places-in-text'

/** One meaning of a place named in a text, with how strongly it speaks for where the family lives. */
export interface SaidPlace {
  /** The village of the township; null for a place outside. */
  village: DivisionCode | null
  division: DivisionCode
  properly: string
  weight: number
  reason: string
  span: { start: number; end: number; text: string }
  /** Said of the family as written, and not guessed: what lies against the door through which the report came. */
  settled: boolean
  /** Said of where somebody is or goes, and not of where anybody lives. */
  whereabouts: boolean
}

interface Weighing {
  /** The words are said of a place and of nothing else: what is named in them is meant. */
  asPlace: boolean
  /** Somebody is in danger: then help is owed where it happens (急难发生地). */
  danger: boolean
  /** How the reason names the words, where not as written in a text. */
  said?: (words: string) => string
}

/** How strongly each role speaks for the place being the family's. */
const byRole: Record<Exclude<MentionRole, 'plain'>, number> = {
  home: 0.95,
  people: 0.9,
  topic: 0.88,
  reporter: 0.6,
  past: 0.5,
  near: 0.4,
  activity: 0.3,
  way: 0.3,
  denied: 0,
}
const plain = { full: 0.8, longName: 0.74, shortName: 0.6, hamlet: 0.5 }
const long = 3
/** Where the danger is, when nothing is said of a home. */
const whereItHappens = 0.82
/** The speaker's own place, when the trouble is next door. */
const nextDoor = 0.85
/** A township that is also a village's name says hardly which village. */
const townshipToo = 0.4
/** What is left of a place once the words say that the family's is another. */
const outweighed = 0.25

const neighbour = /隔壁|邻居|邻家|我们(?:村|寨|这)|俺(?:村|们这)|对门/

const isWhereabouts = ({ role }: RoleInText) => role === 'reporter' || role === 'activity' || role === 'way'
const settles = ({ role }: RoleInText) => role === 'home' || role === 'people' || role === 'topic'

function plainWeight(mention: PlaceMention): number {
  if (mention.ordinary) return 0
  const [first] = mention.meanings
  if (!mention.meanings.some(({ bare }) => bare)) return plain.full
  if (first?.kind === 'hamlet') return plain.hamlet
  return mention.text.length >= long ? plain.longName : plain.shortName
}

/** How much less a name counts that was not written as it is. */
function recognitionFactor(mention: PlaceMention, role: MentionRole): number {
  if (mention.how === 'exact') return 1
  const bare = mention.meanings.every((meaning) => meaning.bare)
  if (mention.how === 'misspelt') {
    // Of three characters two are little to know a name by.
    if (mention.text.length <= long && !mention.joined && role !== 'home') return 0
    return role === 'plain' ? 0.6 : 0.9
  }
  // 整合 sounds like 正河, 打关 like 大关: an ordinary word is what it says, unless somebody lives there.
  if (mention.ordinary && role !== 'home') return 0
  if (role === 'plain') return bare ? 0.5 : 0.95
  return 0.94
}

/** What lies outside is believed only when the words leave little doubt: most such names are ordinary words. */
function outsideFactor(mention: PlaceMention, meaning: PlaceName, role: MentionRole): number {
  const region = meaning.division.length < 9
  if (role === 'home' || (role === 'people' && !mention.ordinary)) return 1
  if (role === 'plain') return meaning.bare || region ? 0 : 0.75
  if (role === 'topic') return meaning.bare ? 0 : 1
  return 0
}

/** 水井边 tells how to find a home, and is not 水井坳 with one character wrong, unless it is all that is said. */
const onlyALandmark = (text: string, mention: PlaceMention, { role }: RoleInText) =>
  mention.how === 'misspelt' &&
  mention.text.length <= long &&
  !mention.joined &&
  role !== 'home' &&
  mention.text !== text.trim()

function weightOf(text: string, mention: PlaceMention, said: RoleInText, asPlace: boolean): number {
  if (asPlace && onlyALandmark(text, mention, said)) return 0
  const role =
    asPlace && ['plain', 'topic', 'people', 'activity', 'way'].includes(said.role) ? 'home' : said.role
  const base = role === 'plain' ? plainWeight(mention) : byRole[role]
  const careful = role === 'topic' && mention.ordinary ? Math.min(base, plain.shortName) : base
  return careful * recognitionFactor(mention, role)
}

const recognised = (mention: PlaceMention, properly: string): string => {
  if (mention.how === 'sound') return `（听起来就是${properly}）`
  if (mention.how === 'misspelt') return `（和${properly}差一个字）`
  return properly === mention.text ? '' : `（就是${properly}）`
}

const aside: Partial<Record<MentionRole, string>> = {
  reporter: '，不过像是报的人在那里',
  activity: '，不过像是在那里做事、上学或者看病',
  way: '，不过像是去那里',
  near: '，不过只说是在附近',
  past: '，不过像是以前在那里',
}

/** 「在X砍甘蔗，突然晕倒」, 「在X翻了车」: and not 「门前水沟堵了」. */
function isWhereItHappens(text: string, mention: PlaceMention, role: MentionRole): boolean {
  if (mention.ordinary) return false
  if (role === 'activity' || role === 'reporter') return true
  if (role !== 'plain') return false
  const full = !mention.meanings.some(({ bare }) => bare)
  return full || (text.charAt(mention.start - 1) === '在' && !/^[里上下]/.test(text.slice(mention.end)))
}

/**
 * Weighs what places a text names: whose place each is, by the words around it, and what the others leave of it.
 * 「我在南伞，我妈在岔路」 speaks for 岔路 (design: where reporter and subject differ, the subject's place wins).
 */
export function weighMentions(
  text: string,
  mentions: readonly PlaceMention[],
  gazetteer: Gazetteer,
  { asPlace, danger, said }: Weighing,
): SaidPlace[] {
  const read = mentions.map((mention) => ({ mention, role: roleOf(text, mention) }))
  const strong = read.filter(
    ({ mention, role }) => settles(role) && !(mention.ordinary && role.role !== 'home'),
  )
  const moved = strong.some(({ role }) => role.now)
  const inside = ({ mention }: { mention: PlaceMention }) =>
    mention.meanings.some(({ village }) => village !== null)
  const settledInside = strong.some(inside)
  const places: SaidPlace[] = []
  for (const { mention, role } of read) {
    let weight = weightOf(text, mention, role, asPlace)
    const others = strong.some((other) => other.mention !== mention)
    if (moved && !role.now && (role.role === 'past' || role.role === 'home')) weight *= outweighed
    else if (role.role === 'reporter' && !others && neighbour.test(text)) weight = nextDoor
    else if (others && !settles(role)) weight *= outweighed
    const happensHere = danger && !settledInside && inside({ mention })
    if (happensHere && isWhereItHappens(text, mention, role.role))
      weight = Math.max(weight, whereItHappens * recognitionFactor(mention, role.role))
    const ofTownship = mention.meanings.some(({ division }) => division === gazetteer.township)
    if (ofTownship) weight = Math.min(weight, townshipToo)
    const meanings = mention.meanings.filter(({ division }) => division !== gazetteer.township)
    for (const meaning of meanings) {
      const factor =
        meaning.village !== null
          ? 1
          : outsideFactor(mention, meaning, asPlace ? 'home' : role.role) *
            // Somebody from elsewhere in danger here: help is owed here.
            (danger && read.some((other) => inside(other) && !other.mention.ordinary) ? outweighed : 1)
      const final = (weight * factor) / meanings.length
      if (final <= 0) continue
      const shared = meanings.length > 1 ? `，但有 ${meanings.length} 个地方叫这个名字` : ''
      const why = said ? said(mention.text) : `因为写了“${mention.text}”`
      places.push({
        village: meaning.village,
        division: meaning.division,
        properly: meaning.properly,
        weight: final,
        reason: `${why}${recognised(mention, meaning.properly)}${shared}${asPlace ? '' : (aside[role.role] ?? '')}`,
        span: { start: mention.start, end: mention.end, text: mention.text },
        settled: mention.how === 'exact' && (asPlace || strong.some((one) => one.mention === mention)),
        whereabouts: !asPlace && isWhereabouts(role),
      })
    }
  }
  return places
}
