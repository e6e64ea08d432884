import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Middleware } from 'koa'
import sirv from 'sirv'

/**
 * Serves the browser build of the mini-program at `/`: files by name, and its index page for every other address,
 * because the pages' addresses are the app's own.
 */
export function browserBuild(directory: string): Middleware {
  if (!existsSync(join(directory, 'index.html')))
    return async (ctx, next) => {
      if (ctx.path.startsWith('/api')) return next()
      ctx.status = 503
      ctx.type = 'text/plain; charset=utf-8'
      ctx.body =
        'The pages are not built yet. Run: npm run build:h5\n网页还没有生成，请运行:npm run build:h5\n'
    }
  const files = sirv(directory, {
    single: true,
    etag: true,
    // the build laid compressed twins beside the files
    brotli: true,
    gzip: true,
    setHeaders(response, path) {
      // Built files carry their content's hash in their names; the index page names the newest of them.
      const hashed = /\.[0-9a-f]{8,}\.|\/(?:js|css|chunk|static)\//.test(path)
      response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  return async (ctx, next) => {
    if (ctx.path.startsWith('/api') || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next()
    await new Promise<void>((resolve) => {
      ctx.res.once('finish', resolve).once('close', resolve)
      ctx.respond = false
      ctx.res.statusCode = 200
      files(ctx.req, ctx.res, () => {
        ctx.res.statusCode = 404
        ctx.res.end()
      })
    })
  }
}
