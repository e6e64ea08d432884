import { parseArgs } from 'node:util'
import pino from 'pino'
import { deskRoles, roles } from '../../shared/domain/roles'
import { ConfigurationRefused, readConfig } from '../config'
import { Problem } from '../http/problem'
import { openHouse } from '../open-house'
import { addFirstStaff } from './first-staff'

const usage = `npm run staff:add -- --role <role> --territory <code> --name <how one addresses them> --phone <mobile> [--title <title>]
    puts somebody at the desk of a township (9 digits) or of a county (6 digits); everybody else is put in from there
    roles: ${deskRoles.map((role) => `${role} (${roles[role]})`).join(', ')}`

const { values } = parseArgs({
  options: {
    role: { type: 'string' },
    territory: { type: 'string' },
    name: { type: 'string' },
    phone: { type: 'string' },
    title: { type: 'string' },
  },
})

/** `npm run staff:add`: the first officer of an installation in which nobody can put anybody in yet. */
async function add() {
  const { role, territory, name, phone, title } = values
  if (!role || !territory || !name || !phone) {
    console.error(usage)
    process.exitCode = 1
    return
  }
  const opened = await openHouse(readConfig(process.env), { beside: true, log: pino({ level: 'silent' }) })
  try {
    const { known } = await addFirstStaff(opened.rooms, { role, territory, name, phone, title })
    console.log(known ? `${name} was known by this number and has one post more.` : `${name} is put in.`)
  } finally {
    await opened.close()
  }
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
