import type { Contract } from '../../shared/contract/contract'
import type { ReplyOf, RequestOf } from '../../shared/contract/endpoint'
import { openTestHouse, type TestHouse, type Token } from './test-house'

export const county = '530924'
export const township = '530924205'
/** Another township of the county, set up, with nobody in it. */
export const elsewhere = '530924104'
export const village = (number: number) => `${township}${number}`

export type NewPost = RequestOf<Contract['POST /api/posts']>['body']
type Change = RequestOf<Contract['PUT /api/people/:person/posts/:post']>['body']
/** One post on the roster, as the API answers. */
export type Line = ReplyOf<Contract['GET /api/townships/:township/roster']>['desk'][number]

let numbers = 1000

/** A deputy in 彩靠村 with a number of their own; tests change what they are about. */
export const deputy = (changes: Partial<NewPost> = {}): NewPost => ({
  calledAs: '新老师',
  phone: `1990000${String(numbers++)}`,
  role: 'village_coordinator',
  territory: village(203),
  title: '协理员',
  deputy: true,
  ...changes,
})

/** Opens a test house, with an officer, a lead and the county signed in, and what they do with the roster. */
export async function openRosterDesk() {
  const town: TestHouse = await openTestHouse()
  const [officer, lead, ofCounty] = await Promise.all(['officer', 'lead', 'county'].map(town.signIn))
  if (!officer || !lead || !ofCounty) throw new Error('The demo has no desks')
  const { township: ours } = await town.rooms.places.placesOf(township)
  await town.rooms.places.put([{ ...ours, _id: elsewhere, name: '别的乡', learned: [] }])

  const roster = async (as: Token = officer) =>
    (await town.call('GET /api/townships/:township/roster', as, { params: { township } })).reply
  const lines = async (as: Token = officer): Promise<Line[]> => {
    const { desk, contacts, villages } = await roster(as)
    return [...desk, ...contacts, ...villages.flatMap(({ people }) => people)]
  }
  const account = (id: string) => town.rooms.people.account(id)
  return {
    town,
    officer,
    lead,
    ofCounty,
    roster,
    lines,
    account,
    give: (body: NewPost, as: Token = officer) => town.call('POST /api/posts', as, { body }),
    /** Somebody on the roster by name. */
    async line(name: string, as: Token = officer) {
      const found = (await lines(as)).find(({ calledAs }) => calledAs === name)
      if (!found) throw new Error(`${name} is not on the roster`)
      return found
    },
    change: (
      of: Pick<Line, 'id' | 'post' | 'version' | 'calledAs' | 'title' | 'deputy'>,
      changes: Partial<Change>,
      as: Token = officer,
    ) =>
      town.call('PUT /api/people/:person/posts/:post', as, {
        params: { person: of.id, post: of.post },
        body: { version: of.version, calledAs: of.calledAs, title: of.title, deputy: of.deputy, ...changes },
      }),
    end: ({ id, post, version }: Pick<Line, 'id' | 'post' | 'version'>, as: Token = officer) =>
      town.call('POST /api/people/:person/posts/:post/end', as, {
        params: { person: id, post },
        body: { version },
      }),
    /** Signs in as somebody who was put in by the test: there is no sign-in by number yet. */
    async signInAs(id: string, demoId: string) {
      const accounts = town.house.db.collection('accounts')
      await accounts.updateOne({ calledAs: (await account(id))?.calledAs }, { $set: { demoId } })
      return (await town.call('POST /api/demo/sessions', null, { body: { person: demoId } })).reply
    },
  }
}

/** The roster in a test's hands. */
export type RosterDesk = Awaited<ReturnType<typeof openRosterDesk>>
