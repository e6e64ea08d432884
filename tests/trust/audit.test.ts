import { inTransaction } from '../../server/database/transaction'
import { auditLog } from '../../server/trust/audit.service'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

describe('the audit chain (design: security; R15)', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse()
    const resident = await town.newResident()
    await Promise.all(
      Array.from({ length: 12 }, () => town.call('POST /api/reports', resident, { body: someReport() })),
    )
    await town.house.audit.seal()
  })
  afterAll(() => town.close())
  const entries = () => town.house.db.collection('audit_entries')
  const heads = () => town.house.db.collection<{ _id: string }>('audit_head')

  test('is whole: every deed once, each with the hash of the one before', async () => {
    expect(await town.house.audit.verify()).toEqual({ entries: 12, unsealed: 0, broken: null })
    const chain = await entries().find().sort({ sequence: 1 }).toArray()
    expect(chain.map((entry) => entry.sequence)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1))
    expect(chain.slice(1).map((entry) => entry.previous)).toEqual(
      chain.slice(0, -1).map((entry) => entry.hash),
    )
  })

  test('holds nothing that tells whose trouble it was', async () => {
    const all = JSON.stringify(await entries().find().toArray())
    expect(all).not.toMatch(/19900000121|岩三木|煮不动饭|大青树/)
  })

  test('several processes sealing at once make one chain', async () => {
    const { db, keys } = town.house
    const logs = Array.from({ length: 4 }, () => auditLog(db, keys.audit, () => undefined))
    const deed = { actor: null, action: 'test.deed', subject: { kind: 'test', id: '1' } }
    for (let n = 0; n < 20; n += 1)
      await inTransaction(db, async (work) => town.house.audit.record(deed, town.house.now(), work))
    await Promise.all(logs.map((log) => log.seal()))
    expect(await town.house.audit.verify()).toEqual({ entries: 32, unsealed: 0, broken: null })
  })

  test('is whole while it is read, whoever seals meanwhile', async () => {
    const { db, keys } = town.house
    const busy = auditLog(db, keys.audit, () => undefined)
    const deed = { actor: null, action: 'test.deed', subject: { kind: 'test', id: '2' } }
    const before = (await town.house.audit.verify()).entries
    const grow = async () => {
      for (let n = 0; n < 30; n += 1) {
        await inTransaction(db, async (work) => busy.record(deed, town.house.now(), work))
        await busy.seal()
      }
    }
    const growing = grow()
    for (let n = 0; n < 15; n += 1) expect((await town.house.audit.verify()).broken).toBeNull()
    await growing
    expect(await town.house.audit.verify()).toEqual({ entries: before + 30, unsealed: 0, broken: null })
    await entries().deleteMany({ sequence: { $gt: before } })
    const last = await entries().findOne({ sequence: before })
    await heads().updateOne({ _id: 'head' }, { $set: { sequence: before, hash: last?.hash } })
  })

  const tampering: [string, () => Promise<unknown>, RegExp][] = [
    [
      'a changed entry',
      () => entries().updateOne({ sequence: 5 }, { $set: { action: 'case.close' } }),
      /entry 5 /,
    ],
    ['a changed time', () => entries().updateOne({ sequence: 7 }, { $set: { at: new Date(0) } }), /entry 7 /],
    ['a removed entry', () => entries().deleteOne({ sequence: 3 }), /entry 3 is missing/],
    ['a cut end', () => entries().deleteOne({ sequence: 32 }), /ends at entry 31, but its head says 32/],
    [
      'a changed link',
      () => entries().updateOne({ sequence: 9 }, { $set: { hash: '0'.repeat(64) } }),
      /entry 9 /,
    ],
    [
      'a head that forgets the last entries',
      async () => {
        const entry = await entries().findOne({ sequence: 30 })
        await heads().updateOne({ _id: 'head' }, { $set: { sequence: 30, hash: entry?.hash } })
      },
      /goes on after entry 30/,
    ],
    ['a moved head', () => heads().updateOne({ _id: 'head' }, { $set: { sequence: 40 } }), /head says 40/],
    [
      'an entry slipped in unsealed',
      () =>
        entries().insertOne({
          at: new Date(),
          actor: null,
          action: 'case.accept',
          subjectKind: 'case',
          subjectId: '1',
          details: '{}',
          mac: 'forged',
          waiting: true,
        }),
      /unsealed entry .* was changed/,
    ],
  ]
  test.each(tampering)('%s is found and named', async (_, tamper, named) => {
    const [kept, keptHeads] = [await entries().find().toArray(), await heads().find().toArray()]
    await tamper()
    expect((await town.house.audit.verify()).broken).toMatch(named)
    await entries().deleteMany({})
    await entries().insertMany(kept)
    await heads().deleteMany({})
    await heads().insertMany(keptHeads)
    expect((await town.house.audit.verify()).broken).toBeNull()
  })
})
