import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { contractVersion } from '../../shared/contract/client-version'
import { promisedNow } from './promise'

/** `npm run contract:record`: writes down what clients of this version live by. Run before each release to phones. */
const { answers, takes, needs } = promisedNow()
const file = resolve(__dirname, `versions/${contractVersion}.json`)
mkdirSync(resolve(__dirname, 'versions'), { recursive: true })
writeFileSync(file, `${JSON.stringify({ answers, takes, needs }, null, 2)}\n`)
console.log(`${file}: ${answers.length} fields are answered, ${takes.length} taken, ${needs.length} needed`)
