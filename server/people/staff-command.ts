import { parseArgs } from 'node:util'
import pino from 'pino'
import { mobilePhone } from '../../shared/contract/fields'
import { deskRoles, roles } from '../../shared/domain/roles'
import { spokenCode } from '../../shared/domain/sign-in-codes'
import { ConfigurationRefused, readConfig } from '../config'
import { Problem } from '../http/problem'
import { type OpenedHouse, openHouse } from '../open-house'
import { addFirstStaff, bringInByOperator } from './first-staff'

const usage = `npm run staff:add -- --role <role> --territory <code> --name <how one addresses them> --phone <mobile> [--title <title>]
    puts somebody at the desk of a township (9 digits) or of a county (6 digits); everybody else is put in from there
    roles: ${deskRoles.map((role) => `${role} (${roles[role]})`).join(', ')}
    without WeChat it also prints a one-time sign-in code

npm run staff:add -- --code --phone <mobile>
    prints a new one-time sign-in code for somebody who is at a desk already`

const { values } = parseArgs({
  options: {
    role: { type: 'string' },
    territory: { type: 'string' },
    name: { type: 'string' },
    phone: { type: 'string' },
    title: { type: 'string' },
    code: { type: 'boolean' },
  },
})

/** Opens the house beside a running server, does one thing in it, and closes it. */
async function inHouse(deed: (opened: OpenedHouse) => Promise<void>) {
  const opened = await openHouse(readConfig(process.env), { beside: true, log: pino({ level: 'silent' }) })
  try {
    await deed(opened)
  } finally {
    await opened.close()
  }
}

/** Prints a code and the link that carries it, to be handed over to nobody but the person. */
async function printCode({ house, rooms }: OpenedHouse, phone: string) {
  const { calledAs, code, expiresAt } = await bringInByOperator(rooms, phone)
  const until = expiresAt.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16)
  const address = `${house.config.publicUrl ?? ''}/pages/sign-in/sign-in`
  console.log(`\nSign-in code of ${calledAs}, good once, until ${until}: ${spokenCode(code)}`)
  console.log(`Opened in a browser: ${address}?c=${code}`)
  if (!house.config.publicUrl) console.log('PUBLIC_URL is not set: put the address of the service in front.')
  console.log('Hand it over in person or by telephone. It asks for the last four digits of their number.')
}

/** `npm run staff:add`: the first officer of an installation in which nobody can put anybody in yet. */
async function add() {
  const { role, territory, name, title, code } = values
  const phone = mobilePhone.safeParse(values.phone)
  if (code && phone.success) return inHouse((opened) => printCode(opened, phone.data))
  if (!role || !territory || !name || !values.phone) {
    console.error(usage)
    process.exitCode = 1
    return
  }
  await inHouse(async (opened) => {
    const given = { role, territory, name, phone: values.phone ?? '', title }
    const { known } = await addFirstStaff(opened.rooms, given)
    console.log(known ? `${name} was known by this number and has one post more.` : `${name} is put in.`)
    if (!opened.house.config.wechat && phone.success) await printCode(opened, phone.data)
  })
}

const plainly = (error: unknown): unknown => {
  if (error instanceof Problem)
    return (error.more.fields ?? []).map(({ message }) => message).join('；') || error.detail || error.message
  return error instanceof ConfigurationRefused ? error.message : error
}

add().catch((error: unknown) => {
  console.error(plainly(error))
  process.exitCode = 1
})
