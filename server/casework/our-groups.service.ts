import { hiddenTracks } from '../../shared/domain/code-lists'
import { type DivisionCode, townshipOf } from '../../shared/domain/territory'
import type { House } from '../house'
import type { Places } from '../places/places.service'
import { postsFor, type Viewer } from '../trust/policy'
import { caseModel } from './case.model'

/** One group that somebody leads. */
export interface OurGroup {
  village: DivisionCode
  group: number
  /** Its hamlets; empty where the township has not entered them. */
  hamlets: string[]
  /** How many cases of its hamlets are worked now; null where nobody knows which hamlets are its. */
  open: number | null
}

/**
 * The groups that somebody leads (R1): a leader finds trouble and speaks for neighbours, and works on no case. What is
 * told of the others' cases is a number and nothing else: in a hamlet of twenty homes a first name or a kind of trouble
 * is a whole family's story. What the leader reported themselves they follow as every reporter does.
 */
export interface OurGroups {
  of(viewer: Viewer): Promise<OurGroup[]>
}

/** Makes the service for those who lead groups. */
export function ourGroupsService({ db }: Pick<House, 'db'>, { places }: { places: Places }): OurGroups {
  const cases = caseModel(db)

  const openIn = (village: DivisionCode, hamlets: readonly string[]) =>
    cases.countDocuments({
      village,
      open: true,
      mergedInto: null,
      hamlet: { $in: [...hamlets] },
      // Not even by a number becoming larger: what may be abuse, or a complaint about those in charge.
      track: { $nin: hiddenTracks },
    })

  return {
    of: (viewer) =>
      Promise.all(
        postsFor(viewer, ['group_leader']).flatMap(({ territory: village, group }) =>
          group === undefined ? [] : [ofGroup(village, group)],
        ),
      ),
  }

  async function ofGroup(village: DivisionCode, group: number): Promise<OurGroup> {
    const { villages } = await places.placesOf(townshipOf(village))
    const known = villages.find(({ _id }) => _id === village)?.groups.find(({ number }) => number === group)
    const hamlets = known?.hamlets.map(({ name }) => name) ?? []
    return { village, group, hamlets, open: hamlets.length > 0 ? await openIn(village, hamlets) : null }
  }
}
