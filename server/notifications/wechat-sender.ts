import type { NoticeKind } from '../../shared/domain/notices'
import type { House } from '../house'
import type { Openids } from '../people/openids.service'
import { filledIn, type MessageTemplate } from '../wechat/templates'
import { type WeChat, WeChatRefused } from '../wechat/wechat'
import type { Permissions } from './permissions.service'
import type { Sender } from './senders'

/**
 * Brings messages by WeChat, to whoever has allowed one more of their kind. A permission that WeChat says is spent is
 * marked, so that the next message goes another way at once.
 */
export function wechatSender(
  { now }: Pick<House, 'now'>,
  wechat: WeChat,
  templates: readonly MessageTemplate[],
  { openids, permissions }: { openids: Openids; permissions: Permissions },
): Sender {
  const templateOf = (kind: NoticeKind) => templates.find(({ kinds }) => kinds.includes(kind))
  return {
    channel: 'wechat',
    async reaches(account, kind) {
      const template = templateOf(kind)
      if (!template) return false
      const person = await openids.of(account)
      return person !== null && (await permissions.left(person.hash, template.id)) > 0
    },
    async send({ account, kind, title, text, page }) {
      const template = templateOf(kind)
      const person = await openids.of(account)
      if (!template || !person) throw new Error('WeChat does not lead to this person any more')
      try {
        await wechat.sendSubscribed({
          openid: person.openid,
          template: template.id,
          page,
          data: filledIn(template, { title, text, at: now() }),
        })
      } catch (error) {
        if (error instanceof WeChatRefused && error.refusal === 'not-subscribed')
          await permissions.ended(person.hash, template.id)
        throw error
      }
      await permissions.used(person.hash, template)
    },
  }
}
