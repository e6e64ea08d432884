import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { contractVersion, oldestClient } from '../../shared/contract/client-version'
import { maybe, type Promised, promisedNow } from './promise'

/** The versions of which a phone may still come. */
const versions = Array.from({ length: contractVersion - oldestClient + 1 }, (_, i) => oldestClient + i)

describe.each(versions)('a phone with a client of version %i', (version) => {
  const recorded = readFileSync(resolve(__dirname, `versions/${version}.json`), 'utf8')
  const then = JSON.parse(recorded) as Promised
  const now = promisedNow()
  const lacking = (before: string[], after: string[]) => before.filter((line) => !after.includes(line))

  test('reads in each answer what it read when it was released; else raise both numbers in client-version.ts', () => {
    expect(then.answers.length).toBeGreaterThan(500)
    // What could be missing then may be always there now.
    const surely = now.answers.map((line) => `${line}${maybe}`)
    expect(lacking(then.answers, [...now.answers, ...surely])).toEqual([])
  })

  test('is refused nothing that it sends', () => {
    expect(lacking(then.takes, now.takes)).toEqual([])
  })

  test('is asked for nothing that it cannot send', () => {
    const known = (line: string) => then.takes.includes(line.split(' ').slice(0, 2).join(' '))
    expect(lacking(now.needs, then.needs).filter(known)).toEqual([])
  })
})
