import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import pino from 'pino'
import { type PosterDesign, posterDesignCodes, posterDesigns } from '../../shared/domain/posters'
import { ConfigurationRefused, readConfig } from '../config'
import { Problem } from '../http/problem'
import { type OpenedHouse, openHouse } from '../open-house'
import type { CardRecord } from './card.model'
import type { Sheet } from './posters.service'
import { NoBrowser, printPdf } from './printing'

const usage = `npm run poster -- --township <9-digit code> --out <folder> [--design board|window] [--address https://…]
    writes one PDF for each village's poster and each window's card, and all.pdf with all of them, A4
    a village without a poster gets one first; --address is where people reach the service (default: PUBLIC_URL),
    needed where there is no mini-program, because then the code leads there`

/** The command was not understood, or something it needs is not there: its message says what. */
class Misused extends Error {}

const say = (line: string) => process.stdout.write(`${line}\n`)

/** Which of a township's cards hang on paper: posters and windows. A chat group's is sent, not printed. */
const isPrinted = ({ kind, withdrawnAt }: CardRecord) => kind !== 'group_chat' && !withdrawnAt

async function fileName({ rooms }: OpenedHouse, { card, design }: Sheet) {
  const place = card.village ?? card.township
  const name = (await rooms.places.names([place])).get(place) ?? place
  const group = card.group ? `${card.group}组` : ''
  return `${name}${group}-${posterDesigns[design]}-${card._id}.pdf`
}

async function print(
  opened: OpenedHouse,
  township: string,
  out: string,
  wanted: PosterDesign | null,
  address: string,
) {
  const { cards, places, posters } = opened.rooms
  const { villages } = await places.placesOf(township)
  const made = await cards.makeForEach(
    township,
    villages.map(({ _id }) => _id),
    { account: 'operator', calledAs: '' },
  )
  if (made > 0) say(`${made} villages had no poster: made.`)
  const printed = (await cards.all(township)).filter(isPrinted)
  if (printed.length === 0) throw new Misused('This township has no villages and no window yet.')
  const sheets = printed.map((card) => ({
    card,
    design: wanted ?? (card.kind === 'window' ? ('window' as const) : ('board' as const)),
  }))
  mkdirSync(out, { recursive: true })
  for (const sheet of sheets) {
    const file = join(out, await fileName(opened, sheet))
    await printPdf(await posters.page([sheet], address), file)
    say(file)
  }
  const all = join(out, 'all.pdf')
  await printPdf(await posters.page(sheets, address), all)
  say(`${all}: ${sheets.length} pages`)
}

async function main() {
  const { values } = parseArgs({
    options: {
      township: { type: 'string' },
      out: { type: 'string' },
      design: { type: 'string' },
      address: { type: 'string' },
    },
  })
  const { township, out, design } = values
  const wanted = posterDesignCodes.find((one) => one === design) ?? null
  if (!township || !/^\d{9}$/.test(township) || !out || (design && !wanted)) throw new Misused(usage)
  const config = readConfig(process.env)
  const address = values.address?.replace(/\/+$/, '') ?? config.publicUrl ?? ''
  if (!config.wechat && !/^https?:\/\/\S+$/.test(address))
    throw new Misused(
      `Without a mini-program the code leads to the service's web address: say --address.\n\n${usage}`,
    )
  const opened = await openHouse(config, { beside: true, log: pino({ level: 'silent' }) })
  try {
    await print(opened, township, resolve(out), wanted, address)
  } finally {
    await opened.close()
  }
}

const plainly = (error: unknown): unknown => {
  if (error instanceof Problem) return error.detail ?? error.message
  const known = [ConfigurationRefused, Misused, NoBrowser].some((kind) => error instanceof kind)
  // A flag that there is not is Node's own complaint, which says it well.
  return error instanceof Error && (known || error instanceof TypeError) ? error.message : error
}

main().catch((error: unknown) => {
  console.error(plainly(error))
  process.exitCode = 1
})
