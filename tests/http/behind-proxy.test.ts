import { openTestHouse } from '../setup/test-house'

/** Asks the status desk for one receipt after the other, with this said of the way here; answers the status. */
const asking = (town: Awaited<ReturnType<typeof openTestHouse>>) => {
  let receipt = 10_000_000
  return async (forwarded: string): Promise<number> => {
    receipt += 1
    const body = JSON.stringify({ receipt: String(receipt), lastFour: '0000' })
    const headers = { 'Content-Type': 'application/json', 'X-Forwarded-For': forwarded }
    return (await town.send('POST', '/api/status', body, headers)).status
  }
}

const unknown = 404
const wornOut = 429
const mostTries = 60

describe('whose tries are counted behind a proxy', () => {
  test('without one, whatever is written in the header: the address of the connection', async () => {
    const town = await openTestHouse()
    const ask = asking(town)
    for (let n = 0; n < mostTries; n += 1) expect(await ask(`203.0.113.${n}`)).toBe(unknown)
    expect(await ask('203.0.113.250')).toBe(wornOut)
    await town.close()
  })

  test('behind one: each caller by the address the proxy saw, however many the caller put before it', async () => {
    const town = await openTestHouse({ env: { TRUST_PROXY: '1' } })
    const ask = asking(town)
    for (let n = 0; n < mostTries; n += 1)
      expect(await ask(`10.0.0.${n}, 192.168.1.${n}, 198.51.100.7`)).toBe(unknown)
    expect(await ask('10.0.0.99, 198.51.100.7')).toBe(wornOut)
    expect(await ask('198.51.100.7')).toBe(wornOut)
    // Another caller of the same proxy is not kept out; nor may anybody wear somebody else out by naming them.
    expect(await ask('198.51.100.8')).toBe(unknown)
    expect(await ask('198.51.100.7, 198.51.100.9')).toBe(unknown)
    await town.close()
  })

  test('behind two: the second from the end', async () => {
    const town = await openTestHouse({ env: { TRUST_PROXY: '2' } })
    const ask = asking(town)
    for (let n = 0; n < mostTries; n += 1) await ask(`10.0.0.${n}, 198.51.100.7, 172.16.0.1`)
    expect(await ask('198.51.100.7, 172.16.0.1')).toBe(wornOut)
    expect(await ask('198.51.100.8, 172.16.0.1')).toBe(unknown)
    await town.close()
  })
})
