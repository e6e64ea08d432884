import { newPost } from '../../shared/contract/roster'
import { deskRoles, roles } from '../../shared/domain/roles'
import { countyOf, isWithin, townshipOf } from '../../shared/domain/territory'
import { Problem, wrongField } from '../http/problem'
import type { Places } from '../places/places.service'
import type { Post, Viewer } from '../trust/policy'
import type { People } from './people.service'
import type { Posts } from './posts.service'
import type { SignInLink, SignInLinks } from './sign-in-links.service'

/** Somebody for a desk, as whoever runs the service types them in. */
export interface FirstStaff {
  role: string
  territory: string
  name: string
  phone: string
  /** Left out: the role's own word. */
  title?: string | undefined
}

/** Whoever runs the service stands, for this alone, where these posts stand: nobody else is there yet. */
const operator = (...posts: Pick<Post, 'role' | 'territory'>[]): Viewer => ({
  account: 'operator',
  session: '',
  calledAs: '系统维护人员',
  posts: posts.map((post) => ({ ...post, title: '系统维护人员' })),
})

/**
 * Puts somebody at the desk of a township or of its county, from where everybody else is put in. The same rules hold
 * as on the roster's page, and it stands in the audit log as the operator's deed.
 * @throws Problem invalid-input naming what is wrong; changed-meanwhile for somebody who holds the post already.
 */
export async function addFirstStaff(
  { posts, places }: { posts: Posts; places: Places },
  { name, title, ...wanted }: FirstStaff,
): Promise<{ id: string; known: boolean }> {
  const role = deskRoles.find((one) => one === wanted.role)
  if (!role) throw wrongField('role', `职务写 ${deskRoles.join('、')} 里的一个`)
  const read = newPost.safeParse({
    ...wanted,
    role,
    calledAs: name,
    title: title ?? roles[role],
  })
  if (!read.success)
    throw new Problem('invalid-input', undefined, {
      fields: read.error.issues.map(({ path, message }) => ({
        in: 'body',
        field: path.join('.'),
        message,
      })),
    })
  const { calledAs, phone, ...post } = read.data
  const county = countyOf(post.territory)
  if ((await places.openTownships(county)).length === 0)
    throw wrongField('territory', '这个县还没有设好的乡。先运行 npm run gazetteer -- import --township …')
  return posts.give({ calledAs, phone, post }, operator({ role: 'county_officer', territory: county }))
}

/**
 * A one-time sign-in code for somebody at a desk, by their number: for the first one of an installation without WeChat,
 * and for a desk whose only person has lost their phone. Everybody else gets theirs from the roster's page.
 * @throws Problem invalid-input for a number that is nobody's at a desk; as `issue`.
 */
export async function bringInByOperator(
  { people, signInLinks }: { people: People; signInLinks: SignInLinks },
  phone: string,
): Promise<SignInLink> {
  const account = await people.byPhone(phone)
  const desk = account?.posts.find(({ role }) => deskRoles.some((one) => one === role))
  if (!account || !desk) throw wrongField('phone', '乡里、县里的值班表上没有这个手机号')
  // Over all that the person may hold there, so that a village's post beside it is no obstacle.
  const over = operator(
    { role: 'county_officer', territory: countyOf(desk.territory) },
    ...account.posts
      .filter(({ territory }) => isWithin(territory, countyOf(desk.territory)))
      .map(({ territory }) => ({ role: 'township_lead' as const, territory: townshipOf(territory) })),
  )
  return signInLinks.issue(account._id.toHexString(), over)
}
