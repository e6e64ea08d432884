import { townshipOf } from '../../shared/domain/territory'
import { call, type Reply } from './api'
import { type DraftSlot, keptDraft, saveDraft, startDraft } from './draft'
import { askOrRead, type Read } from './kept-for-reading'

/** A group that somebody leads. */
export type OurGroup = Reply<'GET /api/our-groups'>['groups'][number]

/** The groups that somebody leads: from the server, or as this phone was shown them last where there is no signal. */
export const fetchOurGroups = (): Promise<Read<OurGroup[]>> =>
  askOrRead(
    'our-groups',
    async () => (await call('GET /api/our-groups')).groups,
    (groups) => groups,
  )

/**
 * Begins a report for a neighbour in this group, or finds the one that was begun: what the leader of a group need not
 * type is filled in. Answers its slot.
 */
export async function reportForNeighbour(of: OurGroup): Promise<DraftSlot> {
  const slot = `group-${of.village}-${of.group}`
  if (keptDraft(slot)) return slot
  const draft = await startDraft(slot, 'other')
  const [hamlet, ...more] = of.hamlets
  saveDraft(slot, {
    ...draft,
    township: townshipOf(of.village),
    village: { code: of.village, name: of.villageName },
    villageFrom: 'reporter',
    // Of several hamlets it must be said which one.
    hamlet: more.length === 0 ? (hamlet ?? '') : '',
    discoverer: 'group_leader',
    grounds: 'duty',
  })
  return slot
}
