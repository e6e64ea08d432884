import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import packageJson from '../package.json'
import { buildWhenStale } from './build-when-stale'

/**
 * WeChat's uploader is fetched when it is used and not kept among the packages: with what it brings it is as large as
 * everything else together, and only whoever releases needs it.
 */
const uploader = 'miniprogram-ci@2.1.42'
const root = resolve(__dirname, '..')

/** What an upload needs; each is explained in docs/wechat.md. */
interface Upload {
  appid: string
  key: string
  robot: string
  description: string
}

/**
 * Reads what an upload needs from the environment.
 * @throws Error that names everything missing, with where it is to be had.
 */
export function readUpload(env: NodeJS.ProcessEnv): Upload {
  const { WECHAT_APPID, WECHAT_UPLOAD_KEY, WECHAT_ROBOT = '1', TARO_APP_API_BASE } = env
  const missing: string[] = []
  if (!/^wx[0-9a-z]{16}$/.test(WECHAT_APPID ?? ''))
    missing.push('WECHAT_APPID: the mini-program’s id (公众平台 → 开发管理)')
  if (!WECHAT_UPLOAD_KEY || !existsSync(WECHAT_UPLOAD_KEY))
    missing.push('WECHAT_UPLOAD_KEY: the file with the upload key (开发管理 → 小程序代码上传)')
  if (!/^https:\/\/[^/]+$/.test(TARO_APP_API_BASE ?? ''))
    missing.push('TARO_APP_API_BASE: the server’s address, https://… without a path')
  if (!/^([1-9]|[12]\d|30)$/.test(WECHAT_ROBOT)) missing.push('WECHAT_ROBOT: a number from 1 to 30')
  if (missing.length > 0) throw new Error(`Not uploaded. Set:\n  ${missing.join('\n  ')}`)
  return {
    appid: WECHAT_APPID ?? '',
    key: resolve(WECHAT_UPLOAD_KEY ?? ''),
    robot: WECHAT_ROBOT,
    description: env.WECHAT_UPLOAD_NOTE ?? `早发现 ${packageJson.version}`,
  }
}

/** The uploader's arguments: what is built here is sent as it is. */
export const uploadArguments = ({ appid, key, robot, description }: Upload, version: string): string[] => [
  ...['--yes', uploader, 'upload'],
  ...['--pp', root],
  ...['--pkp', key],
  ...['--appid', appid],
  ...['--uv', version],
  ...['--ud', description],
  ...['--robot', robot],
  ...['--use-project-config', 'true'],
]

/** `npm run weapp:upload`: builds the mini-program and sends it to WeChat as a development version. */
async function main() {
  const upload = readUpload(process.env)
  const directory = await buildWhenStale('weapp')
  const bytes = readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
  console.log(`Uploading ${Math.round(bytes / 1024)} KB as ${packageJson.version}, robot ${upload.robot}…`)
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx'
  const child = spawn(npx, uploadArguments(upload, packageJson.version), {
    stdio: 'inherit',
    // What it brings need not run scripts of its own.
    env: { ...process.env, npm_config_ignore_scripts: 'true' },
  })
  process.exitCode = await new Promise<number>((ended) => child.once('close', (code) => ended(code ?? 1)))
}

if (require.main === module)
  main().catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
