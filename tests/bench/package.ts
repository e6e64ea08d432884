import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { buildWhenStale } from '../../config/build-when-stale'
import { type Benchmark, outcome } from './benchmark'

/** WeChat lets a package have 2 MB; ours keeps half of the main one free. */
const wechatLimit = 2 * 1_048_576
const ourLimit = wechatLimit / 2

const kilobytes = (bytes: number) => `${Math.round(bytes / 1024).toLocaleString('en')} KB`

/** Bytes by kind of file, in one package of the mini-program. */
function kindsOf(files: readonly { path: string; bytes: number }[]): string {
  const kinds = new Map<string, number>()
  for (const { path, bytes } of files) {
    const kind = extname(path).slice(1) || 'other'
    kinds.set(kind, (kinds.get(kind) ?? 0) + bytes)
  }
  return [...kinds]
    .sort(([, a], [, b]) => b - a)
    .map(([kind, bytes]) => `${kind} ${kilobytes(bytes)}`)
    .join(', ')
}

/** What the mini-program weighs, package by package, against what WeChat allows. */
export const packageBenchmark: Benchmark = {
  name: 'package',
  async run() {
    const directory = await buildWhenStale('weapp')
    const app = JSON.parse(readFileSync(join(directory, 'app.json'), 'utf8')) as {
      subPackages: { root: string }[]
    }
    const files = readdirSync(directory, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path: relative(directory, path), bytes: statSync(path).size }))
    const roots = app.subPackages.map(({ root }) => root)
    const packageOf = (path: string) => roots.find((root) => path.startsWith(root + sep)) ?? 'main'
    const total = (of: typeof files) => of.reduce((bytes, file) => bytes + file.bytes, 0)
    const figures: Record<string, string> = {}
    for (const name of ['main', ...roots]) {
      const inside = files.filter(({ path }) => packageOf(path) === name)
      const bytes = total(inside)
      const share = ((100 * bytes) / wechatLimit).toFixed(0)
      figures[name === 'main' ? 'main package' : `subpackage ${name}`] =
        `${kilobytes(bytes)}, ${share} % of WeChat's 2 MB (${kindsOf(inside)})`
    }
    figures['all packages'] = `${kilobytes(total(files))} of WeChat's 30 MB`
    return outcome({
      name: 'package',
      what: 'bytes of the main package against the 1 MB that it may have here',
      figures,
      ratio: total(files.filter(({ path }) => packageOf(path) === 'main')) / ourLimit,
      goal: { kind: 'at most', value: 1 },
    })
  },
}
