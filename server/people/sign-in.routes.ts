import { Types } from 'mongoose'
import type { signInEndpoints } from '../../shared/contract/sign-in'
import type { House } from '../house'
import { notFound } from '../http/problem'
import { known, type RoutesOf } from '../http/serve-contract'
import type { Places } from '../places/places.service'
import type { DeskSignIn } from './desk-sign-in.service'
import { deviceName } from './device-name'
import type { SessionRecord } from './session.model'
import { sessionPresenter } from './session.presenter'
import type { Sessions } from './sessions.service'
import type { SignInLinks } from './sign-in-links.service'
import type { WeChatSessions, WeChatSignIn } from './wechat-sign-in.service'

/** Signing in with WeChat, in a browser by a phone, and seeing where one is signed in. */
export function signInRoutes(
  { wechat, config }: Pick<House, 'wechat' | 'config'>,
  rooms: {
    sessions: Sessions
    wechatSignIn: WeChatSignIn
    deskSignIn: DeskSignIn
    signInLinks: SignInLinks
    places: Places
  },
): RoutesOf<keyof typeof signInEndpoints> {
  const { sessions, wechatSignIn, deskSignIn, signInLinks } = rooms
  const { sessionReply } = sessionPresenter(rooms.places)
  const reply = async ({ resident, person }: WeChatSessions) => ({
    ...(await sessionReply(resident)),
    person: person && (await sessionReply(person)),
  })
  const deviceOf = (ctx: { get(header: string): string }) => deviceName(ctx.get('User-Agent'))
  /** Ends sign-ins; the phones among them do not come back by themselves. */
  const endThese = async (account: string, those: readonly SessionRecord[]) => {
    await wechatSignIn.unbind(
      new Types.ObjectId(account),
      those.flatMap(({ identity }) => identity ?? []),
    )
    return sessions.endOf(
      account,
      those.map(({ _id }) => _id),
    )
  }

  return {
    'POST /api/sessions/wechat': async ({ body, ctx }) =>
      reply(await wechatSignIn.signIn({ ...body, device: deviceOf(ctx) })),
    'POST /api/sessions/wechat/staff': async ({ body, ctx }) =>
      reply(await wechatSignIn.bindStaff({ ...body, device: deviceOf(ctx) })),
    'POST /api/wechat/phone-number': async ({ body, viewer }) => ({
      phone: await wechatSignIn.phoneNumber(body.phoneCode, known(viewer).account),
    }),
    async 'POST /api/sign-in-codes'({ ctx }) {
      const { expiresAt, ...code } = await deskSignIn.start(deviceOf(ctx), ctx.ip)
      return {
        ...code,
        expiresAt: expiresAt.toISOString(),
        hasImage: wechat !== null,
        byPhone: wechat !== null || config.demo,
      }
    },
    async 'GET /api/sign-in-codes/:id/image'({ params, ctx }) {
      ctx.body = await deskSignIn.image(params.id)
      ctx.type = 'image/png'
      return undefined
    },
    async 'POST /api/sign-in-codes/:id/session'({ params, body }) {
      const { state, session } = await deskSignIn.collect(params.id, body.secret)
      return { state, session: session && (await sessionReply(session)) }
    },
    async 'POST /api/sign-in-codes/look'({ body, viewer }) {
      const { startedAt, ...browser } = await deskSignIn.look(body, known(viewer))
      return { ...browser, startedAt: startedAt.toISOString() }
    },
    async 'POST /api/sign-in-codes/:id/answer'({ params, body, viewer }) {
      await deskSignIn.answer(params.id, body.isMe, known(viewer))
      return undefined
    },
    async 'POST /api/people/:person/sign-in-link'({ params, viewer }) {
      const { expiresAt, ...link } = await signInLinks.issue(params.person, known(viewer))
      return { ...link, expiresAt: expiresAt.toISOString() }
    },
    'POST /api/sessions/sign-in-link': async ({ body, ctx }) =>
      sessionReply(await signInLinks.redeem(body, { device: deviceOf(ctx), address: ctx.ip })),
    async 'GET /api/sessions/mine'({ viewer }) {
      const { account, session } = known(viewer)
      const all = await sessions.ofAccount(account)
      return {
        sessions: all.map(({ _id, device, startedAt, rotatedAt }) => ({
          id: _id.toHexString(),
          device: device ?? '没认出来的设备',
          startedAt: (startedAt ?? rotatedAt).toISOString(),
          lastUsedAt: rotatedAt.toISOString(),
          current: _id.toHexString() === session,
        })),
      }
    },
    async 'DELETE /api/sessions/:sessionId'({ params, viewer }) {
      const { account } = known(viewer)
      const those = (await sessions.ofAccount(account)).filter(({ _id }) => _id.equals(params.sessionId))
      if ((await endThese(account, those)) === 0) throw notFound('那里已经退出了')
      return undefined
    },
    async 'POST /api/sessions/end-others'({ viewer }) {
      const { account, session } = known(viewer)
      const all = await sessions.ofAccount(account)
      const here = all.find(({ _id }) => _id.equals(session))
      const others = all.filter(({ _id }) => !_id.equals(session))
      // This phone's own WeChat stays bound, however often it has signed in.
      const elsewhere = others.filter(
        ({ identity }) => !(identity && here?.identity && identity.equals(here.identity)),
      )
      await endThese(account, elsewhere)
      const again = others.filter((one) => !elsewhere.includes(one))
      const rest = await sessions.endOf(
        account,
        again.map(({ _id }) => _id),
      )
      return { ended: elsewhere.length + rest }
    },
  }
}
