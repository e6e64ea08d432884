import type { DivisionCode } from '../../shared/domain/territory'
import type { House } from '../house'
import {
  CountryNames,
  type County,
  nothingAround,
  type Region,
  regionNames,
  type Surroundings,
} from './atlas'
import { type AtlasPage, atlasModel } from './division.model'

/** What is known of the country beyond the townships that are set up. */
export interface Atlas {
  /** What lies around a place of this county. The country's names are read once a process. */
  around(county: DivisionCode): Promise<Surroundings>
  county(code: DivisionCode): Promise<County | null>
  putCounties(counties: readonly County[]): Promise<void>
  putRegions(regions: readonly Region[]): Promise<void>
  /** Lets this process read again what another one has imported. */
  forget(): void
}

const regionsPage = 'regions'
/** With this many counties the operator has imported the country, and names anywhere in it are worth knowing. */
const manyCounties = 1_000
const pagesAtOnce = 100

/** Makes the atlas service. */
export function atlasService({ db }: Pick<House, 'db'>): Atlas {
  const pages = atlasModel(db)
  let country: Promise<CountryNames | null> | undefined
  let regions: Promise<Surroundings['regions']> | undefined

  const countyOf = (page: AtlasPage | null): County | null =>
    page && { code: page._id, name: page.name, townships: page.townships }

  const readCountry = async () => {
    if ((await pages.estimatedDocumentCount()) < manyCounties) return null
    const names = new CountryNames()
    const cursor = pages
      .find({ _id: { $lt: regionsPage } })
      .lean<AtlasPage[]>()
      .batchSize(pagesAtOnce)
      .cursor()
    for await (const page of cursor) names.add({ code: page._id, name: page.name, townships: page.townships })
    return names
  }
  const readRegions = async () => {
    const page = await pages.findById(regionsPage).lean<AtlasPage>()
    return page ? regionNames(page.regions) : nothingAround.regions
  }
  /** Keeps what was read, but never a failure to read it. */
  const kept = <T>(reading: Promise<T>, drop: () => void) => {
    reading.catch(drop)
    return reading
  }
  const forget = () => {
    country = undefined
    regions = undefined
  }

  return {
    forget,
    county: async (code) => countyOf(await pages.findById(code).lean<AtlasPage>()),
    async around(code) {
      country ??= kept(readCountry(), forget)
      regions ??= kept(readRegions(), forget)
      const [county, names, everywhere] = await Promise.all([this.county(code), regions, country])
      return { county, regions: names, country: everywhere }
    },
    async putCounties(counties) {
      for (let i = 0; i < counties.length; i += pagesAtOnce)
        await pages.bulkWrite(
          counties.slice(i, i + pagesAtOnce).map(({ code, name, townships }) => ({
            replaceOne: {
              filter: { _id: code },
              replacement: { _id: code, name, townships, regions: [] },
              upsert: true,
            },
          })),
        )
      forget()
    },
    async putRegions(all) {
      await pages.replaceOne(
        { _id: regionsPage },
        { _id: regionsPage, name: '省、市、县', townships: [], regions: [...all] },
        { upsert: true },
      )
      forget()
    },
  }
}
