import type { Addition } from '../../miniprogram/client/additions'
import type { Draft } from '../../miniprogram/client/draft'
import type { Photo } from '../../miniprogram/client/photo'
import { mp3 } from '../setup/some-voice'
import type { Chance } from './chance'
import type { Pocket } from './pocket'

type Outbox = typeof import('../../miniprogram/client/outbox')
type Drafts = typeof import('../../miniprogram/client/draft')
type Photos = typeof import('../../miniprogram/client/photo')
type Attachments = typeof import('../../miniprogram/client/attachment')
type Session = typeof import('../../miniprogram/client/session')
type Additions = typeof import('../../miniprogram/client/additions')

/** What somebody wrote on a phone, as it must lie on the server in the end: once, and whole. */
export interface Written {
  kind: 'report' | 'addition' | 'visit' | 'entry' | 'note'
  words: string
  photos: number
  voices: number
  /** Its own key, once it has one. */
  key: string | null
  /** The person was told that it is kept: it has arrived, or waits on the phone. */
  told: boolean
}

const seconds = 3
/** How often somebody tries to write one thing while the app dies under them. */
const mostDeaths = 60

/** Takes a picture, or records something, with the app: which of the two it is tells its content. */
export async function addFile(
  own: Pocket,
  kind: 'photo' | 'voice',
  picture: Buffer,
): Promise<(Photo & { seconds?: number }) | undefined> {
  own.phone.givePhoto(kind === 'photo' ? picture : mp3(seconds))
  const chosen = await own.load<Photos>('client/photo').choosePhotos(1)
  const file = typeof chosen === 'string' ? undefined : chosen[0]
  return file && kind === 'voice' ? { ...file, seconds } : file
}

/** Goes on with it until the app has lived long enough to be done; `done` says when. */
export async function untilDone(
  own: Pocket,
  chance: Chance,
  step: () => Promise<boolean>,
  prepare: () => Promise<void> = async () => undefined,
): Promise<void> {
  for (let deaths = 0; deaths < mostDeaths; deaths += 1) {
    await own.open()
    await prepare()
    if (deaths < mostDeaths / 2 && chance.happens(0.6)) own.dieSoon()
    const { value, error } = await own.ask(step)
    if (error !== undefined) throw error
    if (value) return
  }
  throw new Error('the app died at every try')
}

/** Somebody writes a report with pictures and recordings and sends it, however often the app dies meanwhile. */
export async function writeReport(
  own: Pocket,
  chance: Chance,
  words: string,
  picture: Buffer,
): Promise<Written> {
  const wanted = { photos: chance.between(0, 2), voices: chance.between(0, 1) }
  const written: Written = { kind: 'report', words, ...wanted, key: null, told: false }
  const slot = 'self'
  let kept: Pick<Draft, 'text' | 'photos' | 'voices'> = { text: '', photos: [], voices: [] }

  const step = async (): Promise<boolean> => {
    const alive = own.thisLife()
    const { draftToGoOnWith, waitingReports, sendReport, takeBack } = own.load<Outbox>('client/outbox')
    const { startDraft, saveDraft, dropDraft, receiptOf } = own.load<Drafts>('client/draft')
    const { upload } = own.load<Attachments>('client/attachment')
    const { currentCaller } = own.load<Session>('client/session')
    const isSent = () =>
      written.key !== null &&
      (receiptOf(written.key) !== null ||
        waitingReports().some(({ draft, refused }) => draft.clientKey === written.key && !refused))
    const before = draftToGoOnWith(slot)
    if (!before && isSent()) return true
    if (!before && written.key !== null) throw new Error(`${words}: sent, and lies nowhere any more`)
    let draft = before ?? (await startDraft(slot, 'self'))
    if (!draft.text.startsWith(kept.text)) throw new Error(`${words}: what was typed is lost`)
    if (draft.photos.length < kept.photos.length || draft.voices.length < kept.voices.length)
      throw new Error(`${words}: an attachment is lost`)
    const change = (patch: Partial<Draft>) => {
      draft = { ...draft, ...patch }
      if (!saveDraft(slot, draft) && alive()) throw new Error(`${words}: not saved`)
      if (alive()) kept = draft
    }
    const settle = <A extends Photo>(sent: A) => {
      if (!alive()) return
      const newest = <B extends Photo>(all: B[]) =>
        all.map((one) => (one.key === sent.key ? { ...one, ...sent } : one))
      change({ photos: newest(draft.photos), voices: newest(draft.voices) })
    }
    const uploadSoon = (file: Photo) => void upload(file, currentCaller()).then(settle, () => undefined)
    // Whoever goes on writes on: typed anew from its beginning, the writer would have shortened it and not the app.
    if (draft.text === '') change({ categories: ['illness'], text: words.slice(0, 2) })
    change({ text: words, subjectName: '岩三木', phone: '19900000121' })
    while (draft.photos.length < wanted.photos) {
      const photo = await addFile(own, 'photo', picture)
      if (!photo) return false
      change({ photos: [...draft.photos, photo] })
      uploadSoon(photo)
    }
    while (draft.voices.length < wanted.voices) {
      const voice = await addFile(own, 'voice', picture)
      if (!voice) return false
      change({ voices: [...draft.voices, { ...voice, seconds }] })
      uploadSoon(voice)
    }
    change({ consent: true, villageUnknown: true })
    if (!alive()) return false
    written.key = draft.clientKey
    const sent = await sendReport(draft)
    if (!alive()) return false
    if (sent.ended === 'refused') {
      takeBack(draft.clientKey, slot)
      throw new Error(`${words}: refused, ${JSON.stringify(sent.problem.document)}`)
    }
    if (sent.ended === 'waiting' && !sent.kept) throw new Error(`${words}: no room`)
    dropDraft(slot)
    return true
  }
  await untilDone(own, chance, step)
  written.told = true
  return written
}

/** Somebody says something more to a report that has arrived: 再补一句. */
export async function sayMore(
  own: Pocket,
  chance: Chance,
  receipt: string,
  words: string,
  picture: Buffer,
): Promise<Written> {
  const written: Written = {
    kind: 'addition',
    words,
    photos: chance.between(0, 1),
    voices: 0,
    key: null,
    told: false,
  }
  await untilDone(own, chance, async () => {
    const alive = own.thisLife()
    const { begunAddition, saveAddition, sendAddition, startAddition, waitingAdditions } =
      own.load<Additions>('client/additions')
    if (waitingAdditions(receipt).some(({ key }) => key === written.key)) return true
    const before = begunAddition(receipt)
    // Its draft goes when it has arrived, and only then.
    if (!before && written.key !== null) return true
    let addition = before ?? (await startAddition())
    const change = (patch: Partial<Addition>) => {
      addition = { ...addition, ...patch }
      if (!saveAddition(receipt, addition) && alive()) throw new Error(`${words}: not saved`)
    }
    change({ text: words })
    while (addition.photos.length < written.photos) {
      const photo = await addFile(own, 'photo', picture)
      if (!photo) return false
      change({ photos: [...addition.photos, photo] })
    }
    if (!alive()) return false
    written.key = addition.clientKey
    const sent = await sendAddition(receipt, addition)
    if (sent.ended === 'refused' && alive()) throw sent.problem
    return alive()
  })
  written.told = true
  return written
}
