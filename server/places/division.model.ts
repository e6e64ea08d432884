import { type Connection, type Model, Schema } from 'mongoose'
import type { County, Region } from './atlas'

/**
 * One page of the atlas: a county with its townships and villages, by its code; or, under `regions`, the provinces,
 * cities and counties of the country. A county is one document: a township needs its own county's page, and the whole
 * country is 2,900 of them.
 */
export interface AtlasPage {
  _id: string
  name: string
  townships: County['townships']
  regions: Region[]
}

const schema = new Schema<AtlasPage>(
  {
    _id: { type: String },
    name: { type: String, required: true },
    townships: { type: [Schema.Types.Mixed], default: [] } as never,
    regions: { type: [Schema.Types.Mixed], default: [] } as never,
  },
  { collection: 'atlas', versionKey: false },
)

export const atlasModel = (db: Connection): Model<AtlasPage> => db.model<AtlasPage>('AtlasPage', schema)
