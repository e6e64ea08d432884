import { randomBytes } from 'node:crypto'
import { Types } from 'mongoose'
import { type CaseRecord, caseModel } from '../../server/casework/case.model'
import { queueOrder } from '../../server/casework/queue-order'
import { demoPlaces } from '../../server/demo/demo-township'
import { reportSubmission } from '../../shared/contract/intake'
import type { Urgency } from '../../shared/domain/urgency'
import { someReport } from '../setup/test-house'
import { openProductionHouse, serveUntilDone } from './serve'

/** Two houses, alike but for the number of open cases in the township. */
export interface QueueServers {
  small: { address: string; token: string; cases: number }
  large: { address: string; token: string; cases: number }
}

const minute = 60_000
const batch = 1000

/** Opens a house with this many open cases, spread over its villages, a tenth of them urgent and half overdue. */
async function openWith(cases: number) {
  const opened = await openProductionHouse()
  const { rooms, house } = opened
  const { account } = await rooms.sessions.forDevice(randomBytes(32).toString('base64url'))
  const sample = await rooms.intake.submit(reportSubmission.parse(someReport()), account._id.toHexString())
  const villages = demoPlaces.filter((place) => place.kind === 'village')
  const owners = await Promise.all(villages.map(({ _id }) => rooms.casework.ownerFor('assigned', _id)))
  const now = house.now().getTime()
  const clone = (number: number): CaseRecord => {
    const _id = new Types.ObjectId()
    const urgency: Urgency = number % 10 === 0 ? 'urgent' : 'ordinary'
    const dueAt = new Date(now + (((number * 7919) % 20_000) - 10_000) * minute)
    const owner = owners[number % owners.length]
    const village = villages[number % villages.length]
    if (!owner || !village) throw new Error('The demo has no villages')
    return {
      ...sample.case,
      _id,
      urgency,
      dueAt,
      owner,
      village: village._id,
      queueOrder: queueOrder(urgency, dueAt, _id),
    }
  }
  const model = caseModel(house.db)
  for (let stored = 1; stored < cases; stored += batch)
    await model.collection.insertMany(
      Array.from({ length: Math.min(batch, cases - stored) }, (_, i) => clone(stored + i)),
    )
  const open = await model.countDocuments({ open: true })
  if (open !== cases) throw new Error(`${open} open cases instead of ${cases}`)
  const { accessToken } = await rooms.sessions.forDemo('coordinator-203')
  return { opened, told: { address: opened.address, token: accessToken, cases } }
}

async function main() {
  const small = await openWith(1_000)
  const large = await openWith(100_000)
  const ready: QueueServers = { small: small.told, large: large.told }
  serveUntilDone(ready, async () => {
    await small.opened.discard()
    await large.opened.discard()
  })
}

void main()
