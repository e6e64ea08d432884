import type { Places } from '../places/places.service'
import type { AccountRecord } from './account.model'
import type { IssuedSession } from './sessions.service'

/** Who signed in, as their own screen shows them. */
export function sessionPresenter(places: Places) {
  const meOf = async (account: Pick<AccountRecord, '_id' | 'calledAs' | 'posts'>) => {
    const names = await places.names(account.posts.map((post) => post.territory))
    return {
      account: account._id.toHexString(),
      calledAs: account.calledAs,
      posts: account.posts.map(({ role, title, territory }) => ({
        role,
        title,
        territory,
        territoryName: names.get(territory) ?? territory,
      })),
    }
  }
  return {
    meOf,
    sessionReply: async ({ account, ...tokens }: IssuedSession) => ({ ...tokens, me: await meOf(account) }),
  }
}
