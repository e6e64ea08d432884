import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoPlaces } from '../../../server/demo/demo-township'
import { regionNames, type Surroundings } from '../../../server/places/atlas'
import { readCounty, readRegions } from '../../../server/places/china-division'
import { townshipForms } from '../../../server/places/division-names'
import { buildGazetteer, type Gazetteer } from '../../../server/places/gazetteer'
import { planImport } from '../../../server/places/groups-file'
import type { PlaceRecord } from '../../../server/places/place.model'
import type { Door, RoutingFacts } from '../../../server/routing/evidence'
import { recogniseTrack } from '../../../server/routing/recognise-track'
import { route } from '../../../server/routing/route'
import type { Track } from '../../../shared/domain/code-lists'
import type { PhonePosition } from '../../../shared/domain/phone-position'
import { countyOf } from '../../../shared/domain/territory'
import { judgeUrgency, type Urgency } from '../../../shared/domain/urgency'

/** One report of the labelled set, with what a person who knows the place would do with it. */
export interface Labelled {
  township: string
  line: number
  /** A village's name, `ask`, `→` and a township of the county, or `→county` for anywhere else. */
  want: string
  urgency: Urgency
  track: Track
  via: string
  text: string
  /** What is known of who reports it: for whom, where the phone was, which village their own reports were of. */
  reporter: { forWhom?: 'self' | 'other'; position?: PhonePosition; village?: string }
  /** Not looked at while the rules were written: every fifth, by a hash of its words, and all of `later`. */
  heldBack: boolean
}

/** Three townships of three provinces, so that nothing is tuned to one. Hamlets are invented. */
export const labelledTownships = ['530924205', '341522116', '621226232'] as const

const here = __dirname

const rowsOf = (file: string) => readFileSync(join(here, file), 'utf8').split('\n').slice(1)

/** `23.97,98.96±20`: latitude, longitude and accuracy, as a phone gives them (WGS-84). */
function positionIn(written: string): PhonePosition {
  const [lat, lng, accuracyMetres] = written.split(/[,±]/).map(Number)
  if (lat === undefined || lng === undefined || accuracyMetres === undefined)
    throw new Error(`${written} is no position`)
  return { lat, lng, accuracyMetres }
}

const reporterIn = (whose?: string, phone?: string, earlier?: string): Labelled['reporter'] => ({
  ...(whose ? { forWhom: whose === '自己' ? 'self' : 'other' } : {}),
  ...(phone ? { position: positionIn(phone) } : {}),
  ...(earlier ? { village: earlier } : {}),
})

/**
 * The reports of one township. Those in the file `later` were written when the rules stood: all of them are held
 * back, but those marked `seen`, whose misses were looked at and led to a better rule. Those in the file `reporter`
 * say more of who reports; a last column says in words where the phone was.
 */
export const labelledOf = (township: string): Labelled[] =>
  ['tsv', 'later.tsv', 'reporter.tsv'].flatMap((ending) =>
    rowsOf(`${township}.${ending}`).flatMap((row, i): Labelled[] => {
      const [want, urgency, track, via, text, seen, whose, phone, earlier] = row.split('\t')
      if (!want || !urgency || !track || !via || !text) return []
      const fifth = createHash('sha256').update(text).digest().readUInt32BE() % 5 === 0
      return [
        {
          township,
          line: i + 2,
          want,
          urgency: urgency === '急' ? 'urgent' : 'ordinary',
          track: track === 'lead' ? 'hardship' : (track as Track),
          via,
          text,
          reporter: reporterIn(whose, phone, earlier),
          heldBack: seen !== 'seen' && (ending !== 'tsv' || fifth),
        },
      ]
    }),
  )

/** A place as the statistics have it, without groups. */
const bare = (code: string, kind: PlaceRecord['kind'], name: string): PlaceRecord => ({
  _id: code,
  kind,
  name,
  aliases: [],
  groups: [],
  version: 1,
  help: [],
  learned: [],
})

/** What lies around a township, from the package; the whole country when it is given. */
export function surroundingsOf(township: string, country: Surroundings['country'] = null): Surroundings {
  return { county: readCounty(countyOf(township)), regions: regionNames(readRegions()), country }
}

/** The gazetteer of a labelled township. */
export function gazetteerOf(township: string, around: Surroundings): Gazetteer {
  const [demoTownship, ...demoVillages] = demoPlaces
  if (demoTownship?._id === township) return buildGazetteer(demoTownship, demoVillages, around)
  const known = around.county?.townships.find(({ code }) => code === township)
  if (!known) throw new Error(`No township ${township}`)
  const villages = known.villages.map(({ code, name }) => bare(code, 'village', name))
  const plan = planImport(readFileSync(join(here, 'places', `${township}.csv`)), villages)
  if (plan.faults.length > 0) throw new Error(JSON.stringify(plan.faults))
  return buildGazetteer(bare(township, 'township', townshipForms(known.name).called), plan.villages, around)
}

const doors: Record<string, Door> = { card: 'card', poster: 'poster', window: 'window', visit: 'coordinator' }

const villageCalled = (gazetteer: Gazetteer, name: string) => {
  const wanted = gazetteer.villages.find((village) => village.name === name || village.name === `${name}村`)
  if (!wanted) throw new Error(`No village ${name} in ${gazetteer.townshipName}`)
  return wanted
}

/** A labelled report as routing gets it. */
export function factsOf(report: Labelled, gazetteer: Gazetteer): RoutingFacts {
  const [channel = '', village] = report.via.split(':')
  const door = doors[channel]
  const { village: earlier, ...reporter } = report.reporter
  return {
    text: report.text,
    ...reporter,
    ...(earlier ? { reportersVillage: villageCalled(gazetteer, earlier).code } : {}),
    ...(door && village && village !== 'none'
      ? { cameThrough: { village: villageCalled(gazetteer, village).code, door } }
      : {}),
  }
}

/** How a decision compares with what a person would do. */
export type Verdict = 'right' | 'asked' | 'wrong village' | 'wrongly away' | 'rightly asked' | 'overconfident'

/** What the rules made of one labelled report. */
export function judge(report: Labelled, gazetteer: Gazetteer) {
  const decision = route(factsOf(report, gazetteer), gazetteer)
  const { track } = recogniseTrack({ text: report.text, otherwiseSaid: false })
  const urgency = judgeUrgency({ text: report.text, categories: [], markedUrgent: false, track }).urgency
  // What is no hardship waits for a person, whatever place it names; abuse keeps its village for the one who goes.
  const placed = track === 'hardship' || track === 'abuse'
  const got = !placed
    ? 'ask'
    : decision.outcome === 'village'
      ? (gazetteer.villages.find(({ code }) => code === decision.village)?.name ?? '?')
      : decision.outcome === 'elsewhere'
        ? `→${placeCalled(decision.elsewhere?.division ?? '', gazetteer)}`
        : 'ask'
  const want = /^(?:ask|→)/.test(report.want) ? report.want : villageCalled(gazetteer, report.want).name
  const verdict: Verdict =
    got === want
      ? want === 'ask'
        ? 'rightly asked'
        : 'right'
      : got === 'ask'
        ? 'asked'
        : decision.outcome === 'elsewhere'
          ? 'wrongly away'
          : want === 'ask'
            ? 'overconfident'
            : 'wrong village'
  return {
    report,
    got,
    verdict,
    decision,
    urgency,
    track,
  }
}

function placeCalled(division: string, gazetteer: Gazetteer): string {
  const township = gazetteer.around.county?.townships.find(({ code }) => code === division)
  return township ? townshipForms(township.name).called : 'county'
}
