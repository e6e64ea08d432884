import { z } from 'zod'
import { type NoticeKind, noticeKindCodes, noticeRule } from '../../shared/domain/notices'
import { fieldName } from './message-fields'

/** One of the mini-program's message templates, and what this service says with it. */
export interface MessageTemplate {
  id: string
  /** The notices it tells of. */
  kinds: readonly NoticeKind[]
  /** Held until the person turns it off (长期订阅); otherwise one permission is one message. */
  longTerm: boolean
  /** What each field says: words with `{title}`, `{text}`, `{time}` in them. */
  fields: Record<string, string>
}

const placeholders = /\{(\w*)\}/g
const known = ['title', 'text', 'time']

const template = z.strictObject({
  id: z.string().regex(/^[\w-]{20,64}$/, 'a template’s id as the console shows it'),
  kinds: z.union([z.enum(['staff', 'resident']), z.array(z.enum(noticeKindCodes)).min(1)]),
  longTerm: z.boolean().default(false),
  fields: z
    .record(
      z.string().regex(fieldName, 'a field is called by its type and number, as thing1'),
      z
        .string()
        .min(1)
        .refine(
          (words) => [...words.matchAll(placeholders)].every(([, name]) => known.includes(name ?? '')),
          'only {title}, {text} and {time} can be filled in',
        ),
    )
    .refine((fields) => Object.keys(fields).length > 0, 'a template has fields'),
})

const kindsOf = (kinds: z.output<typeof template>['kinds']): readonly NoticeKind[] =>
  Array.isArray(kinds) ? kinds : noticeKindCodes.filter((kind) => noticeRule(kind).audience === kinds)

/** The list of templates as `WECHAT_TEMPLATES` writes it: JSON. */
export const messageTemplates = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'this is not JSON' })
      return z.NEVER
    }
  })
  .pipe(z.array(template).max(20))
  .transform((list): MessageTemplate[] =>
    list.map(({ kinds, ...rest }) => ({ ...rest, kinds: kindsOf(kinds) })),
  )

const chinaTime = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** A moment as WeChat's fields `time` and `date` are written: 2026年11月24日 10:05. */
export function messageTime(at: Date): string {
  const part = Object.fromEntries(chinaTime.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${part.year}年${part.month}月${part.day}日 ${part.hour}:${part.minute}`
}

/** The fields of one message, filled in. */
export const filledIn = (
  { fields }: Pick<MessageTemplate, 'fields'>,
  said: { title: string; text: string; at: Date },
): Record<string, string> => {
  const values: Record<string, string> = { title: said.title, text: said.text, time: messageTime(said.at) }
  return Object.fromEntries(
    Object.entries(fields).map(([name, words]) => [
      name,
      words.replace(placeholders, (_, key: string) => values[key] ?? ''),
    ]),
  )
}
