import { createHash } from 'node:crypto'
import { z } from 'zod'
import { isDuplicateKey } from '../database/transaction'
import type { House } from '../house'
import { pushModel } from './push.model'
import { isVerification, NotFromWeChat, openPush, type PushSignature } from './push-envelope'

/** An event as WeChat pushes it; what else it holds, its handler reads. */
export interface PushedEvent {
  /** Whom it is about. */
  openid: string
  at: Date
  /** All of it. */
  said: Record<string, unknown>
}

/** What is done about events, by WeChat's names for them. Each reads what it needs, and takes nothing for granted. */
export type EventHandlers = Record<string, (event: PushedEvent) => Promise<void>>

/** What WeChat tells of its own accord. */
export interface Push {
  /** Whether WeChat asks for the address to be confirmed; false for anybody else. */
  isVerification(asked: PushSignature & { signature: string }): boolean
  /**
   * Takes one push. The same one again does nothing. An event that nobody handles is taken and forgotten.
   * @throws NotFromWeChat for everything that WeChat did not send just now.
   */
  take(asked: PushSignature & { signature: string }, said: string): Promise<void>
}

const message = z.looseObject({
  MsgType: z.string(),
  Event: z.string().optional(),
  FromUserName: z.string().max(128).default(''),
  CreateTime: z.coerce.number().min(0).max(1e11),
})
/** A push that is older than this was recorded by somebody, and is not heard again. */
const oldest = 24 * 3600_000

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Makes the push service; null where WeChat has nothing set up to push to. */
export function pushService(
  { config, db, now, log }: Pick<House, 'config' | 'db' | 'now' | 'log'>,
  handlers: EventHandlers,
): Push | null {
  if (!config.wechat?.push) return null
  const keys = { ...config.wechat.push, appid: config.wechat.appid }
  const pushes = pushModel(db)

  /** True for the first that says so. */
  const claim = async (_id: string) => {
    try {
      await pushes.create({ _id, at: now() })
      return true
    } catch (error) {
      if (isDuplicateKey(error)) return false
      throw error
    }
  }

  const handle = async (text: string) => {
    const { data } = message.safeParse(parse(text))
    const handler = data?.Event && Object.hasOwn(handlers, data.Event) ? handlers[data.Event] : undefined
    if (!data || !handler) return
    await handler({ openid: data.FromUserName, at: new Date(data.CreateTime * 1000), said: data })
  }

  return {
    isVerification: ({ signature, ...asked }) => isVerification(keys, asked, signature),
    async take(asked, said) {
      const text = openPush(keys, asked, said)
      // The time is part of what is signed.
      if (Math.abs(now().getTime() - Number(asked.timestamp) * 1000) > oldest) throw new NotFromWeChat('age')
      const id = createHash('sha256').update(text).digest('base64url')
      if (!(await claim(id))) return
      try {
        await handle(text)
      } catch (error) {
        // Not taken after all: WeChat sends it again, and it is new then.
        log.warn({ err: error }, 'a push of WeChat could not be handled')
        await pushes.deleteOne({ _id: id })
        throw error
      }
    },
  }
}
