import { countyOf, type DivisionCode, townshipOf } from '../../shared/domain/territory'
import { shortMemory } from '../database/short-memory'
import { inTransaction } from '../database/transaction'
import type { House } from '../house'
import { notFound, wrongField } from '../http/problem'
import { type Atlas, atlasService } from './atlas.service'
import { townshipForms, villageForms } from './division-names'
import { buildGazetteer, type Gazetteer, villageIn } from './gazetteer'
import { type ImportPlan, planImport, UnreadableFile } from './groups-file'
import { type LearnedName, type PlaceRecord, placeModel } from './place.model'
import { deskOf, setTownshipWords, type TownshipDesk, type TownshipWords } from './township-desk'

/** A township's places as its settings page shows them. */
export interface TownshipPlaces {
  township: PlaceRecord
  villages: PlaceRecord[]
}

/** Reading and writing divisions, groups and hamlets. */
export interface Places {
  atlas: Atlas
  /** A township's gazetteer. @throws Problem not-found for a township that is not set up. */
  gazetteer(township: DivisionCode): Promise<Gazetteer>
  township(code: DivisionCode): Promise<TownshipDesk>
  /** The townships of a county that are set up, by their codes. */
  openTownships(county: DivisionCode): Promise<{ code: DivisionCode; name: string }[]>
  placesOf(township: DivisionCode): Promise<TownshipPlaces>
  /** Sets what cards and posters say. @throws Problem changed-meanwhile when the township was changed since. */
  setWords(township: DivisionCode, version: number, words: TownshipWords, by: string): Promise<void>
  /** The names of divisions by code; codes that are unknown are left out. */
  names(codes: readonly DivisionCode[]): Promise<Map<DivisionCode, string>>
  /** Puts places in, or replaces them, and raises their townships' gazetteer version. */
  put(records: readonly PlaceRecord[]): Promise<void>
  /**
   * Sets a township up from the atlas: itself and those of its villages that are not there yet. What a township has
   * made of its villages stays. @throws Problem not-found when the atlas does not have it.
   */
  openTownship(code: DivisionCode): Promise<{ name: string; villages: number; added: number }>
  /** What a file of groups and hamlets would change. @throws Problem invalid-input when it cannot be read. */
  planGroups(township: DivisionCode, file: Uint8Array): Promise<ImportPlan>
  /** Takes a file of groups and hamlets in; rows that are wrong are left out. */
  importGroups(township: DivisionCode, file: Uint8Array, by: string): Promise<ImportPlan>
  /** Teaches a township a word for one of its villages, or takes it back; the old meaning of the word gives way. */
  learn(township: DivisionCode, name: Omit<LearnedName, 'at'>): Promise<void>
  unlearn(township: DivisionCode, text: string, by: string): Promise<void>
}

/** How long a process may work with what it has read of a township before it looks whether there is something newer. */
const freshness = 10_000
const mostLearned = 2_000
const countyDigits = 6

/** A division as the atlas has it, with nothing that its people would add. */
const fromAtlas = (code: DivisionCode, kind: PlaceRecord['kind'], name: string): PlaceRecord => ({
  _id: code,
  kind,
  name,
  aliases: [],
  groups: [],
  version: 0,
  help: [],
  learned: [],
})

