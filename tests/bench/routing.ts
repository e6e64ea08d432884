import { CountryNames } from '../../server/places/atlas'
import { readCountry } from '../../server/places/china-division'
import { route } from '../../server/routing/route'
import {
  factsOf,
  gazetteerOf,
  judge,
  labelledOf,
  labelledTownships,
  surroundingsOf,
} from '../routing/labelled/labelled'
import { type Benchmark, outcome } from './benchmark'

const rounds = 20
const warmUp = 3

const share = (part: number, whole: number) => `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`

/** The slowest but one in a hundred decisions on the labelled reports, in milliseconds. */
function slowest(country: CountryNames | null): number {
  const times: number[] = []
  for (const township of labelledTownships) {
    const gazetteer = gazetteerOf(township, surroundingsOf(township, country))
    const all = labelledOf(township).map((report) => factsOf(report, gazetteer))
    for (let round = 0; round < rounds; round += 1)
      for (const facts of all) {
        const start = process.hrtime.bigint()
        route(facts, gazetteer)
        if (round >= warmUp) times.push(Number(process.hrtime.bigint() - start) / 1e6)
      }
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN
}

function accuracy(heldBack: boolean): Record<string, string> {
  const judged = labelledTownships.flatMap((township) => {
    const gazetteer = gazetteerOf(township, surroundingsOf(township))
    return labelledOf(township)
      .filter((report) => report.heldBack === heldBack)
      .map((report) => judge(report, gazetteer))
  })
  const count = (keep: (one: (typeof judged)[number]) => boolean) => judged.filter(keep).length
  const named = count(({ report }) => report.want !== 'ask')
  const set = heldBack ? 'held back' : 'worked with'
  return {
    [`${set}: right place without asking`]: share(
      count(({ verdict }) => verdict === 'right'),
      named,
    ),
    [`${set}: asked though it names a place`]: share(
      count(({ verdict }) => verdict === 'asked'),
      named,
    ),
    [`${set}: WRONG village or township`]: share(
      count(({ verdict }) => ['wrong village', 'wrongly away', 'overconfident'].includes(verdict)),
      judged.length,
    ),
    [`${set}: sent to triage in all`]: share(
      count(({ got }) => got === 'ask'),
      judged.length,
    ),
    [`${set}: urgency recognised`]: share(
      count(({ urgency, report }) => urgency === report.urgency),
      judged.length,
    ),
    [`${set}: track recognised`]: share(
      count(({ track, report }) => track === report.track),
      judged.length,
    ),
  }
}

/** Right village, triage, wrong village on the labelled reports, and how long a decision takes. */
export const routingBenchmark: Benchmark = {
  name: 'routing',
  async run() {
    const near = slowest(null)
    const country = new CountryNames()
    for (const county of await readCountry()) country.add(county)
    const far = slowest(country)
    return outcome({
      name: 'routing',
      what: 'the labelled reports, and the time of one decision (p99) with the whole country known against one county',
      figures: {
        ...accuracy(true),
        ...accuracy(false),
        'p99 of one decision, one county': `${near.toFixed(2)} ms`,
        [`p99 of one decision, country (${country.size.toLocaleString('en')} names)`]: `${far.toFixed(2)} ms`,
      },
      ratio: far / near,
      goal: { kind: 'at most', value: 5 },
    })
  },
}
