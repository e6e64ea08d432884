import Taro from '@tarojs/taro'
import { withToken } from './api'
import { NoConnection, readProblem } from './problem'
import { serviceAddress, signedBy } from './transport'

/** The kinds of file that the server makes. */
type Kind = 'xlsx' | 'csv' | 'html'

async function saveInBrowser(url: string, name: string, token: string, kind: Kind): Promise<void> {
  const answer = await fetch(url, { headers: signedBy(token) }).catch(() => {
    throw new NoConnection()
  })
  if (!answer.ok) throw readProblem(answer.status, await answer.json().catch(() => null))
  const address = URL.createObjectURL(await answer.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = `${name}.${kind}`
  link.click()
  URL.revokeObjectURL(address)
}

async function openInWechat(url: string, token: string): Promise<void> {
  const { statusCode, tempFilePath } = await Taro.downloadFile({ url, header: signedBy(token) }).catch(() => {
    throw new NoConnection()
  })
  if (statusCode !== 200) throw readProblem(statusCode, null)
  await Taro.openDocument({ filePath: tempFilePath, fileType: 'xlsx', showMenu: true })
}

/**
 * Takes a sheet from the server: a browser saves it under this name, WeChat opens it to be read or sent on, which it
 * can do with Excel only.
 */
export const takeSheet = (path: string, name: string, kind: Kind = 'xlsx'): Promise<void> =>
  withToken((token) =>
    process.env.TARO_ENV === 'weapp'
      ? openInWechat(serviceAddress + path, token)
      : saveInBrowser(serviceAddress + path, name, token, kind),
  )
