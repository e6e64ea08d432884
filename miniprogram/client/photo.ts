import Taro from '@tarojs/taro'
import type { Reply } from './api'
import { withToken } from './api'
import { forgetPicture, keepPicture, keptPicture } from './picture-store'
import { ApiProblem, NoConnection, plainly, readProblem } from './problem'
import { newClientKey } from './random'
import type { Caller } from './session'
import { serviceAddress, signedBy } from './transport'

/** A photograph of a report: kept on the phone until the server holds it under `id`. */
export interface Photo {
  key: string
  /** Where the phone keeps it; in a browser the key of its store. */
  path: string
  id?: string
  /** Why the server will not take it; then it is not sent. */
  refused?: string
}

/** The most photographs one report can carry; the contract says the same. */
export const mostPhotos = 6

const edge = 1600
const quality = 80

async function shrunk(file: Blob): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, edge / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    const small = await new Promise<Blob | null>((done) => {
      canvas.toBlob(done, 'image/jpeg', quality / 100)
    })
    return small && small.size < file.size ? small : file
  } catch {
    // What this browser cannot read goes as it is; the server says whether it is a photograph.
    return file
  }
}

async function chooseInBrowser(most: number): Promise<Photo[]> {
  const chosen = await Taro.chooseImage({ count: most, sizeType: ['compressed'] })
  const files = chosen.tempFiles.flatMap((file) => (file.originalFileObj ? [file.originalFileObj] : []))
  return Promise.all(
    files.slice(0, most).map(async (file) => {
      const key = await newClientKey()
      await keepPicture(key, await shrunk(file))
      return { key, path: key }
    }),
  )
}

async function chooseInWechat(most: number): Promise<Photo[]> {
  const chosen = await Taro.chooseMedia({ count: most, mediaType: ['image'], sizeType: ['compressed'] })
  return Promise.all(
    chosen.tempFiles.map(async (file) => {
      const key = await newClientKey()
      const small = await Taro.compressImage({ src: file.tempFilePath, quality })
        .then((done) => done.tempFilePath)
        .catch(() => file.tempFilePath)
      return { key, path: await keepPicture(key, small) }
    }),
  )
}

/** Lets the person pick photographs or take them; giving up the choice gives none. */
export async function choosePhotos(most: number): Promise<Photo[]> {
  try {
    return await (process.env.TARO_ENV === 'weapp' ? chooseInWechat(most) : chooseInBrowser(most))
  } catch {
    return []
  }
}

async function postPicture(path: string, token: string): Promise<{ statusCode: number; data: string }> {
  const url = `${serviceAddress}/api/attachments`
  if (process.env.TARO_ENV === 'weapp') {
    return Taro.uploadFile({ url, filePath: path, name: 'file', header: signedBy(token) }).catch(() => {
      throw new NoConnection()
    })
  }
  const blob = await keptPicture(path)
  if (!(blob instanceof Blob)) throw readProblem(422, { title: '照片已经不在这部手机里了，请重新选' })
  const form = new FormData()
  form.append('file', blob, 'photo.jpg')
  try {
    const answer = await fetch(url, { method: 'POST', body: form, headers: signedBy(token) })
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

const uploading = new Map<string, Promise<Photo>>()

async function uploadOnce(photo: Photo, caller: Caller): Promise<Photo> {
  try {
    return await withToken(async (token) => {
      const answer = await postPicture(photo.path, token)
      const told = parsed(answer.data)
      if (answer.statusCode !== 201) throw readProblem(answer.statusCode, told)
      const { id } = told as Reply<'POST /api/attachments'>
      return { ...photo, id }
    }, caller)
  } catch (error) {
    if (error instanceof ApiProblem && !error.passing && error.status !== 401) {
      return { ...photo, refused: plainly(error) }
    }
    throw error
  }
}

/** Uploads a photograph unless the server holds it already. Asked twice at once, it still goes once. */
export function uploadPhoto(photo: Photo, caller: Caller): Promise<Photo> {
  if (photo.id !== undefined || photo.refused !== undefined) return Promise.resolve(photo)
  const running = uploading.get(photo.key)
  if (running) return running
  const started = uploadOnce(photo, caller).finally(() => uploading.delete(photo.key))
  uploading.set(photo.key, started)
  return started
}

/** One address per picture while it is on this phone: an image that is being drawn must not lose its own. */
const shownAt = new Map<string, string>()

/** Something an image element can show; null when the phone no longer has the picture. */
export async function photoSource(photo: Photo): Promise<string | null> {
  if (process.env.TARO_ENV === 'weapp') return photo.path
  const known = shownAt.get(photo.path)
  if (known !== undefined) return known
  const kept = await keptPicture(photo.path)
  if (!(kept instanceof Blob)) return null
  const address = shownAt.get(photo.path) ?? URL.createObjectURL(kept)
  shownAt.set(photo.path, address)
  return address
}

/** Lets go of the phone's own copies, once the report has arrived or the photograph was taken out. */
export function releasePhotos(photos: readonly Photo[]): void {
  for (const { path } of photos) {
    void forgetPicture(path)
    const address = shownAt.get(path)
    if (address === undefined) continue
    URL.revokeObjectURL(address)
    shownAt.delete(path)
  }
}
