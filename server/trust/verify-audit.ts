import pino from 'pino'
import { ConfigurationRefused, readConfig } from '../config'
import { openHouse } from '../open-house'

/** `npm run audit:verify`: reads the whole audit chain and proves it, or names the first link that does not hold. */
async function verify() {
  const opened = await openHouse(readConfig(process.env), { beside: true, log: pino({ level: 'silent' }) })
  try {
    const { entries, unsealed, broken } = await opened.house.audit.verify()
    if (broken) {
      console.error(`The audit log is BROKEN: ${broken}`)
      process.exitCode = 1
    } else
      console.log(
        `The audit log is whole: ${entries} entries in the chain, ${unsealed} waiting for their seal.`,
      )
  } finally {
    await opened.close()
  }
}

verify().catch((error: unknown) => {
  console.error(error instanceof ConfigurationRefused ? error.message : error)
  process.exitCode = 1
})
