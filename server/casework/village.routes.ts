import type { villageEndpoints } from '../../shared/contract/village'
import { isHidden } from '../../shared/domain/code-lists'
import { townshipOf } from '../../shared/domain/territory'
import { daysAhead } from '../../shared/domain/today'
import type { House } from '../house'
import { known, type RoutesOf } from '../http/serve-contract'
import type { Cards } from '../outreach/cards.service'
import { publicPersonOf } from '../people/public-person'
import type { OnRoster, Roster } from '../people/roster.service'
import type { Places } from '../places/places.service'
import type { Viewer } from '../trust/policy'
import type { CaseRecord } from './case.model'
import { presentQueueItem } from './case.presenter'
import type { OurGroups } from './our-groups.service'
import { type TodayDesk, villagesOf } from './today.service'
import type { VillageFigures } from './village-figures.service'

const day = 24 * 3_600_000
/** What came to somebody without their doing: it stands out on their list until they have done something with it. */
const handings: readonly string[] = ['hand_over', 'reassign', 'escalate']

/** The pages of those who work in a village: their day, their village, its figures. */
export function villageRoutes(
  { cipher, now }: Pick<House, 'cipher' | 'now'>,
  rooms: {
    today: TodayDesk
    villageFigures: VillageFigures
    ourGroups: OurGroups
    roster: Roster
    cards: Cards
    places: Places
  },
): RoutesOf<keyof typeof villageEndpoints> {
  const { today, villageFigures, ourGroups, roster, cards, places } = rooms

  const gazetteersOf = async (works: readonly CaseRecord[]) => {
    const townships = [...new Set(works.map(({ township }) => township))]
    const found = await Promise.all(townships.map((township) => places.gazetteer(township)))
    return new Map(found.map((gazetteer) => [gazetteer.township, gazetteer]))
  }
  const listed = async (works: readonly CaseRecord[], { account }: Viewer) => {
    const gazetteers = await gazetteersOf(works)
    return works.flatMap((work) => {
      const gazetteer = gazetteers.get(work.township)
      if (!gazetteer) return []
      const mine = work.owner.account.toHexString() === account
      return [{ ...presentQueueItem(work, gazetteer, cipher), owner: publicPersonOf(work.owner), mine }]
    })
  }
  const absence = ({ from, until }: { from: Date; until: Date }) => ({
    from: from.toISOString(),
    until: until.toISOString(),
  })
  const villager =
    ({ account }: Viewer) =>
    ({ account: { _id, calledAs }, post: { title, group }, away }: OnRoster) => ({
      calledAs,
      title,
      group: group ?? null,
      me: _id.toHexString() === account,
      away: away && absence(away),
    })

  return {
    async 'GET /api/today'({ viewer }) {
      const by = known(viewer)
      const [{ tasks, later }, { absences }] = await Promise.all([today.of(by), roster.ownLeave(by)])
      const items = await listed(
        tasks.map(({ work }) => work),
        by,
      )
      const [next] = absences
      return {
        tasks: items.flatMap((item) => {
          const task = tasks.find(({ work }) => work._id.toHexString() === item.id)
          if (!task) return []
          const { kind, dueAt, work } = task
          const handedOver = item.mine && handings.includes(work.history.at(-1)?.event ?? '')
          return [{ ...item, kind, dueAt: dueAt.toISOString(), handedOver, keptApart: isHidden(work.track) }]
        }),
        later,
        leave: next && next.from.getTime() < now().getTime() + daysAhead * day ? absence(next) : null,
      }
    },
    async 'GET /api/our-villages'({ viewer }) {
      const by = known(viewer)
      const villages = await roster.ofVillages(villagesOf(by))
      return {
        villages: await Promise.all(
          villages.map(async ({ code, name, people, acting }) => {
            const [desk, all] = await Promise.all([
              places.township(townshipOf(code)),
              cards.all(townshipOf(code)),
            ])
            const here = all.filter(({ village, withdrawnAt }) => village === code && !withdrawnAt)
            const card = here.find(({ kind }) => kind === 'group_chat') ?? here[0]
            return {
              code,
              name,
              townshipName: desk.name,
              hotline: desk.hotline,
              card: card?._id ?? null,
              people: people.map(villager(by)),
              acting: acting && publicPersonOf(acting),
            }
          }),
        ),
      }
    },
    async 'GET /api/our-groups'({ viewer }) {
      const groups = await ourGroups.of(known(viewer))
      const villages = await roster.ofVillages([...new Set(groups.map(({ village }) => village))])
      return {
        groups: await Promise.all(
          groups.map(async (group) => {
            const { name: villageName = '', acting = null } =
              villages.find(({ code }) => code === group.village) ?? {}
            const { name: townshipName, hotline } = await places.township(townshipOf(group.village))
            return { ...group, villageName, townshipName, hotline, acting: acting && publicPersonOf(acting) }
          }),
        ),
      }
    },
    async 'GET /api/villages/:village/figures'({ params: { village }, viewer }) {
      const months = await villageFigures.of(village, known(viewer))
      const names = await places.names([village])
      return { name: names.get(village) ?? '', months }
    },
    async 'GET /api/villages/:village/cases'({ params: { village }, query: { after, ...asked }, viewer }) {
      const by = known(viewer)
      const page = await villageFigures.leads(village, asked, after, by)
      return { items: await listed(page.items, by), after: page.after }
    },
  }
}
