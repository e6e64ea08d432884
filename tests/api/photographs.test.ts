import { somePhoto } from '../setup/some-photo'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

describe('photographs of a report are seen by whoever works its case (R8)', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse()
  })
  afterAll(() => town.close())

  test('every one of them opens, in the case and in what was added', async () => {
    const resident = await town.newResident()
    const upload = async () => {
      const form = new FormData()
      form.append('file', new Blob([new Uint8Array(await somePhoto())]), 'roof.jpg')
      const answer = await town.send('POST', '/api/attachments', form, {
        Authorization: `Bearer ${resident}`,
      })
      return (answer.json as { id: string }).id
    }
    const photos = [await upload(), await upload(), await upload()]
    expect((await town.call('POST /api/reports', resident, { body: someReport({ photos }) })).status).toBe(
      201,
    )
    const coordinator = await town.signIn('coordinator-203')
    const queue = await town.call('GET /api/queue', coordinator, { query: {} })
    const caseId = queue.reply.items[0]?.id ?? ''
    const { reply } = await town.call('GET /api/cases/:caseId', coordinator, { params: { caseId } })
    const links = reply.reports[0]?.photos ?? []
    expect(links).toHaveLength(3)
    for (const link of links) expect((await fetch(`${town.base}${link}`)).status).toBe(200)
    // Five minutes are five minutes for each of them.
    town.setTime('2026-11-24T02:04:59.000Z')
    for (const link of links) expect((await fetch(`${town.base}${link}`)).status).toBe(200)
    expect(town.failures).toEqual([])
  })
})
