import type { Middleware } from 'koa'
import helmet from 'koa-helmet'

/**
 * What browsers are told to refuse: scripts from elsewhere or inline, frames, other origins. Styles may be inline,
 * because Taro's browser components set them. Plain HTTP stays possible: TLS ends at the proxy.
 */
export const securityHeaders = (): Middleware =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
  })

/**
 * Nothing of somebody's own is for search engines: not what the API answers, and no page whose address says which case,
 * receipt or link it is about.
 */
export const unindexed = (): Middleware => async (ctx, next) => {
  if (ctx.search || ctx.path.startsWith('/api')) ctx.set('X-Robots-Tag', 'noindex, nofollow')
  await next()
}
