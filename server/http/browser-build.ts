import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context, Middleware } from 'koa'
import sirv from 'sirv'
import { filesOfPagesName } from '../../config/files-of-pages'

/** What a page shows before the app has come, to whom at this address: plain HTML, or null where there is nothing. */
export type FirstScreen = (page: string, query: URLSearchParams, address: string) => Promise<string | null>

const unbuilt: Middleware = async (ctx, next) => {
  if (ctx.path.startsWith('/api')) return next()
  ctx.status = 503
  ctx.type = 'text/plain; charset=utf-8'
  ctx.body = 'The pages are not built yet. Run: npm run build:h5\n网页还没有生成，请运行:npm run build:h5\n'
}

/** Names a page's files in its head, so that a phone asks for them together with the app and not after it. */
const early = (file: string) =>
  file.endsWith('.css')
    ? `<link rel="stylesheet" href="/${file}"/>`
    : `<link rel="preload" as="script" href="/${file}"/>`

/**
 * Serves the browser build of the mini-program at `/`: files by name, and its index page for every other address,
 * because the pages' addresses are the app's own.
 */
export function browserBuild(directory: string, firstScreen: FirstScreen = async () => null): Middleware {
  const index = join(directory, 'index.html')
  if (!existsSync(index)) return unbuilt
  const html = readFileSync(index, 'utf8')
  const filesOf = new Map<string, string[]>(
    Object.entries(JSON.parse(readFileSync(join(directory, filesOfPagesName), 'utf8'))),
  )
  const files = sirv(directory, {
    etag: true,
    // the build laid compressed twins beside the files
    brotli: true,
    gzip: true,
    setHeaders(response, path) {
      // Built files carry their content's hash in their names.
      const hashed = /\.[0-9a-f]{8,}\.|\/(?:js|css|chunk|static)\//.test(path)
      response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })

  const sendPage = async (ctx: Context) => {
    const page = ctx.path.replace(/^\/|\/$/g, '') || 'pages/home/home'
    // Without its database the app still opens, and says what can be done.
    const first = await firstScreen(page, ctx.URL.searchParams ?? new URLSearchParams(), ctx.ip).catch(
      () => null,
    )
    ctx.type = 'html'
    // The index page names the newest of the built files.
    ctx.set('Cache-Control', 'no-cache')
    ctx.body = html
      .replace('</head>', () => `${(filesOf.get(page) ?? []).map(early).join('')}</head>`)
      .replace('<div id="app">', (app) => (first ? `<main id="first-screen">${first}</main>${app}` : app))
  }

  return async (ctx, next) => {
    if (ctx.path.startsWith('/api') || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next()
    const isFile = /\.\w+$/.test(ctx.path) && ctx.path !== '/index.html'
    if (!isFile) return sendPage(ctx)
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
