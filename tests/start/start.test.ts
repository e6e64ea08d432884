import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { someReport } from '../setup/test-house'

const root = resolve(__dirname, '../..')
const main = ['--import', 'tsx', join(root, 'server/main.ts')]

/** The server as `npm start` runs it: no MONGODB_URI, so on its own store in DATA_DIR. */
const environment = (changes: Record<string, string>): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  PORT: '0',
  ...changes,
})

interface Running {
  process: ChildProcess
  address: string
  said: string
  /** Ctrl-C: answers the exit code. */
  stop(): Promise<number | null>
}

async function start(changes: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, main, { cwd: root, env: environment(changes) })
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  let said = ''
  const address = await new Promise<string>((ready, failed) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += String(chunk)
        const [, at] = /running at (http:\/\/\S+).*stop with Ctrl-C/s.exec(said) ?? []
        if (at) ready(at)
      })
    child.once('exit', (code) => failed(new Error(`The server ended with ${code}: ${said}`)))
  })
  return {
    process: child,
    address,
    said,
    stop() {
      child.kill('SIGINT')
      return ended
    },
  }
}

/** Starts a server that must not start; answers what it says. */
const refused = (changes: Record<string, string>) =>
  new Promise<{ code: number | null; said: string }>((done) => {
    const child = execFile(process.execPath, main, { cwd: root, env: environment(changes) }, (_, out, err) =>
      done({ code: child.exitCode, said: out + err }),
    )
  })

const post = async (url: string, body: unknown, token?: string) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  })
  return (await response.json()) as Record<string, unknown>
}

describe('npm start', () => {
  const directory = mkdtempSync(join(tmpdir(), 'zaofaxian 试用-'))
  const deviceKey = randomBytes(32).toString('base64url')
  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  const ownReports = async (address: string) => {
    const { accessToken } = await post(`${address}/api/sessions/device`, { deviceKey })
    const answer = await fetch(`${address}/api/my-reports`, {
      headers: { Authorization: `Bearer ${accessToken}` },
    })
    return ((await answer.json()) as { reports: { receipt: string; text: string }[] }).reports
  }

  test('says where to click and as whom; Ctrl-C ends it cleanly; a restart shows the same data', async () => {
    const first = await start({ DATA_DIR: directory })
    expect(first.said).toContain('/pages/card/card?c=demo')
    expect(first.said).toMatch(/coordinator.*鲍老师/)
    expect(first.said).toMatch(/officer.*段干事/)
    expect(first.said).toContain(directory)
    const health = await (await fetch(`${first.address}/api/health`)).json()
    expect(health).toMatchObject({ status: 'ready', store: { kind: 'embedded', state: 'connected' } })
    const { accessToken } = await post(`${first.address}/api/sessions/device`, { deviceKey })
    const { receipt } = await post(`${first.address}/api/reports`, someReport(), String(accessToken))
    expect(receipt).toMatch(/^\d{8}$/)
    expect(await first.stop()).toBe(0)

    const second = await start({ DATA_DIR: directory })
    const reports = await ownReports(second.address)
    expect(reports.map((report) => report.receipt)).toEqual([receipt])
    expect(reports[0]?.text).toBe(someReport().text)
    expect(await second.stop()).toBe(0)
  })

  test('a server that is killed has lost nothing it answered for', async () => {
    const running = await start({ DATA_DIR: directory })
    const { accessToken } = await post(`${running.address}/api/sessions/device`, { deviceKey })
    const { receipt } = await post(`${running.address}/api/reports`, someReport(), String(accessToken))
    const ended = new Promise((done) => running.process.once('exit', done))
    running.process.kill('SIGKILL')
    await ended
    const again = await start({ DATA_DIR: directory })
    expect((await ownReports(again.address)).map((report) => report.receipt)).toContain(receipt)
    expect(await again.stop()).toBe(0)
  })

  test('the audit log is verified beside the running server, and without it', async () => {
    const running = await start({ DATA_DIR: directory })
    await post(`${running.address}/api/demo/sessions`, { person: 'officer' })
    const verify = () =>
      new Promise<string>((done) => {
        const tool = ['--import', 'tsx', join(root, 'server/trust/verify-audit.ts')]
        execFile(
          process.execPath,
          tool,
          { cwd: root, env: environment({ DATA_DIR: directory }) },
          (_, out, err) => done(out + err),
        )
      })
    expect(await verify()).toMatch(/^The audit log is whole: \d+ entries/)
    expect(await running.stop()).toBe(0)
    expect(await verify()).toMatch(/^The audit log is whole: \d+ entries/)
  })

  test('a second server on the same data says who has it, in one line, and harms nothing', async () => {
    const running = await start({ DATA_DIR: directory })
    const second = await refused({ DATA_DIR: directory })
    expect(second.code).toBe(1)
    expect(second.said.trim()).toMatch(
      /^早发现 does not start\. Another server \(process \d+\) works on the data in .+$/,
    )
    expect((await fetch(`${running.address}/api/health`)).status).toBe(200)
    expect(await running.stop()).toBe(0)
  })

  test('DEMO=0: nobody can sign in without proof, and no demo data is put in', async () => {
    const own = mkdtempSync(join(tmpdir(), 'zaofaxian-'))
    const running = await start({ DATA_DIR: own, DEMO: '0' })
    expect(running.said).not.toContain('Demo')
    expect((await fetch(`${running.address}/api/demo`)).status).toBe(404)
    expect(await post(`${running.address}/api/demo/sessions`, { person: 'officer' })).toMatchObject({
      status: 404,
    })
    expect((await fetch(`${running.address}/api/cards/demo0203`)).status).toBe(404)
    expect(await running.stop()).toBe(0)
    rmSync(own, { recursive: true, force: true })
  })

  test('a port in use, demo mode or missing keys in production: it says so in one line and ends', async () => {
    const taken = createServer()
    await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening))
    const address = taken.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const [inUse, demo, keys] = await Promise.all([
      refused({ DATA_DIR: join(directory, 'other'), PORT: String(port) }),
      refused({ DATA_DIR: directory, NODE_ENV: 'production', DEMO: '1' }),
      refused({ DATA_DIR: directory, NODE_ENV: 'production' }),
    ])
    await new Promise((closed) => taken.close(closed))
    expect(inUse.code).toBe(1)
    expect(inUse.said).toMatch(/does not start: the port is in use/)
    expect(demo.code).toBe(1)
    expect(demo.said).toMatch(/DEMO=1/)
    expect(keys.code).toBe(1)
    expect(keys.said).toMatch(/ENCRYPTION_KEYS, HASH_KEY, TOKEN_KEY, AUDIT_KEY/)
  })
})
