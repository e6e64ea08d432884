import Taro from '@tarojs/taro'
import type { Reply } from './api'
import { withToken } from './api'
import { ApiProblem, inDetail, NoConnection, readProblem } from './problem'
import { serviceAddress, signedBy } from './transport'

/** What a table would change, or has changed. */
export type ImportPlan = Reply<'POST /api/townships/:township/gazetteer/preview'>

/** What a list of cadres would change. */
export type RosterPreview = Reply<'POST /api/townships/:township/roster/preview'>

/** A table that was chosen on this computer or out of a chat. */
export interface TableFile {
  name: string
  /** In a browser the file itself, in WeChat where it lies. */
  content: Blob | string
}

type Ending = 'csv' | 'xlsx'

const chooseInBrowser = (endings: readonly Ending[]) =>
  new Promise<TableFile | null>((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = endings.map((ending) => `.${ending}`).join(',')
    input.addEventListener('change', () => {
      const [file] = input.files ?? []
      resolve(file ? { name: file.name, content: file } : null)
    })
    input.addEventListener('cancel', () => resolve(null))
    input.click()
  })

async function chooseInWechat(endings: readonly Ending[]): Promise<TableFile | null> {
  try {
    const { tempFiles } = await Taro.chooseMessageFile({ count: 1, type: 'file', extension: [...endings] })
    const [file] = tempFiles
    return file ? { name: file.name, content: file.path } : null
  } catch {
    return null
  }
}

/** Lets the person choose a table; giving up the choice gives none. */
export const chooseTable = (endings: readonly Ending[] = ['csv']): Promise<TableFile | null> =>
  process.env.TARO_ENV === 'weapp' ? chooseInWechat(endings) : chooseInBrowser(endings)

async function post(url: string, content: Blob | string, token: string) {
  if (typeof content === 'string')
    return Taro.uploadFile({ url, filePath: content, name: 'file', header: signedBy(token) })
  const form = new FormData()
  form.append('file', content, 'table')
  const answer = await fetch(url, { method: 'POST', body: form, headers: signedBy(token) })
  return { statusCode: answer.status, data: await answer.text() }
}

const send = (path: string, { content }: TableFile): Promise<unknown> =>
  withToken(async (token) => {
    const answer = await post(serviceAddress + path, content, token).catch(() => {
      throw new NoConnection()
    })
    const told: unknown = JSON.parse(answer.data)
    if (answer.statusCode !== 200) throw readProblem(answer.statusCode, told)
    return told
  })

/** Sends a table of groups to be looked at, or to be taken in. Throws ApiProblem or NoConnection. */
export const sendTable = async (
  township: string,
  what: 'preview' | 'import',
  file: TableFile,
): Promise<ImportPlan> => (await send(`/api/townships/${township}/gazetteer/${what}`, file)) as ImportPlan

/** Sends a list of cadres to be held against the roster; nothing is changed by it. */
export const sendRoster = async (township: string, file: TableFile): Promise<RosterPreview> =>
  (await send(`/api/townships/${township}/roster/preview`, file)) as RosterPreview

/** What is wrong with a file, in its own words where the server named the field. */
export const aboutFile = (error: unknown): string =>
  (error instanceof ApiProblem && error.fields[0]?.message) || inDetail(error)
