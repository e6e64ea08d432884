import type { noticeEndpoints } from '../../shared/contract/notices'
import { noticeRule } from '../../shared/domain/notices'
import type { House } from '../house'
import { Problem, wrongField } from '../http/problem'
import { known, type RoutesOf } from '../http/serve-contract'
import type { Openids } from '../people/openids.service'
import type { Viewer } from '../trust/policy'
import type { Notices } from './notices.service'
import type { Permissions } from './permissions.service'

/** Who holds no post any more reads only what residents are told: leaving a post ends access at once. */
const audienceOf = ({ posts }: Viewer) => (posts.length > 0 ? 'staff' : 'resident')

/** As many as one dialog of WeChat asks in every version. */
const mostAsked = 3

/** One's own inbox, and what one allows to be told in WeChat. */
export function notificationsRoutes(
  { config }: Pick<House, 'config'>,
  { notices, openids, permissions }: { notices: Notices; openids: Openids; permissions: Permissions },
): RoutesOf<keyof typeof noticeEndpoints> {
  const templates = config.wechat?.templates ?? []
  const askedOf = (viewer: Viewer) =>
    templates
      .filter(({ kinds }) => kinds.some((kind) => noticeRule(kind).audience === audienceOf(viewer)))
      .map(({ id }) => id)
      .slice(0, mostAsked)

  return {
    async 'GET /api/message-permissions'({ viewer }) {
      const by = known(viewer)
      const person = await openids.of(by.account)
      if (!person) return { templates: [], left: 0 }
      const asked = askedOf(by)
      const left = await Promise.all(asked.map((id) => permissions.left(person.hash, id)))
      return { templates: asked, left: asked.length > 0 ? Math.min(...left) : 0 }
    },
    async 'POST /api/message-permissions'({ body, viewer }) {
      const person = await openids.of(known(viewer).account)
      if (!person) throw new Problem('not-yet', '先在微信小程序里登录')
      const own = body.templates.filter((id) => templates.some((template) => template.id === id))
      if (own.length < body.templates.length) throw wrongField('templates', '没有这个消息模板')
      for (const id of new Set(own)) await permissions.granted(person.hash, id, 'phone')
      return undefined
    },
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
