import fc from 'fast-check'
import gcoord from 'gcoord'
import { demoPlaces } from '../../server/demo/demo-township'
import { buildGazetteer, type Gazetteer } from '../../server/places/gazetteer'
import type { PlaceRecord } from '../../server/places/place.model'
import { nearHamlet } from '../../server/routing/near-hamlets'

const [township, ...villages] = demoPlaces
if (!township) throw new Error('The demo has no township')
const gazetteer = buildGazetteer(township, villages)

const metresPerDegree = 111_320
const [lat0, lng0] = [23.97, 98.96]
const narrower = Math.cos((lat0 * Math.PI) / 180)
/** A point so many metres north and east of the township's middle, as a map shows it. */
const onMap = (north: number, east: number) => ({
  lat: lat0 + north / metresPerDegree,
  lng: lng0 + east / metresPerDegree / narrower,
})
/** What a phone at a point of the map says. */
const phoneAt = ({ lat, lng }: { lat: number; lng: number }, accuracyMetres = 20) => {
  const [x, y] = gcoord.transform([lng, lat], gcoord.GCJ02, gcoord.WGS84)
  return { lat: y, lng: x, accuracyMetres }
}
const hamlet = (name: string) => {
  const found = gazetteer.mapped.find(({ properly }) => properly === name)
  if (!found) throw new Error(`${name} is not on the map`)
  return found
}
const northOf = ({ lat, lng }: { lat: number; lng: number }, metres: number) => ({
  lat: lat + metres / metresPerDegree,
  lng,
})

/** Two villages with hamlets of one letter each, where they are told to lie; null is not on the map. */
const townOf = (...hamlets: (ReturnType<typeof onMap> | null)[][]): Gazetteer =>
  buildGazetteer(
    township,
    hamlets.map((there, i): PlaceRecord => {
      const [village] = villages
      if (!village) throw new Error('The demo has no village')
      return {
        ...village,
        _id: `53092420530${i}`,
        name: `${'甲乙'[i]}家村`,
        groups: [
          {
            number: 1,
            hamlets: there.map((position, k) => ({
              name: `寨子${k}`,
              aliases: [],
              ...(position ? { position } : {}),
            })),
          },
        ],
      }
    }),
  )
const surenessIn = (town: Gazetteer, north: number, accuracy = 20) =>
  nearHamlet(phoneAt(onMap(north, 0), accuracy), town)?.sureness ?? 0

