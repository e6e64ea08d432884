import fc from 'fast-check'
import { Types } from 'mongoose'
import { byHousehold } from '../../server/casework/same-household'

const work = (changes: Partial<Parameters<typeof byHousehold>[0][number]> = {}) => ({
  _id: new Types.ObjectId(),
  householdHashes: [] as string[],
  mergedInto: null,
  village: '530924205203',
  homeHash: null,
  nameSound: 'name',
  ...changes,
})

describe('cases by household', () => {
  test('meet by a number, by a joining, and by name and home together', () => {
    const first = work({ householdHashes: ['a'], homeHash: 'tree' })
    const byNumber = work({ householdHashes: ['a', 'b'] })
    const joined = work({ mergedInto: byNumber._id })
    const byHome = work({ homeHash: 'tree' })
    const other = work()
    const neighbour = work({ homeHash: 'tree', nameSound: 'another name' })
    expect(byHousehold([first, other, joined, byNumber, byHome, neighbour])).toEqual([
      [first, joined, byNumber, byHome].sort((one, two) => (one === first ? -1 : two === first ? 1 : 0)),
      [other],
      [neighbour],
    ])
  })

  test('are the same households in whatever order they come, and none is lost', () => {
    const marks = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 2 })
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (all, order) => {
        const works = all.map((householdHashes) => work({ householdHashes, nameSound: null }))
        const shuffled = [...works].sort(() => ((order.next().value ?? 0) % 3) - 1)
        const sets = (groups: ReturnType<typeof byHousehold<(typeof works)[number]>>) =>
          groups
            .map((group) =>
              group
                .map(({ _id }) => String(_id))
                .sort()
                .join(' '),
            )
            .sort()
        const found = sets(byHousehold(works))
        expect(sets(byHousehold(shuffled))).toEqual(found)
        expect(found.flatMap((group) => group.split(' ')).filter(Boolean)).toHaveLength(works.length)
      }),
    )
  })
})
