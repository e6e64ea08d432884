import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** What the mini-program is built for. */
export type Target = 'h5' | 'weapp'

const root = resolve(__dirname, '..')
const sources = ['miniprogram', 'shared', 'config', 'babel.config.js', 'package.json', 'package-lock.json']

function* filesUnder(path: string): Generator<string> {
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = join(path, entry.name)
    if (entry.isDirectory()) yield* filesUnder(inside)
    else yield inside
  }
}

/** A hash of everything that goes into a build, by content: a fresh checkout has no times to go by. */
function sourcesHash(): string {
  const hash = createHash('sha256').update(
    JSON.stringify([process.env.TARO_APP_API_BASE, process.env.TARO_APP_HOTLINE]),
  )
  for (const source of sources) {
    const path = join(root, source)
    const files = source.includes('.') ? [path] : filesUnder(path)
    for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file))
  }
  return hash.digest('hex')
}

function build(target: Target): Promise<void> {
  return new Promise((done, failed) => {
    const output: string[] = []
    const taro = spawn(
      process.execPath,
      [require.resolve('@tarojs/cli/bin/taro'), 'build', '--type', target],
      {
        cwd: root,
        env: { ...process.env, NODE_ENV: 'production' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    for (const stream of [taro.stdout, taro.stderr]) stream.on('data', (chunk) => output.push(String(chunk)))
    taro.once('error', failed)
    taro.once('close', (code) => {
      const text = output.join('')
      if (code === 0 && !/✖ Errors?:/.test(text)) done()
      else failed(new Error(`The ${target} build failed.\n${text}`))
    })
  })
}

/** Lays compressed twins beside the browser's files, once here instead of at every request: signals are weak. */
function compress(directory: string): void {
  for (const file of [...filesUnder(directory)]) {
    if (!/\.(?:js|css|html|svg)$/.test(file)) continue
    const bytes = readFileSync(file)
    writeFileSync(`${file}.br`, brotliCompressSync(bytes))
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
  }
}

const lives = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Lets one process at a time build a target: test files that run side by side ask for it at the same moment. */
async function alone<T>(target: Target, job: () => Promise<T>): Promise<T> {
  const lock = join(root, 'dist', `${target}.building`)
  mkdirSync(join(root, 'dist'), { recursive: true })
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch {
      const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0
      if (holder && !lives(holder)) rmSync(lock, { force: true })
      else await wait(200)
    }
  }
  try {
    return await job()
  } finally {
    rmSync(lock, { force: true })
  }
}

/**
 * Builds the mini-program into dist/<target>, unless that build is of just these sources. Answers where it lies.
 * @throws Error with the builder's words when the build fails.
 */
export async function buildWhenStale(target: Target): Promise<string> {
  const directory = join(root, 'dist', target)
  const mark = join(root, 'dist', `${target}.built`)
  return alone(target, async () => {
    const hash = sourcesHash()
    if (existsSync(mark) && readFileSync(mark, 'utf8') === hash && existsSync(directory)) return directory
    rmSync(mark, { force: true })
    rmSync(directory, { recursive: true, force: true })
    await build(target)
    if (target === 'h5') compress(directory)
    writeFileSync(mark, hash)
    return directory
  })
}

/** `npm start` runs this for the browser build before the server; a production image brings its pages along. */
if (require.main === module) {
  const target: Target = process.argv[2] === 'weapp' ? 'weapp' : 'h5'
  const brought = process.env.NODE_ENV === 'production' && existsSync(join(root, 'dist', target))
  if (!brought) {
    console.log(`Building the pages (${target}), about half a minute the first time…`)
    buildWhenStale(target).catch((error: Error) => {
      console.error(error.message)
      process.exitCode = 1
    })
  }
}
