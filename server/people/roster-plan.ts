import { mayAppoint, postKey } from '../../shared/domain/appointments'
import { type DivisionCode, isWithin } from '../../shared/domain/territory'
import type { Post, Viewer } from '../trust/policy'
import type { AccountRecord } from './account.model'
import type { LeftOut, ListedPost } from './roster-rows'

/** What a file would do with one post. */
export interface PlannedPost extends ListedPost {
  kind: 'new' | 'more' | 'changed' | 'same'
  /** The post's name on the roster now, where it is there. */
  was: string | null
  /** 称呼：鲍老师 → 鲍国强 */
  changes: string[]
}

/** What a file would do with one person. */
export interface PlannedPerson {
  phone: string
  calledAs: string
  /** The account as the plan saw it; null for somebody new. */
  account: AccountRecord | null
  posts: PlannedPost[]
}

/** A post on the roster that the file does not name. */
export interface GonePost {
  account: AccountRecord
  post: Post
}

/** What the roster knows of those whom a file names. */
export interface KnownPeople {
  /** All who hold a post in the township. */
  staff: readonly AccountRecord[]
  /** By mobile number, wherever they are. */
  byPhone(phone: string): AccountRecord | null
  masked(account: AccountRecord): string | null
  maskedNumber(phone: string): string
}

const change = (what: string, before: string, after: string) =>
  before === after ? [] : [`${what}：${before} → ${after}`]

/** Holds a list against the roster: who is new, who changes, who stays, who is not named any more. */
export function planRoster(
  township: DivisionCode,
  listed: readonly ListedPost[],
  leftOut: readonly LeftOut[],
  known: KnownPeople,
  viewer: Viewer,
): { people: PlannedPerson[]; gone: GonePost[] } {
  const heldHere = known.staff.flatMap((account) =>
    account.posts
      .filter(({ territory }) => isWithin(territory, township))
      .map((post) => ({ account, post, key: postKey(post) })),
  )
  const phones = [...new Set(listed.map(({ phone }) => phone))]
  const named = new Set(phones.flatMap((phone) => known.byPhone(phone)?._id.toHexString() ?? []))
  /** Somebody of the same name in the same post whose number the file does not have: the number is a new one. */
  const byPost = (rows: readonly ListedPost[]) => {
    const fitting = heldHere.filter(
      ({ account, key }) =>
        !named.has(account._id.toHexString()) &&
        rows.some(({ calledAs, post }) => calledAs === account.calledAs && postKey(post) === key),
    )
    const [only, ...others] = [...new Set(fitting.map(({ account }) => account))]
    return only && others.length === 0 ? only : null
  }
  const people = phones.map((phone): PlannedPerson => {
    const rows = listed.filter((one) => one.phone === phone)
    const calledAs = rows[0]?.calledAs ?? ''
    const account = known.byPhone(phone) ?? byPost(rows)
    if (account) named.add(account._id.toHexString())
    const isNewNumber = account !== null && known.byPhone(phone) === null
    const ofPerson = account
      ? [
          ...change('称呼', account.calledAs, calledAs),
          ...(isNewNumber ? change('电话', known.masked(account) ?? '没有', known.maskedNumber(phone)) : []),
        ]
      : []
    const posts = rows.map((listedRow, i): PlannedPost => {
      const held = account?.posts.find((post) => postKey(post) === postKey(listedRow.post))
      const deputy = listedRow.saysDeputy ? listedRow.post.deputy : held?.deputy
      const row = { ...listedRow, post: { ...listedRow.post, deputy: deputy ?? false } }
      if (!held)
        return { ...row, kind: account ? 'more' : 'new', was: null, changes: i === 0 ? ofPerson : [] }
      const changes = [
        ...(i === 0 ? ofPerson : []),
        ...change('职务', held.title, row.post.title),
        ...change('正副', held.deputy ? '副' : '正', row.post.deputy ? '副' : '正'),
      ]
      return { ...row, kind: changes.length > 0 ? 'changed' : 'same', was: postKey(held), changes }
    })
    return { phone, calledAs, account, posts }
  })
  const kept = new Set(
    people.flatMap(({ account, posts }) => posts.map(({ post }) => `${account?._id} ${postKey(post)}`)),
  )
  const isLeftOut = ({ calledAs }: AccountRecord) => leftOut.some((one) => one.calledAs === calledAs)
  const unclear = new Set(leftOut.flatMap(({ phone }) => known.byPhone(phone)?._id.toHexString() ?? []))
  const gone = heldHere.filter(
    ({ account, post, key }) =>
      !kept.has(`${account._id} ${key}`) &&
      mayAppoint(viewer.posts, post) &&
      account._id.toHexString() !== viewer.account &&
      !unclear.has(account._id.toHexString()) &&
      !isLeftOut(account),
  )
  return { people, gone }
}
