import { startEmbeddedStore } from '../../server/database/embedded/embedded-store'
import { openOwnStore } from './own-store'

describe('what the embedded store has acknowledged is there after it was killed', () => {
  test('killed in the middle of writing: every acknowledged document, and whole transactions only', async () => {
    const before = await openOwnStore()
    const acknowledged: number[] = []
    const inPairs: number[] = []
    let killed = false
    const writer = async (from: number) => {
      for (let n = from; !killed; n += 4) {
        await before.db.collection('single').insertOne({ n })
        acknowledged.push(n)
      }
    }
    const pairWriter = async () => {
      for (let n = 0; !killed; n += 1) {
        await before.client.withSession((session) =>
          session.withTransaction(async () => {
            await before.db.collection('left').insertOne({ n }, { session })
            await before.db.collection('right').insertOne({ n }, { session })
          }),
        )
        inPairs.push(n)
      }
    }
    await before.db.createCollection('left')
    await before.db.createCollection('right')
    await before.db.collection('single').createIndex({ n: 1 }, { unique: true })
    const writers = [...[0, 1, 2, 3].map(writer), pairWriter()].map((running) =>
      running.catch(() => undefined),
    )
    while (acknowledged.length < 400 || inPairs.length < 40) await new Promise(setImmediate)
    process.kill(before.store.pid, 'SIGKILL')
    killed = true
    await before.client.close(true)
    await Promise.all(writers)
    await before.store.close()

    const after = await openOwnStore(before.directory)
    const numbers = async (name: string) =>
      (await after.db.collection(name).find().sort({ n: 1 }).toArray()).map(({ n }) => n as number)
    const single = await numbers('single')
    expect(acknowledged.filter((n) => !single.includes(n))).toEqual([])
    expect(new Set(single).size).toBe(single.length)
    const left = await numbers('left')
    expect(left).toEqual(await numbers('right'))
    expect(inPairs.filter((n) => !left.includes(n))).toEqual([])
    // The index tells the same as the documents.
    for (const n of single.slice(-20))
      expect(await after.db.collection('single').countDocuments({ n })).toBe(1)
    await after.close()
    after.forget()
  })

  test('closed and opened again: documents, indexes and files are as they were', async () => {
    const before = await openOwnStore()
    await before.db.collection('a').insertOne({ _id: 1 as never, n: 1 })
    await before.db.collection('a').createIndex({ n: 1 }, { unique: true, name: 'by_n' })
    await before.close()
    const after = await openOwnStore(before.directory)
    expect(await after.db.collection('a').findOne()).toEqual({ _id: 1, n: 1 })
    await expect(after.db.collection('a').insertOne({ n: 1 })).rejects.toMatchObject({ code: 11000 })
    await after.close()
    after.forget()
  })

  test('a folder that another server works on is left alone, and the message says who has it', async () => {
    const first = await openOwnStore()
    await expect(startEmbeddedStore({ directory: first.directory })).rejects.toThrow(
      `Another server (process ${first.store.pid})`,
    )
    await first.db.collection('a').insertOne({ n: 1 })
    await first.close()
    first.forget()
  })
})
