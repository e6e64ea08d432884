import { openManyCases } from './many-cases'
import { openProductionHouse, serveUntilDone } from './serve'

/** Two houses, alike but for the number of open cases in the township. */
export interface QueueServers {
  small: { address: string; token: string; cases: number }
  large: { address: string; token: string; cases: number }
}

/** Opens a house with this many open cases, half of them overdue. */
async function openWith(cases: number) {
  const opened = await openProductionHouse()
  await openManyCases(opened, cases, (number) => ((number * 7919) % 20_000) - 10_000)
  const { accessToken } = await opened.rooms.sessions.forDemo('coordinator-203')
  return { opened, told: { address: opened.address, token: accessToken, cases } }
}

async function main() {
  const small = await openWith(1_000)
  const large = await openWith(100_000)
  const ready: QueueServers = { small: small.told, large: large.told }
  serveUntilDone(ready, async () => {
    await small.opened.discard()
    await large.opened.discard()
  })
}

void main()
