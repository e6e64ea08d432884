import { join } from 'node:path'
import { type Benchmark, byTurns, inOwnProcess, outcome, perSecond, throughput } from './benchmark'
import type { QueueServers } from './queue-server'

const connections = 8
const seconds = 3
const rounds = 5

/** First page of a coordinator's queue in a quiet township and in one with a hundred times as many open cases. */
export const queueBenchmark: Benchmark = {
  name: 'queue',
  run: (uri) =>
    inOwnProcess<QueueServers, ReturnType<typeof outcome>>(
      join(__dirname, 'queue-server.ts'),
      uri,
      async ({ small, large }) => {
        const load = ({ address, token }: QueueServers['small']) =>
          throughput({
            url: `${address}/api/queue`,
            connections,
            duration: seconds,
            headers: { authorization: `Bearer ${token}` },
          })
        const found = await byTurns(
          rounds,
          () => load(small),
          () => load(large),
        )
        const cases = (count: number) => `first page with ${count.toLocaleString('en')} open cases`
        return outcome({
          name: 'queue',
          what: "a coordinator's queue, time for its first page at the larger size against the smaller",
          figures: {
            [cases(small.cases)]: perSecond(found.first),
            [cases(large.cases)]: perSecond(found.second),
          },
          ratio: found.ratio,
          goal: { kind: 'at most', value: 1.5 },
        })
      },
    ),
}
