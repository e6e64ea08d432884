import { Types } from 'mongoose'
import { newCase } from '../setup/moved-case'
import { openTestHouse, type TestHouse } from '../setup/test-house'

describe('a reporter becomes another account while a step of their case is under way', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse()
  })
  afterAll(() => town.close())

  test('the step is looked at again, and tells the account that they are now (R4)', async () => {
    const { mover, casework } = town.rooms
    const id = await newCase(town)
    const before = await mover.find(id)
    const coordinator = {
      account: before.owner.account.toHexString(),
      calledAs: before.owner.calledAs,
      title: before.owner.title,
      roles: [before.owner.role],
    }
    const accept = (work: typeof before) =>
      mover.move(work, work.version, 'accept', coordinator, { owner: work.owner })
    const [from, to] = [before.reporters[0]?.account ?? new Types.ObjectId(), new Types.ObjectId()]
    await town.house.db.withSession((session) => casework.reporterBecomes(from, to, session))
    await expect(accept(before)).rejects.toMatchObject({ problem: 'changed-meanwhile' })
    const moved = await accept(await mover.find(id))
    expect(moved).toEqual(await mover.find(id))
    const taken = await town.house.db.collection('notices').find({ kind: 'taken' }).toArray()
    expect(taken.map(({ account }) => String(account))).toEqual([String(to)])
  })
})
