import type { Work } from '../database/transaction'
import type { House } from '../house'
import type { Post } from '../trust/policy'
import { type AccountRecord, accountModel } from './account.model'
import type { PostingRules } from './posting-rules'
import { sessionModel } from './session.model'
import { signInLinkModel } from './sign-in-link.model'

/**
 * Ends posts of one person inside a transaction, by whichever way it was decided. A sign-in code that waits for
 * them is void; with the last post go the number and the sessions: access ends at once. Answers the account as it then is, whose open cases are to be handed over.
 * @throws Problem invalid-input for the last post of a desk.
 */
export type EndPosts = (account: AccountRecord, ended: readonly Post[], work: Work) => Promise<AccountRecord>

/** Makes what ends posts. */
export function endingPosts(
  { db, now }: Pick<House, 'db' | 'now'>,
  { checkDesk }: Pick<PostingRules, 'checkDesk'>,
): EndPosts {
  const accounts = accountModel(db)
  const sessions = sessionModel(db)
  const signInLinks = signInLinkModel(db)
  return async (account, ended, { session }) => {
    const posts = account.posts.filter((held) => !ended.includes(held))
    for (const post of ended) await checkDesk(account, post, posts, session)
    const leftAt = now()
    await accounts.updateOne(
      { _id: account._id },
      {
        $set: { posts, leftAt },
        $inc: { version: 1 },
        // Numbers go to other people in time; who left is not kept by theirs.
        ...(posts.length === 0 && { $unset: { phone: 1, phoneHash: 1 } }),
      },
      { session },
    )
    await signInLinks.deleteMany({ account: account._id }, { session })
    if (posts.length === 0) await sessions.deleteMany({ account: account._id }, { session })
    return { ...account, posts, leftAt }
  }
}