describe('the hamlet that a phone was near (design: routing)', () => {
  const told: [string, ReturnType<typeof phoneAt>, string | null, number][] = [
    ['in the middle of a hamlet', phoneAt(hamlet('彩靠村半坡寨')), '彩靠村半坡寨', 1],
    ['above the last house', phoneAt(northOf(hamlet('彩靠村半坡寨'), 400)), '彩靠村半坡寨', 1],
    ['in the fields, a kilometre up', phoneAt(northOf(hamlet('彩靠村半坡寨'), 1000)), '彩靠村半坡寨', 0.79],
    ['two and a half kilometres up', phoneAt(northOf(hamlet('彩靠村半坡寨'), 2500)), '彩靠村半坡寨', 0.19],
    ['so far up that nobody knows', phoneAt(northOf(hamlet('彩靠村半坡寨'), 3200)), null, 0],
    ['known to 800 metres only', phoneAt(hamlet('彩靠村半坡寨'), 800), '彩靠村半坡寨', 0.88],
    ['known to two kilometres only', phoneAt(hamlet('彩靠村半坡寨'), 2001), null, 0],
    ['half way between two villages', phoneAt(onMap(-1400, 4400)), null, 0],
    ['nearer to one of the two', phoneAt(onMap(-700, 4500)), '彩靠村河边寨', 1],
    ['nearer to one of the two, but vaguely known', phoneAt(onMap(-700, 4500), 900), '彩靠村河边寨', 0.37],
    ['in Guangdong', { lat: 23.02, lng: 113.75, accuracyMetres: 15 }, null, 0],
    ['at 0, 0', { lat: 0, lng: 0, accuracyMetres: 0 }, null, 0],
    ['at the pole', { lat: 90, lng: 180, accuracyMetres: 5 }, null, 0],
  ]
  test.each(told)('%s', (_, position, hamletName, sureness) => {
    const near = nearHamlet(position, gazetteer)
    expect(near?.hamlet ?? null).toBe(hamletName)
    expect(near?.sureness ?? 0).toBeCloseTo(sureness, 2)
  })

  test('a township without a map says nothing', () =>
    expect(nearHamlet(phoneAt(onMap(0, 0)), townOf([null], [null]))).toBeNull())

  test('phones and lists use different datums: half a kilometre lies between them', () => {
    // The pair that is printed everywhere for 北京 (116.404, 39.915).
    const town = townOf([{ lat: 39.91640428150164, lng: 116.41024449916938 }], [{ lat: 39.9, lng: 116.5 }])
    const there = { lat: 39.915, lng: 116.404, accuracyMetres: 450 }
    expect(nearHamlet(there, town)?.sureness).toBe(1)
    expect(
      nearHamlet({ ...there, lat: 39.91640428150164, lng: 116.41024449916938 }, town)?.sureness,
    ).toBeLessThan(1)
  })

  test('what is not on the map of other villages might be nearer', () => {
    const [here, there] = [onMap(0, 0), onMap(9000, 0)]
    const some = [townOf([here], [there]), townOf([here], [there, null]), townOf([here], [null])]
    expect(some.map((town) => surenessIn(town, 0))).toEqual([1, 0.75, 0.5])
    // What is missing of the village itself takes nothing away.
    expect(surenessIn(townOf([here, null], [there]), 0)).toBe(1)
  })

  const metres = fc.integer({ min: 0, max: 6000 })
  const accuracy = fc.integer({ min: 0, max: 3000 })
  const noise = 1e-6

  test('more distance never makes it surer', () => {
    const town = townOf([onMap(0, 0)], [onMap(-9000, 0)])
    fc.assert(
      fc.property(metres, metres, accuracy, (a, b, off) => {
        const [nearer, farther] = [Math.min(a, b), Math.max(a, b)]
        expect(surenessIn(town, farther, off)).toBeLessThanOrEqual(surenessIn(town, nearer, off) + noise)
      }),
    )
  })

  test('being known more vaguely never makes it surer', () => {
    fc.assert(
      fc.property(metres, metres, accuracy, accuracy, (at, other, a, b) => {
        const town = townOf([onMap(0, 0)], [onMap(other, 0)])
        const [better, worse] = [Math.min(a, b), Math.max(a, b)]
        expect(surenessIn(town, at, worse)).toBeLessThanOrEqual(surenessIn(town, at, better) + noise)
      }),
    )
  })

  test('another village that lies nearer never makes it surer, and more of the map unknown neither', () => {
    fc.assert(
      fc.property(metres, metres, metres, accuracy, (at, a, b, off) => {
        const [nearer, farther] = [at + Math.min(a, b), at + Math.max(a, b)]
        const sureness = (other: number) => {
          const near = nearHamlet(phoneAt(onMap(at, 0), off), townOf([onMap(0, 0)], [onMap(at + other, 0)]))
          return near?.village === '530924205300' ? near.sureness : 0
        }
        expect(sureness(nearer)).toBeLessThanOrEqual(sureness(farther) + noise)
        const part = townOf([onMap(0, 0)], [onMap(-nearer, 0), null])
        const whole = townOf([onMap(0, 0)], [onMap(-nearer, 0), onMap(-9000, 0)])
        expect(surenessIn(part, at, off)).toBeLessThanOrEqual(surenessIn(whole, at, off) + noise)
      }),
    )
  })

  test('anything a phone may say is answered with nothing, or with a village and how sure', () => {
    const position = fc.record({
      lat: fc.double({ min: -90, max: 90, noNaN: true }),
      lng: fc.double({ min: -180, max: 180, noNaN: true }),
      accuracyMetres: fc.double({ min: 0, max: 100_000, noNaN: true }),
    })
    fc.assert(
      fc.property(position, (there) => {
        const near = nearHamlet(there, gazetteer)
        expect(near === null || (near.sureness > 0 && near.sureness <= 1)).toBe(true)
      }),
    )
  })
})
