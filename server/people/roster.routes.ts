import type { z } from 'zod'
import type { rosterEndpoints } from '../../shared/contract/roster'
import { mayAppoint, postKey } from '../../shared/domain/appointments'
import { type Role, townshipRoles } from '../../shared/domain/roles'
import type { DivisionCode } from '../../shared/domain/territory'
import type { Assignment } from '../casework/assignment.service'
import type { HandOver } from '../casework/hand-over.service'
import type { House } from '../house'
import { notFound } from '../http/problem'
import { known, type RoutesOf } from '../http/serve-contract'
import { postsFor, type Viewer } from '../trust/policy'
import type { AbsenceRecord } from './absence.model'
import type { Posts } from './posts.service'
import { publicPersonOf } from './public-person'
import type { OnRoster, Roster } from './roster.service'
import { mayBringIn } from './sign-in-links.service'
import { maskedPhone } from './staff-phone'

type Line = z.input<(typeof rosterEndpoints)['GET /api/townships/:township/roster']['reply']>['desk'][number]

/** The duty roster: who holds which post, and who is away. */
export function rosterRoutes(
  { cipher }: Pick<House, 'cipher'>,
  rooms: { roster: Roster; posts: Posts; assignment: Assignment; handOver: HandOver },
): RoutesOf<keyof typeof rosterEndpoints> {
  const { roster, posts, assignment, handOver } = rooms

  /** One's own territory; another one is answered like one that does not exist. */
  const own = (viewer: Viewer | null, roles: readonly Role[], territory: DivisionCode): Viewer => {
    const by = known(viewer)
    if (!postsFor(by, roles).some((post) => post.territory === territory)) throw notFound()
    return by
  }
  const absence = ({ _id, from, until }: AbsenceRecord) => ({
    id: _id.toHexString(),
    from: from.toISOString(),
    until: until.toISOString(),
  })
  const linesFor =
    (viewer: Viewer) =>
    (people: readonly OnRoster[]): Line[] =>
      people.map(({ account, post, away }) => ({
        id: account._id.toHexString(),
        version: account.version ?? 0,
        calledAs: account.calledAs,
        phoneMasked: maskedPhone(cipher, account),
        post: postKey(post),
        role: post.role,
        territory: post.territory,
        title: post.title,
        deputy: post.deputy ?? false,
        group: post.group ?? null,
        department: post.department ?? null,
        away: away && absence(away),
        changeable: mayAppoint(viewer.posts, post),
        bringable: mayBringIn(viewer, account),
      }))

  return {
    async 'GET /api/townships/:township/roster'({ params, viewer }) {
      const lines = linesFor(own(viewer, townshipRoles, params.township))
      const { desk, contacts, villages } = await roster.ofTownship(params.township)
      return {
        desk: lines(desk),
        contacts: lines(contacts),
        villages: villages.map(({ people, acting, ...village }) => ({
          ...village,
          people: lines(people),
          acting: acting && publicPersonOf(acting),
        })),
      }
    },
    async 'GET /api/counties/:county/roster'({ params, viewer }) {
      const lines = linesFor(own(viewer, ['county_officer'], params.county))
      const { desk, contacts, townships } = await roster.ofCounty(params.county)
      return {
        desk: lines(desk),
        contacts: lines(contacts),
        townships: townships.map(({ people, ...township }) => ({ ...township, people: lines(people) })),
      }
    },
    'POST /api/posts': ({ body: { calledAs, phone, ...post }, viewer }) =>
      posts.give({ calledAs, phone, post }, known(viewer)),
    async 'PUT /api/people/:person/posts/:post'({ params, body: { version, ...change }, viewer }) {
      await posts.change({ ...params, version }, change, known(viewer))
      return undefined
    },
    async 'POST /api/people/:person/posts/:post/end'({ params, body: { version }, viewer }) {
      const left = await posts.end({ ...params, version }, known(viewer))
      return { handedOver: await handOver.afterLeaving(left) }
    },
    async 'GET /api/absences/mine'({ viewer }) {
      const { absences, meanwhile } = await roster.ownLeave(known(viewer))
      return {
        absences: absences.map(absence),
        meanwhile: meanwhile.map(({ placeName, who }) => ({
          placeName,
          who: who && publicPersonOf(who),
        })),
      }
    },
    async 'POST /api/absences'({ body, viewer }) {
      const by = known(viewer)
      return assignment.setAbsence(body.account ?? by.account, new Date(body.from), new Date(body.until), by)
    },
    async 'DELETE /api/absences/:absenceId'({ params, viewer }) {
      await assignment.endAbsence(params.absenceId, known(viewer))
      return undefined
    },
  }
}
