import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { caseLifeCyclePage } from '../../docs/make/case-life-cycle'

test('docs/case-life-cycle.md is what the table says: run `npm run docs` after changing it', () => {
  const page = readFileSync(resolve(__dirname, '../../docs/case-life-cycle.md'), 'utf8')
  expect(page).toBe(caseLifeCyclePage())
})
