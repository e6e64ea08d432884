import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { caseLifeCyclePage } from './case-life-cycle'

/** `npm run docs`: writes the pages that are drawn from the code. */
writeFileSync(resolve(__dirname, '../case-life-cycle.md'), caseLifeCyclePage())
