import { expressions, stages } from '../../server/database/embedded/aggregate'
import { commandTable } from '../../server/database/embedded/dispatch'
import { queryOperators } from '../../server/database/embedded/matcher'
import { updateOperators } from '../../server/database/embedded/update'
import used from '../conformance/used.json'

/** Not said while the words were recorded, and needed: a driver says them of itself, and who looks into a store. */
const unrecorded = ['command explain', 'command getMore', 'command killCursors', 'command ping', 'find skip']
/** Older spellings of a greeting. */
const greetings = ['ismaster', 'isMaster']

const known = new Set([...used, ...unrecorded])

test.each<[string, string[]]>([
  ['command', Object.keys(commandTable(() => '')).filter((name) => !greetings.includes(name))],
  ['filter', Object.keys(queryOperators)],
  ['update', Object.keys(updateOperators)],
  ['stage', Object.keys(stages)],
  ['expression', Object.keys(expressions)],
])('the store has no %s that nobody uses', (kind, words) => {
  expect(words.filter((word) => !known.has(`${kind} ${word}`))).toEqual([])
})

test('nor any option of a command', () => {
  const spelled = Object.entries(commandTable(() => ''))
    .filter(
      ([name]) => known.has(`command ${name}`) && !unrecorded.includes(`command ${name}`) && name !== 'hello',
    )
    .flatMap(([name, { fields }]) =>
      fields.filter((field) => field !== name).map((field) => `${name} ${field}`),
    )
  expect(spelled.filter((word) => !known.has(word))).toEqual([])
})
