import mongoose, { type Connection, Types } from 'mongoose'
import { caseModel } from '../../server/casework/case.model'
import { ensureIndexes } from '../../server/database/indexes'
import { attachmentFileModel } from '../../server/intake/attachment-file.model'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { type OwnServer, openOwnServer } from './own-store'

describe('a newer version starts on the indexes of an older one', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse()
  })
  afterAll(() => town.close())

  test('the one of joined cases that an older version made stands in nothing’s way', async () => {
    const cases = town.house.db.collection('cases')
    const names = async () => (await cases.listIndexes().toArray()).map(({ name }) => String(name))
    const fresh = await names()
    expect(fresh).toContain('joinedTo')
    const partialFilterExpression = { mergedInto: { $type: 'objectId' } }
    await cases.createIndex({ mergedInto: 1 }, { partialFilterExpression })
    await ensureIndexes(town.house.db)
    expect(new Set(await names())).toEqual(new Set([...fresh, 'mergedInto_1']))
  })
})

describe('what is asked often is found by a declared index, as our own store explains it', () => {
  let own: OwnServer
  let db: Connection
  beforeAll(async () => {
    own = await openOwnServer()
    db = await mongoose.createConnection(own.uri, { dbName: 'declared' }).asPromise()
    caseModel(db)
    attachmentFileModel(db)
    await ensureIndexes(db)
  })
  afterAll(async () => {
    await db.close()
    await own.close()
  })

  test.each([
    [
      'the cases that were joined to one, with every look at it',
      'cases',
      { mergedInto: { $in: [new Types.ObjectId(), new Types.ObjectId()] } },
    ],
    [
      'uploads that no report has come for, every minute',
      'attachments.files',
      { 'metadata.report': null, uploadDate: { $lt: new Date() } },
    ],
  ])('%s', async (_what, collection, filter) => {
    const { queryPlanner } = await db.collection(collection).find(filter).explain()
    expect(JSON.stringify(queryPlanner)).toContain('IXSCAN')
  })
})
