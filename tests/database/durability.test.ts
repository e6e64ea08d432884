import { startEmbeddedStore } from '../../server/database/embedded/embedded-store'
import { killAgainAndAgain } from './killed-store'
import { openOwnStore } from './own-store'

describe('what the embedded store has acknowledged is there after it was killed', () => {
  // KILLS=200 npx jest tests/database/durability takes some minutes
  const kills = Number(process.env.KILLS ?? 4)

  test(
    `killed ${kills} times under many writers: all that was acknowledged, no half, and indexes that agree`,
    async () => {
      const { wrong, acknowledged } = await killAgainAndAgain(kills, Math.random)
      expect(wrong).toEqual([])
      expect(acknowledged).toBeGreaterThanOrEqual(kills)
    },
    30_000 * kills,
  )

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
