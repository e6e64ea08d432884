import { ensureIndexes } from '../../server/database/indexes'
import { openTestHouse, type TestHouse } from '../setup/test-house'

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

  test('uploads that no report has come for are found by an index: it is asked every minute', async () => {
    const { queryPlanner } = await town.house.db
      .collection('attachments.files')
      .find({ 'metadata.report': null, uploadDate: { $lt: new Date() } })
      .explain()
    expect(JSON.stringify(queryPlanner)).toContain('IXSCAN')
  })
})
