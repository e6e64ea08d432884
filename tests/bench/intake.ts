import { join } from 'node:path'
import { someReport } from '../setup/test-house'
import { type Benchmark, byTurns, inOwnProcess, outcome, perSecond, throughput } from './benchmark'
import type { IntakeServers } from './intake-server'

const connections = 32
const seconds = 4
const rounds = 5

/** Intake end to end (HTTP, validate, encrypt, route, transaction, audit) against the least a server can do. */
export const intakeBenchmark: Benchmark = {
  name: 'intake',
  run: (uri) =>
    inOwnProcess<IntakeServers, ReturnType<typeof outcome>>(
      join(__dirname, 'intake-server.ts'),
      uri,
      async ({ intake, bare, tokens, documentBytes }) => {
        let sent = 0
        const load = (url: string, path: string) =>
          throughput({
            url,
            connections,
            duration: seconds,
            requests: [
              {
                method: 'POST',
                path,
                setupRequest: (request) => ({
                  ...request,
                  headers: {
                    'content-type': 'application/json',
                    authorization: `Bearer ${tokens[sent++ % tokens.length]}`,
                  },
                  body: JSON.stringify(someReport()),
                }),
              },
            ],
          })
        const found = await byTurns(
          rounds,
          () => load(intake, '/api/reports'),
          () => load(bare, '/reports'),
        )
        return outcome({
          name: 'intake',
          what: `a report taken in whole, against a bare insert of one document of ${documentBytes} bytes`,
          figures: {
            [`intake end to end, ${connections} connections`]: perSecond(found.first),
            'bare Koa route with one mongoose insert': perSecond(found.second),
          },
          ratio: found.ratio,
          goal: { kind: 'at least', value: 0.35 },
        })
      },
    ),
}
