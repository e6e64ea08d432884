import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Benchmark, Outcome } from './benchmark'
import { sweepBenchmark, transitionBenchmark } from './casework'
import { firstCardBenchmark, firstReportBenchmark } from './first-screen'
import { intakeBenchmark } from './intake'
import { packageBenchmark } from './package'
import { queueBenchmark } from './queue'
import { routingBenchmark } from './routing'
import { storeBenchmark } from './store'

const benchmarks: Benchmark[] = [
  intakeBenchmark,
  queueBenchmark,
  transitionBenchmark,
  sweepBenchmark,
  routingBenchmark,
  storeBenchmark,
  packageBenchmark,
  firstCardBenchmark,
  firstReportBenchmark,
]

const write = (line: string) => process.stdout.write(`${line}\n`)

function print(outcome: Outcome) {
  const sign = outcome.goal.kind === 'at least' ? '≥' : '≤'
  write(`${outcome.name}: ${outcome.what}`)
  for (const [label, value] of Object.entries(outcome.figures)) write(`    ${label.padEnd(44)} ${value}`)
  write(
    `    ${(outcome.unit ?? 'ratio').padEnd(44)} ${outcome.ratio}  (goal ${sign} ${outcome.goal.value}: ${outcome.holds ? 'met' : 'MISSED'})\n`,
  )
}

/**
 * `npm run bench [-- name…] [--json]`: every figure is a ratio of two measurements of one run on one store, because
 * absolute figures say more about the machine than about us. On the embedded store, or on MongoDB at MONGODB_URI.
 */
async function main() {
  const asked = process.argv.slice(2)
  const json = asked.includes('--json')
  const names = asked.filter((word) => !word.startsWith('--'))
  const unknown = names.filter((name) => !benchmarks.some((one) => one.name === name))
  if (unknown.length > 0)
    throw new Error(
      `No such benchmark: ${unknown.join(', ')}. There are: ${benchmarks.map((one) => one.name).join(', ')}`,
    )
  const given = process.env.MONGODB_URI
  const directory = given ? null : mkdtempSync(join(tmpdir(), 'zaofaxian-bench-'))
  const store = directory
    ? await (await import('../../server/database/embedded/embedded-store')).startEmbeddedStore({ directory })
    : null
  const uri = given ?? store?.uri ?? ''
  const machine = {
    node: process.version,
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    store: given ? 'MongoDB' : 'embedded',
  }
  try {
    if (!json)
      write(`Node ${machine.node}, ${machine.cores} cores (${machine.processor}), ${machine.store} store\n`)
    const outcomes: Outcome[] = []
    for (const benchmark of benchmarks) {
      if (names.length > 0 && !names.includes(benchmark.name)) continue
      for (const outcome of [await benchmark.run(uri)].flat()) {
        outcomes.push(outcome)
        if (!json) print(outcome)
      }
    }
    if (json) write(JSON.stringify({ machine, outcomes }, null, 2))
  } finally {
    await store?.close()
    if (directory) rmSync(directory, { recursive: true, force: true })
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
