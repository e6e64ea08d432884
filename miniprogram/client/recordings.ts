import Taro from '@tarojs/taro'
import type { SpokenLanguage, SpokenPage } from '../../shared/domain/page-scripts'
import { call, type Reply, withToken } from './api'
import { lastCard } from './cards'
import { keptFile } from './file-store'
import { fetchService } from './places'
import { ApiProblem, NoConnection, readProblem } from './problem'
import { shelf } from './shelf'
import { serviceAddress, signedBy } from './transport'

/** A page read aloud, as a township has recorded it. */
export type Recording = Reply<'GET /api/townships/:township/recordings'>['recordings'][number]

/** What a township has recorded. */
export const recordingsOf = async (township: string): Promise<Recording[]> =>
  (await call('GET /api/townships/:township/recordings', { params: { township } })).recordings

const kept = shelf<Recording[]>('recordings')
let asked: Promise<Recording[]> | null = null

/** What is recorded where this phone is used: asked once while the app is open, else as the phone last knew. */
export function recordingsHere(): Promise<Recording[]> {
  asked ??= (async () => {
    const township = lastCard()?.township ?? (await fetchService()).township
    const recordings = await recordingsOf(township)
    kept.write(recordings)
    return recordings
  })().catch(() => {
    asked = null
    return kept.read() ?? []
  })
  return asked
}

/** A sound to be put in the place of a page: a file in WeChat, in a browser its bytes. */
export interface NewRecording {
  language: SpokenLanguage
  page: SpokenPage
  seconds: number
  file: Blob | string
  /** The recording that it takes the place of. */
  replaces?: string
}

async function post(url: string, file: Blob | string, token: string) {
  if (typeof file === 'string' && process.env.TARO_ENV === 'weapp')
    return Taro.uploadFile({ url, filePath: file, name: 'file', header: signedBy(token) })
  const content = typeof file === 'string' ? await keptFile(file) : file
  if (!(content instanceof Blob)) throw readProblem(422, { title: '这段录音找不着了，请再录一次' })
  const form = new FormData()
  form.append('file', content, 'recording')
  const answer = await fetch(url, { method: 'POST', body: form, headers: signedBy(token) })
  return { statusCode: answer.status, data: await answer.text() }
}

/** Sends a recording of a page. Throws ApiProblem or NoConnection. */
export const sendRecording = (
  township: string,
  { language, page, seconds, file, replaces }: NewRecording,
): Promise<Recording> =>
  withToken(async (token) => {
    const about = `language=${language}&page=${page}&seconds=${seconds}${replaces ? `&replaces=${replaces}` : ''}`
    const url = `${serviceAddress}/api/townships/${township}/recordings?${about}`
    const answer = await post(url, file, token).catch((error) => {
      throw error instanceof ApiProblem ? error : new NoConnection()
    })
    const told: unknown = JSON.parse(answer.data)
    if (answer.statusCode !== 201) throw readProblem(answer.statusCode, told)
    return told as Recording
  })
