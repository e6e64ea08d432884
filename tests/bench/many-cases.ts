import { randomBytes } from 'node:crypto'
import { Types } from 'mongoose'
import { type CaseRecord, caseModel } from '../../server/casework/case.model'
import { clockSet } from '../../server/casework/queue-order'
import { demoPlaces } from '../../server/demo/demo-township'
import type { OpenedHouse } from '../../server/open-house'
import { reportSubmission } from '../../shared/contract/intake'
import type { Urgency } from '../../shared/domain/urgency'
import { someReport } from '../setup/test-house'

const batch = 1000

/**
 * Fills a house with this many open cases, spread over its villages, a tenth of them urgent. `dueIn` says when each
 * one's clock runs out, in minutes from now.
 */
export async function openManyCases(
  { rooms, house }: Pick<OpenedHouse, 'rooms' | 'house'>,
  cases: number,
  dueIn: (number: number) => number,
): Promise<void> {
  const { account } = await rooms.sessions.forDevice(randomBytes(32).toString('base64url'))
  const sample = await rooms.intake.submit(reportSubmission.parse(someReport()), account._id.toHexString())
  const villages = demoPlaces.filter((place) => place.kind === 'village')
  const owners = await Promise.all(villages.map(({ _id }) => rooms.casework.ownerFor('assigned', _id)))
  const now = house.now().getTime()
  const clone = (number: number): CaseRecord => {
    const _id = new Types.ObjectId()
    const urgency: Urgency = number % 10 === 0 ? 'urgent' : 'ordinary'
    const owner = owners[number % owners.length]
    const village = villages[number % villages.length]
    if (!owner || !village) throw new Error('The demo has no villages')
    const due = new Date(now + dueIn(number) * 60_000)
    return {
      ...sample.case,
      _id,
      urgency,
      owner,
      village: village._id,
      ...clockSet(_id, urgency, sample.case.clock, due),
    }
  }
  const model = caseModel(house.db)
  for (let stored = 1; stored < cases; stored += batch)
    await model.collection.insertMany(
      Array.from({ length: Math.min(batch, cases - stored) }, (_, i) => clone(stored + i)),
    )
  const open = await model.countDocuments({ open: true })
  if (open !== cases) throw new Error(`${open} open cases instead of ${cases}`)
}
