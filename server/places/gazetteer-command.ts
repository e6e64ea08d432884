import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import pino from 'pino'
import { countyOf } from '../../shared/domain/territory'
import { ConfigurationRefused, readConfig } from '../config'
import { Problem } from '../http/problem'
import { openHouse } from '../open-house'
import { DivisionsNotInstalled, readCountry, readCounty, readRegions } from './china-division'
import type { ImportPlan } from './groups-file'
import type { Places } from './places.service'

const usage = `npm run gazetteer -- import --township <9-digit code>
    sets a township up with its villages, and the atlas with its county, from the National Bureau of Statistics' list
npm run gazetteer -- import --township <code> --file groups.csv [--preview]
    takes its groups, hamlets and other spellings in; columns: village, group, hamlet, alias, lat, lng
npm run gazetteer -- import --country
    takes the whole country into the atlas, so that a place anywhere in it is recognised as lying elsewhere`

/** The command was not understood: its message is the usage. */
class Misused extends Error {}

const say = (line: string) => process.stdout.write(`${line}\n`)
const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`

async function importTownship(places: Places, code: string) {
  const county = readCounty(countyOf(code))
  if (!county) throw new Misused(`There is no county ${countyOf(code)}.\n\n${usage}`)
  await places.atlas.putRegions(readRegions())
  await places.atlas.putCounties([county])
  const { name, villages, added } = await places.openTownship(code)
  say(`${name} (${code}): ${villages} villages, ${added} of them new. The atlas has ${county.name}.`)
  if (added > 0) say('Next: its groups and hamlets, with --file, or on the township’s settings page.')
}

function tell({ rows, changes, faults, moreFaults }: ImportPlan) {
  say(`${rows} rows`)
  for (const { name, groups, added, removed, changed } of changes)
    say(`  ${name}: ${groups} groups, ${added.length} new, ${removed.length} gone, ${changed.length} changed`)
  for (const { line, message } of faults) say(`  line ${line}: ${message}`)
  if (moreFaults > 0) say(`  … and ${moreFaults} more`)
}

async function importFile(places: Places, township: string, path: string, preview: boolean) {
  const file = readFileSync(path)
  tell(await (preview ? places.planGroups(township, file) : places.importGroups(township, file, 'operator')))
  say(preview ? 'Nothing was changed: this was the preview.' : 'Taken in. Rows named above were left out.')
}

async function importCountry(places: Places) {
  const start = Date.now()
  const counties = await readCountry()
  await places.atlas.putRegions(readRegions())
  await places.atlas.putCounties(counties)
  const villages = counties
    .flatMap(({ townships }) => townships)
    .reduce((sum, one) => sum + one.villages.length, 0)
  say(
    `${counties.length} counties with ${villages.toLocaleString('en')} villages stored in ${seconds(start)}.`,
  )
  const before = process.memoryUsage().heapUsed
  counties.length = 0
  const reading = Date.now()
  const { country } = await places.atlas.around('')
  const grown = Math.max(0, process.memoryUsage().heapUsed - before) / 2 ** 20
  say(
    `A server reads their ${country?.size.toLocaleString('en')} names in ${seconds(reading)}; heap +${grown.toFixed(0)} MB.`,
  )
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      township: { type: 'string' },
      file: { type: 'string' },
      country: { type: 'boolean' },
      preview: { type: 'boolean' },
    },
  })
  const { township, file, country, preview = false } = values
  if (positionals[0] !== 'import' || (!township && !country)) throw new Misused(usage)
  if (township && !/^\d{9}$/.test(township)) throw new Misused(`A township's code has 9 digits.\n\n${usage}`)
  const opened = await openHouse(readConfig(process.env), { beside: true, log: pino({ level: 'silent' }) })
  const { places } = opened.rooms
  try {
    if (country) await importCountry(places)
    else if (township && file) await importFile(places, township, file, preview)
    else if (township) await importTownship(places, township)
  } finally {
    await opened.close()
  }
}

const plainly = (error: unknown): unknown => {
  if (error instanceof Problem)
    return (error.more.fields ?? []).map(({ message }) => message).join('；') || error.detail || error.message
  const known = error instanceof ConfigurationRefused || error instanceof DivisionsNotInstalled
  return known || error instanceof Misused ? error.message : error
}

main().catch((error: unknown) => {
  console.error(plainly(error))
  process.exitCode = 1
})
