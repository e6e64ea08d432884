import Taro from '@tarojs/taro'
import { forgetFile, keptFiles } from './file-store'
import { shelf } from './shelf'

/** A file that nothing on this phone spoke of, and since when, by this phone's clock. */
interface Orphan {
  path: string
  since: number
}

const orphans = shelf<Orphan[]>('orphaned-files')
/** What the shelves hold; the vault holds no files, and WeChat reads it only by its own way. */
const held = /^zaofaxian\.(?!vault\.|orphaned-files$)/
/** In milliseconds. Whatever is being written at this moment is saved long before. */
const patience = 24 * 3_600_000

/**
 * Everything that this phone has stored, in one text; null when any of it cannot be read. Not a list of the places that
 * speak of files: a place that somebody forgets to add to it would lose people's photographs.
 */
function everythingStored(): string | null {
  try {
    const { keys } = Taro.getStorageInfoSync()
    return keys
      .filter((key) => held.test(key))
      .map((key) => JSON.stringify(Taro.getStorageSync(key)))
      .join('\n')
  } catch {
    return null
  }
}

/** A file's own name: where it lies may be written in two ways. */
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/**
 * Lets go of photographs and recordings of drafts that are no more. A file goes when nothing stored speaks of it, and
 * nothing did a day before: what is in use, or waits to be sent, is never touched. Where anything cannot be read, or the
 * clock was put back, nothing goes.
 */
export async function sweepOrphanedFiles(now = Date.now()): Promise<void> {
  const paths = await keptFiles()
  const stored = everythingStored()
  if (paths === null || stored === null) return
  const unknown = paths.filter((path) => nameOf(path) !== '' && !stored.includes(nameOf(path)))
  const before = orphans.read() ?? []
  const left: Orphan[] = []
  for (const path of unknown) {
    const since = before.find((orphan) => orphan.path === path)?.since
    if (since !== undefined && since <= now && now - since >= patience) await forgetFile(path)
    else left.push({ path, since: since !== undefined && since <= now ? since : now })
  }
  if (left.length > 0) orphans.write(left)
  else if (before.length > 0) orphans.wipe()
}
