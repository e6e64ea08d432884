import type { Context } from 'koa'
import type { Config } from '../config'

/** Where this service is reached: as it was set up, or else as whoever asks has reached it. */
export const publicAddress = ({ publicUrl }: Pick<Config, 'publicUrl'>, ctx: Context): string =>
  publicUrl ?? `${ctx.protocol}://${ctx.host}`
