import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { SmallDisk } from './small-disk'

/** Mounts that only the processes below can see need Linux, and its leave for users of their own. */
const mounting = ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]
const canMount = process.platform === 'linux' && spawnSync('unshare', mounting).status === 0
const reason = canMount ? '' : ' (left out: this machine lets nobody mount a small disk)'

describe('a disk that does not take what is written', () => {
  const onDisk = canMount ? test : test.skip
  onDisk(`full, it is told and loses nothing; read-only, it can still be read${reason}`, async () => {
    const disk = mkdtempSync(join(tmpdir(), 'zaofaxian-disk-'))
    const mounted = 'mount -t tmpfs -o size=5m tmpfs "$1" && exec "$2" --import tsx "$3" "$1"'
    const words = ['-rm', 'sh', '-c', mounted, 'sh', disk, process.execPath, join(__dirname, 'small-disk.ts')]
    const { stdout } = await promisify(execFile)('unshare', words)
    rmSync(disk, { recursive: true })
    const seen: SmallDisk = JSON.parse(stdout)
    expect(seen.fullCodes).toEqual([14031, 14031, 14031, 14031])
    expect(seen.readWhileFull).toBe(seen.acknowledged - 1)
    expect(seen.afterRoom).toEqual({ documents: seen.acknowledged, arrays: 1 })
    expect(seen.startOnReadOnly).toMatch(/cannot be written .*Make room on its disk/)
    expect(seen.readOnReadOnly).toEqual({ documents: seen.acknowledged + 1, wrong: [] })
  })
})
