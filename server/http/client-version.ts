import type { Middleware } from 'koa'
import { clientVersionHeader } from '../../shared/contract/client-version'
import { Problem } from './problem'

const wholeNumber = /^\d{1,6}$/

/**
 * Tells a client that is too old to update, before anything of its request is read: half understood is worse than not
 * taken, and what it holds stays on the phone. Who does not say a version is not one of ours, and is let in.
 */
export const refuseOldClients =
  (oldest: number): Middleware =>
  async (ctx, next) => {
    const said = ctx.get(clientVersionHeader)
    const isOld = said !== '' && !(wholeNumber.test(said) && Number(said) >= oldest)
    if (isOld && ctx.path.startsWith('/api/')) {
      // What RFC 9110 asks of this status: to which the client should upgrade.
      ctx.set('Upgrade', `zaofaxian/${oldest}`)
      throw new Problem('client-too-old')
    }
    await next()
  }
