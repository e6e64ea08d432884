import gcoord from 'gcoord'
import { type PhonePosition, vaguestUsable } from '../../shared/domain/phone-position'
import type { DivisionCode } from '../../shared/domain/territory'
import type { Gazetteer } from '../places/gazetteer'

/** The village that a phone was in, by the hamlet it was near. */
export interface NearHamlet {
  village: DivisionCode
  /** The hamlet's proper name, with its village's. */
  hamlet: string
  /** From 0 to 1: 1 in a hamlet with no other village about. */
  sureness: number
}

/** A hamlet is that wide: within it a phone is there. */
const withinHamlet = 500
/** Farther off than this a phone is not at the hamlet, but at one that is not on the map, or on a road. */
const farthest = 3000
/** Another village counts no more once its nearest hamlet is so much farther off. */
const clearOfOthers = 1000
/** What is left of it where nothing of the other villages is on the map: one of theirs might be nearer. */
const unmappedLeaves = 0.5
/** Less than this is not worth a line among the reasons. */
const leastSureness = 0.05

const metresPerDegree = 111_320
const radians = Math.PI / 180

const share = (part: number, whole: number) => Math.min(1, Math.max(0, part / whole))

/** Metres to everywhere from here. As on a flat map, which over a few kilometres is as good as a round one. */
function metresFrom({ lat, lng }: PhonePosition) {
  // Phones say where they are by WGS-84, the township's list by GCJ-02: in China half a kilometre lies between them.
  const [x, y] = gcoord.transform([lng, lat], gcoord.WGS84, gcoord.GCJ02)
  const narrower = Math.cos(y * radians)
  return (to: { lat: number; lng: number }) =>
    metresPerDegree * Math.hypot(to.lat - y, (to.lng - x) * narrower)
}

/** How many of the other villages' hamlets are on the map; a village of which no hamlet is known counts as one. */
function mappedShareOfOthers({ villages, mapped }: Gazetteer, village: DivisionCode): number {
  const others = villages.filter(({ code }) => code !== village)
  const known = new Set(mapped.map(({ properly }) => properly))
  const all = others.reduce((sum, { hamlets }) => sum + Math.max(1, hamlets.length), 0)
  const there = others.reduce(
    (sum, { name, hamlets }) => sum + hamlets.filter((hamlet) => known.has(`${name}${hamlet}`)).length,
    0,
  )
  return all === 0 ? 1 : there / all
}

/**
 * Which village a phone was in, as far as its position tells: by the nearest hamlet that is on the map, less the
 * farther off it may be and the nearer the next village's is. Null where it tells nothing: too far from everything,
 * too vague, or between two villages. Pure.
 */
export function nearHamlet(position: PhonePosition, gazetteer: Gazetteer): NearHamlet | null {
  if (position.accuracyMetres > vaguestUsable) return null
  const metresTo = metresFrom(position)
  const off = gazetteer.mapped.map((hamlet) => ({ hamlet, metres: metresTo(hamlet) }))
  const nearestOf = (some: typeof off) =>
    some.reduce<(typeof off)[number] | null>(
      (best, one) => (best && best.metres <= one.metres ? best : one),
      null,
    )
  const nearest = nearestOf(off)
  if (!nearest) return null
  const { village, properly } = nearest.hamlet
  const next = nearestOf(off.filter(({ hamlet }) => hamlet.village !== village))
  // The phone may be as far from where it says as it says: then it is farther from here, and nearer to the others.
  const atMost = nearest.metres + position.accuracyMetres
  const near = share(farthest - atMost, farthest - withinHamlet)
  const alone = next ? share(next.metres - atMost, clearOfOthers) : 1
  const known = unmappedLeaves + (1 - unmappedLeaves) * mappedShareOfOthers(gazetteer, village)
  const sureness = near * alone * known
  return sureness < leastSureness ? null : { village, hamlet: properly, sureness }
}
