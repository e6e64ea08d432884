import Taro from '@tarojs/taro'
import type { Reply } from './api'
import { withToken } from './api'
import { NoConnection, readProblem } from './problem'
import { serviceAddress, signedBy } from './transport'

/** What a table would change, or has changed. */
export type ImportPlan = Reply<'POST /api/townships/:township/gazetteer/preview'>

/** A table that was chosen on this computer or out of a chat. */
export interface TableFile {
  name: string
  /** In a browser the file itself, in WeChat where it lies. */
  content: Blob | string
}

const chooseInBrowser = () =>
  new Promise<TableFile | null>((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = '.csv,text/csv'
    input.addEventListener('change', () => {
      const [file] = input.files ?? []
      resolve(file ? { name: file.name, content: file } : null)
    })
    input.addEventListener('cancel', () => resolve(null))
    input.click()
  })

async function chooseInWechat(): Promise<TableFile | null> {
  try {
    const { tempFiles } = await Taro.chooseMessageFile({ count: 1, type: 'file', extension: ['csv'] })
    const [file] = tempFiles
    return file ? { name: file.name, content: file.path } : null
  } catch {
    return null
  }
}

/** Lets the person choose a CSV file; giving up the choice gives none. */
export const chooseTable = (): Promise<TableFile | null> =>
  process.env.TARO_ENV === 'weapp' ? chooseInWechat() : chooseInBrowser()

async function post(url: string, content: Blob | string, token: string) {
  if (typeof content === 'string')
    return Taro.uploadFile({ url, filePath: content, name: 'file', header: signedBy(token) })
  const form = new FormData()
  form.append('file', content, 'table.csv')
  const answer = await fetch(url, { method: 'POST', body: form, headers: signedBy(token) })
  return { statusCode: answer.status, data: await answer.text() }
}

/** Sends a table to be looked at, or to be taken in. Throws ApiProblem or NoConnection. */
export const sendTable = (
  township: string,
  what: 'preview' | 'import',
  { content }: TableFile,
): Promise<ImportPlan> =>
  withToken(async (token) => {
    const url = `${serviceAddress}/api/townships/${township}/gazetteer/${what}`
    const answer = await post(url, content, token).catch(() => {
      throw new NoConnection()
    })
    const told: unknown = JSON.parse(answer.data)
    if (answer.statusCode !== 200) throw readProblem(answer.statusCode, told)
    return told as ImportPlan
  })
