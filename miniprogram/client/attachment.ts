import Taro from '@tarojs/taro'
import { type Reply, withToken } from './api'
import { forgetFile, isOnPhone, keptFile } from './file-store'
import { ApiProblem, inDetail, NoConnection, readProblem } from './problem'
import { type Caller, signedInPerson } from './session'
import { ownVersion, refused, serviceAddress, signedBy } from './transport'

/** What goes with the words of a report: kept on the phone until the server holds it under `id`. */
export interface Attachment {
  key: string
  /** Where the phone keeps it; in a browser the key of its store. */
  path: string
  /** The phone had no room to keep it: closed before it was sent, it is gone. */
  fleeting?: true
  /** How long a recording is; a photograph has no length. */
  seconds?: number
  id?: string
  /** Who uploaded it: nobody else can use it. What an earlier version uploaded says nothing of it. */
  by?: string
  /** Why the server will not take it; then it is not sent. */
  refused?: string
}

const gone = () => readProblem(422, { title: '已经不在这部手机里了，请拿掉再来一次' })

async function post({ path, seconds }: Attachment, token: string) {
  const header = { ...ownVersion, ...signedBy(token) }
  const url = `${serviceAddress}/api/attachments${seconds === undefined ? '' : `?seconds=${seconds}`}`
  if (process.env.TARO_ENV === 'weapp') {
    // A file that is gone fails like one without signal, and would be tried for ever.
    if (!(await isOnPhone(path))) throw gone()
    return Taro.uploadFile({ url, filePath: path, name: 'file', header }).catch(() => {
      throw new NoConnection()
    })
  }
  const file = await keptFile(path)
  if (!(file instanceof Blob)) throw gone()
  const form = new FormData()
  form.append('file', file, 'file')
  try {
    const answer = await fetch(url, { method: 'POST', body: form, headers: header })
    return { statusCode: answer.status, data: await answer.text() }
  } catch {
    throw new NoConnection()
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** What the server made of it: its id, or why it is refused. */
type Outcome = Pick<Attachment, 'id' | 'by' | 'refused'>

const uploader = (caller: Caller) => (caller === 'device' ? caller : (signedInPerson()?.account ?? caller))

const uploading = new Map<string, Promise<Outcome>>()

async function uploadOnce(attachment: Attachment, caller: Caller): Promise<Outcome> {
  const by = uploader(caller)
  try {
    return await withToken(async (token) => {
      const answer = await post(attachment, token)
      const told = parsed(answer.data)
      if (answer.statusCode !== 201) throw refused(answer.statusCode, told)
      return { id: (told as Reply<'POST /api/attachments'>).id, by }
    }, caller)
  } catch (error) {
    if (error instanceof ApiProblem && !error.passing && error.status !== 401)
      return { refused: inDetail(error) }
    throw error
  }
}

/** Uploads one unless the server holds it already. Asked twice at once, it still goes once. */
export async function upload<A extends Attachment>(attachment: A, caller: Caller): Promise<A> {
  const by = uploader(caller)
  const isHeld = attachment.id !== undefined && (attachment.by ?? by) === by
  if (isHeld || attachment.refused !== undefined) return attachment
  const key = `${attachment.key} ${by}`
  const running =
    uploading.get(key) ?? uploadOnce(attachment, caller).finally(() => void uploading.delete(key))
  uploading.set(key, running)
  return { ...attachment, ...(await running) }
}

/**
 * Uploads one after the other. `onEach` is given all of them after each one, to be saved: what has been uploaded is
 * never uploaded again.
 */
export async function uploadAll<A extends Attachment>(
  attachments: readonly A[],
  caller: Caller,
  onEach: (attachments: A[]) => void,
): Promise<void> {
  const now = [...attachments]
  for (const [at, attachment] of attachments.entries()) {
    now[at] = await upload(attachment, caller)
    onEach([...now])
  }
}

/** The server's names of those that it holds. */
export const idsOf = (attachments: readonly Attachment[]): string[] =>
  attachments.flatMap(({ id }) => (id === undefined ? [] : [id]))

/** What is said where the phone could not keep one that has not been uploaded either; null otherwise. */
export const fleetingIn = (attachments: readonly Attachment[]): string | null =>
  attachments.some(({ fleeting, id }) => fleeting && id === undefined)
    ? '手机存满了，照片、录音关掉就没有了。到有信号的地方马上发，或者先删些东西腾地方'
    : null

/** Why the first of those that the server will not take is refused; null when it takes all. */
export const refusalOf = (attachments: readonly Attachment[]): string | null =>
  attachments.find(({ refused }) => refused !== undefined)?.refused ?? null

/** One address per file while it is on this phone: what is being drawn or played must not lose its own. */
const shownAt = new Map<string, string>()

/** Something that an image or a player can open; null when the phone no longer has the file. */
export async function sourceOf({ path }: Attachment): Promise<string | null> {
  if (process.env.TARO_ENV === 'weapp') return path
  const known = shownAt.get(path)
  if (known !== undefined) return known
  const kept = await keptFile(path)
  if (!(kept instanceof Blob)) return null
  const address = shownAt.get(path) ?? URL.createObjectURL(kept)
  shownAt.set(path, address)
  return address
}

/** Lets go of the phone's own copies, once the report has arrived or they were taken out. */
export function release(attachments: readonly Attachment[]): void {
  for (const { path } of attachments) {
    void forgetFile(path)
    const address = shownAt.get(path)
    if (address === undefined) continue
    URL.revokeObjectURL(address)
    shownAt.delete(path)
  }
}
