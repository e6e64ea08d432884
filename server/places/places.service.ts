import { type DivisionCode, townshipOf } from '../../shared/domain/territory'
import { shortMemory } from '../database/short-memory'
import type { House } from '../house'
import { notFound } from '../http/problem'
import { buildGazetteer, type Gazetteer } from './gazetteer'
import { type PlaceRecord, placeModel } from './place.model'

/** A township as residents meet it. */
export interface TownshipDesk {
  code: DivisionCode
  name: string
  hotline: string
  officeHours: string
  help: string[]
}

/** Reading and writing divisions, groups and hamlets. */
export interface Places {
  /** A township's gazetteer. @throws Problem not-found for a township that is not set up. */
  gazetteer(township: DivisionCode): Promise<Gazetteer>
  township(code: DivisionCode): Promise<TownshipDesk>
  /** The names of divisions by code; codes that are unknown are left out. */
  names(codes: readonly DivisionCode[]): Promise<Map<DivisionCode, string>>
  /** Puts places in, or replaces them, and raises their townships' gazetteer version. */
  put(records: readonly PlaceRecord[]): Promise<void>
}

/** How long a process may work with what it has read of a township before it looks whether there is something newer. */
const freshness = 10_000

/** Makes the places service. */
export function placesService({ db, now }: Pick<House, 'db' | 'now'>): Places {
  const places = placeModel(db)
  const kept = shortMemory<{ gazetteer: Gazetteer; desk: TownshipDesk }>(now, freshness)

  const readTownship = async (code: DivisionCode) => {
    const township = await places.findOne({ _id: code, kind: 'township' }).lean<PlaceRecord>()
    if (!township) throw notFound('这个乡还没有开通这个服务')
    return township
  }

  const deskOf = ({ _id, name, hotline = '', officeHours = '', help }: PlaceRecord): TownshipDesk => ({
    code: _id,
    name,
    hotline,
    officeHours,
    help,
  })

  const read = (code: DivisionCode) =>
    kept.get(code, async (last) => {
      const record = await readTownship(code)
      if (last?.gazetteer.version === record.version) return { ...last, desk: deskOf(record) }
      const villages = await places
        .find({ _id: { $gt: code, $lt: `${code}~` }, kind: 'village' })
        .sort({ _id: 1 })
        .lean<PlaceRecord[]>()
      return { gazetteer: buildGazetteer(record, villages), desk: deskOf(record) }
    })

  return {
    gazetteer: async (township) => (await read(township)).gazetteer,
    township: async (code) => (await read(code)).desk,
    async names(codes) {
      const records = await places.find({ _id: { $in: [...new Set(codes)] } }).lean<PlaceRecord[]>()
      return new Map(records.map((record) => [record._id, record.name]))
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
  }
}
