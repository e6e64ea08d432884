import { type DivisionCode, townshipOf } from '../../shared/domain/territory'
import type { House } from '../house'
import { notFound } from '../http/problem'
import type { Gazetteer, PlaceName } from './gazetteer'
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

/** 岔路村 is called 岔路, 岔路村委会, 岔路村民委员会; all mean the one village. */
const formsOf = (name: string) => {
  const stem = name.replace(/(?:村民委员会|村委会|村)$/, '')
  return [`${stem}村民委员会`, `${stem}村委会`, `${stem}村`, stem]
}

function buildGazetteer(township: PlaceRecord, villages: readonly PlaceRecord[]): Gazetteer {
  const names = new Map<string, PlaceName[]>()
  const add = (name: PlaceName) => {
    const meanings = names.get(name.text) ?? []
    if (meanings.some((known) => known.village === name.village)) return
    names.set(name.text, [...meanings, name])
  }
  for (const village of villages) {
    const stem = village.name.replace(/村$/, '')
    for (const text of formsOf(village.name))
      add({ text, kind: 'village', village: village._id, properly: village.name })
    for (const alias of village.aliases)
      for (const text of formsOf(alias))
        add({ text, kind: 'alias', village: village._id, properly: village.name })
    for (const { hamlets } of village.groups)
      for (const hamlet of hamlets)
        for (const written of [hamlet.name, ...hamlet.aliases]) {
          const meaning = {
            kind: written === hamlet.name ? ('hamlet' as const) : ('alias' as const),
            village: village._id,
            properly: `${village.name}${hamlet.name}`,
          }
          add({ text: written, ...meaning })
          // The village before the hamlet (忙吉利老寨) says which of several 老寨 is meant.
          for (const before of [stem, village.name, ...village.aliases])
            add({ text: `${before}${written}`, ...meaning })
        }
  }
  for (const { name, where } of township.lookalikes)
    for (const text of formsOf(name))
      add({ text, kind: 'lookalike', village: null, properly: `${where}${name}` })
  return {
    township: township._id,
    townshipName: township.name,
    version: township.version,
    villages: villages.map((village) => ({
      code: village._id,
      name: village.name,
      hamlets: [...new Set(village.groups.flatMap((group) => group.hamlets.map((hamlet) => hamlet.name)))],
    })),
    names,
  }
}

/** How long a process may work with a gazetteer it has read before it looks whether there is a newer one. */
const gazetteerFreshness = 10_000

/** Makes the places service. */
export function placesService({ db, now }: Pick<House, 'db' | 'now'>): Places {
  const places = placeModel(db)
  const kept = new Map<DivisionCode, { gazetteer: Gazetteer; readAt: number }>()

  const readTownship = async (code: DivisionCode) => {
    const township = await places.findOne({ _id: code, kind: 'township' }).lean<PlaceRecord>()
    if (!township) throw notFound('这个乡还没有开通这个服务')
    return township
  }

  return {
    async gazetteer(township) {
      const known = kept.get(township)
      if (known && Math.abs(now().getTime() - known.readAt) < gazetteerFreshness) return known.gazetteer
      const record = await readTownship(township)
      if (known?.gazetteer.version === record.version) {
        kept.set(township, { ...known, readAt: now().getTime() })
        return known.gazetteer
      }
      const villages = await places
        .find({ _id: { $gt: township, $lt: `${township}~` }, kind: 'village' })
        .sort({ _id: 1 })
        .lean<PlaceRecord[]>()
      const gazetteer = buildGazetteer(record, villages)
      kept.set(township, { gazetteer, readAt: now().getTime() })
      return gazetteer
    },
    async township(code) {
      const { _id, name, hotline = '', officeHours = '', help } = await readTownship(code)
      return { code: _id, name, hotline, officeHours, help }
    },
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
      for (const township of townships) kept.delete(township)
    },
  }
}
