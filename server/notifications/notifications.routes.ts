import type { noticeEndpoints } from '../../shared/contract/notices'
import { known, type RoutesOf } from '../http/serve-contract'
import type { Viewer } from '../trust/policy'
import type { Notices } from './notices.service'

/** Who holds no post any more reads only what residents are told: leaving a post ends access at once. */
const audienceOf = ({ posts }: Viewer) => (posts.length > 0 ? 'staff' : 'resident')

/** One's own inbox. */
export function notificationsRoutes({
  notices,
}: {
  notices: Notices
}): RoutesOf<keyof typeof noticeEndpoints> {
  return {
    async 'GET /api/inbox'({ query, viewer }) {
      const by = known(viewer)
      const { items, ...rest } = await notices.inboxOf(by.account, query.after, audienceOf(by))
      return { ...rest, items: items.map((item) => ({ ...item, at: item.at.toISOString() })) }
    },
    async 'GET /api/inbox/unread'({ viewer }) {
      const by = known(viewer)
      return { unread: await notices.unreadOf(by.account, audienceOf(by)) }
    },
    async 'POST /api/inbox/read'({ body, viewer }) {
      const { ids = [], upTo } = body
      await notices.markRead(known(viewer).account, upTo === undefined ? ids : { upTo: new Date(upTo) })
      return undefined
    },
  }
}
