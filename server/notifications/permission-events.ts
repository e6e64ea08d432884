import { z } from 'zod'
import type { Openids } from '../people/openids.service'
import type { EventHandlers, PushedEvent } from '../wechat/push.service'
import type { Permissions } from './permissions.service'

/** One item of an event. WeChat writes numbers as text or as numbers, as it comes. */
const item = z.object({
  TemplateId: z.string().max(64),
  SubscribeStatusString: z.string().optional(),
  ErrorCode: z.coerce.string().optional(),
})
type Item = z.output<typeof item>
/** One item comes alone, several come as a list. */
const items = z.union([z.array(item).max(50), item.transform((one) => [one])])
const event = z.object({ List: items })

/** WeChat's number for a permission that is not, or no longer, there. */
const notSubscribed = '43101'

/** What WeChat pushes about messages: what people allowed, turned off, and what became of what was sent. */
export function permissionEvents({
  openids,
  permissions,
}: {
  openids: Openids
  permissions: Permissions
}): EventHandlers {
  const each = (act: (person: string, item: Item) => Promise<void>) => async (pushed: PushedEvent) => {
    const read = event.safeParse(pushed.said)
    if (!read.success) return
    const person = openids.hashOf(pushed.openid)
    for (const one of read.data.List) await act(person, one)
  }
  return {
    subscribe_msg_popup_event: each(async (person, { TemplateId, SubscribeStatusString }) => {
      if (SubscribeStatusString === 'accept') await permissions.granted(person, TemplateId, 'push')
    }),
    subscribe_msg_change_event: each(async (person, { TemplateId, SubscribeStatusString }) => {
      if (SubscribeStatusString === 'reject') await permissions.ended(person, TemplateId)
    }),
    subscribe_msg_sent_event: each(async (person, { TemplateId, ErrorCode }) => {
      if (ErrorCode === notSubscribed) await permissions.ended(person, TemplateId)
    }),
  }
}