/** Makes the places service. */
export function placesService({ db, now, audit }: Pick<House, 'db' | 'now' | 'audit'>): Places {
  const places = placeModel(db)
  const atlas = atlasService({ db })
  const kept = shortMemory<{ gazetteer: Gazetteer; desk: TownshipDesk }>(now, freshness)

  const readTownship = async (code: DivisionCode) => {
    const township = await places.findOne({ _id: code, kind: 'township' }).lean<PlaceRecord>()
    if (!township) throw notFound('这个乡还没有开通这个服务')
    return township
  }
  const readCounty = async (code: DivisionCode) =>
    fromAtlas(code, 'township', (await atlas.county(code))?.name ?? '县里')
  const readVillages = (township: DivisionCode) =>
    places
      .find({ _id: { $gt: township, $lt: `${township}~` }, kind: 'village' })
      .sort({ _id: 1 })
      .lean<PlaceRecord[]>()

  const read = (code: DivisionCode) =>
    kept.get(code, async (last) => {
      // The county's own desk has no villages: what waits there is passed on to a township.
      const record = code.length === countyDigits ? await readCounty(code) : await readTownship(code)
      if (last?.gazetteer.version === record.version) return { ...last, desk: deskOf(record) }
      const [villages, around] = await Promise.all([
        code.length > countyDigits ? readVillages(code) : [],
        atlas.around(countyOf(code)),
      ])
      return { gazetteer: buildGazetteer(record, villages, around), desk: deskOf(record) }
    })

  /** Changes a township's places and raises the version, with the deed in the audit log, or does nothing. */
  const change = async (
    township: DivisionCode,
    deed: { by: string; action: string; details: Record<string, unknown> },
    records: readonly PlaceRecord[],
    learned: (known: LearnedName[]) => LearnedName[] = (known) => known,
  ) => {
    await inTransaction(db, async (work) => {
      const { session } = work
      const before = await places.findById(township).session(session).lean<PlaceRecord>()
      if (!before) throw notFound()
      for (const record of records)
        await places.replaceOne({ _id: record._id }, record, { upsert: true, session })
      const version = before.version + 1
      await places.updateOne(
        { _id: township },
        { $set: { version, learned: learned(before.learned ?? []) } },
        { session },
      )
      audit.record(
        {
          actor: deed.by,
          action: deed.action,
          subject: { kind: 'township', id: township },
          details: { ...deed.details, version },
        },
        now(),
        work,
      )
    })
    audit.sealSoon()
    kept.forget(township)
  }

  const plan = async (township: DivisionCode, file: Uint8Array) => {
    await readTownship(township)
    try {
      return planImport(file, await readVillages(township))
    } catch (error) {
      if (error instanceof UnreadableFile) throw wrongField('file', error.message)
      throw error
    }
  }

  return {
    atlas,
    gazetteer: async (township) => (await read(township)).gazetteer,
    township: async (code) => (await read(code)).desk,
    async openTownships(county) {
      const found = await places
        .find({ _id: { $gt: county, $lt: `${county}~` }, kind: 'township' })
        .sort({ _id: 1 })
        .lean<PlaceRecord[]>()
      return found.map(({ _id, name }) => ({ code: _id, name }))
    },
    async placesOf(code) {
      const [township, villages] = await Promise.all([readTownship(code), readVillages(code)])
      return { township, villages }
    },
    async names(codes) {
      const records = await places.find({ _id: { $in: [...new Set(codes)] } }).lean<PlaceRecord[]>()
      const counties = codes.filter((code) => code.length === countyDigits)
      const pages = await Promise.all(counties.map((code) => atlas.county(code)))
      return new Map([
        ...pages.flatMap((page) => (page ? [[page.code, page.name] as const] : [])),
        ...records.map((record) => [record._id, record.name] as const),
      ])
    },
    async put(records) {
      await places.bulkWrite(
        records.map((record) => ({
          replaceOne: { filter: { _id: record._id }, replacement: record, upsert: true },
        })),
      )
      const townships = [...new Set(records.map((record) => townshipOf(record._id)))]
      await places.updateMany({ _id: { $in: townships } }, { $inc: { version: 1 } })
      for (const township of townships) kept.forget(township)
    },
    async openTownship(code) {
      const known = (await atlas.county(countyOf(code)))?.townships.find((one) => one.code === code)
      if (!known) throw notFound(`没有编号是 ${code} 的乡镇`)
      const name = townshipForms(known.name).called
      const there = new Set((await readVillages(code)).map(({ _id }) => _id))
      const fresh = known.villages
        .filter((village) => !there.has(village.code))
        .map((village) => fromAtlas(village.code, 'village', villageForms(village.name).called))
      const own = (await places.exists({ _id: code })) ? [] : [fromAtlas(code, 'township', name)]
      if (own.length + fresh.length > 0) await this.put([...own, ...fresh])
      return { name, villages: known.villages.length, added: fresh.length }
    },
    async setWords(township, version, words, by) {
      await setTownshipWords({ db, now, audit }, township, version, words, by)
      kept.forget(township)
    },
    planGroups: plan,
    async importGroups(township, file, by) {
      const planned = await plan(township, file)
      const changes = planned.changes.map(({ village, added, removed, changed }) => ({
        village,
        added: added.length,
        removed: removed.length,
        changed: changed.length,
      }))
      await change(
        township,
        { by, action: 'places.import', details: { rows: planned.rows, changes } },
        planned.villages,
      )
      return planned
    },
    async learn(township, { text, village, says, by }) {
      if (!villageIn((await read(township)).gazetteer, village)) throw wrongField('village', '本乡没有这个村')
      // A word has one meaning here at a time; of how many villages it is not the name is another matter.
      const sameWord = (one: LearnedName) =>
        one.text === text &&
        (says === 'is' ? one.says === 'is' || one.village === village : one.village === village)
      await change(township, { by, action: 'places.learn', details: { text, village, says } }, [], (known) =>
        [...known.filter((one) => !sameWord(one)), { text, village, says, by, at: now() }].slice(
          -mostLearned,
        ),
      )
    },
    unlearn: (township, text, by) =>
      change(township, { by, action: 'places.unlearn', details: { text } }, [], (known) =>
        known.filter((one) => one.text !== text),
      ),
  }
}
