import type { Photo } from '../../miniprogram/client/photo'
import type { VisitDraft } from '../../miniprogram/client/visit-drafts'
import type { Chance } from './chance'
import type { Pocket } from './pocket'
import { addFile, untilDone, type Written } from './resident-day'

type Deeds = typeof import('../../miniprogram/client/deed-outbox')
type Session = typeof import('../../miniprogram/client/session')
type Visits = typeof import('../../miniprogram/client/visit-drafts')
type Form = typeof import('../../miniprogram/village/visit/visit-form')
type CaseDeeds = typeof import('../../miniprogram/client/case-deeds')
type Shelf = typeof import('../../miniprogram/client/shelf')
type Random = typeof import('../../miniprogram/client/random')

/** Signs in on this phone unless somebody is: without signal, tried again until there is some. */
export async function signIn(own: Pocket, person: string): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    await own.open()
    const { value } = await own.ask(async () => {
      const { signedInPerson, signInAsDemo } = own.load<Session>('client/session')
      return signedInPerson() ?? (await signInAsDemo(person))
    })
    if (value) return
  }
  throw new Error('nobody could sign in')
}

/** The coordinator visits a case's home and writes it down there, however often the app dies meanwhile. */
export async function writeVisit(
  own: Pocket,
  chance: Chance,
  person: string,
  caseId: string,
  words: string,
  picture: Buffer,
): Promise<Written> {
  const photos = chance.between(0, 2)
  const signed = chance.happens(0.3)
  const written: Written = {
    kind: 'visit',
    words,
    photos: photos + (signed ? 1 : 0),
    voices: 0,
    key: null,
    told: false,
  }
  let kept: Pick<VisitDraft, 'words' | 'photos'> = { words: '', photos: [] }
  let begun: string | null = null

  const step = async (): Promise<boolean> => {
    const alive = own.thisLife()
    const { fetchPrefill, keptVisitDraft, saveVisitDraft, visitShelves } =
      own.load<Visits>('client/visit-drafts')
    const { beginVisit, submissionOf } = own.load<Form>('village/visit/visit-form')
    const { doerNow, sendDeed, takeBackDeed, waitingDeeds } = own.load<Deeds>('client/deed-outbox')
    const before = keptVisitDraft(caseId)
    if (written.key !== null && waitingDeeds().some(({ key, refused }) => key === written.key && !refused))
      return true
    // Its draft goes when it has arrived, and only then.
    if (written.key !== null && !before) return true
    if (begun !== null && before?.clientKey !== begun) throw new Error(`${words}: the visit's draft is lost`)
    const prefill = await fetchPrefill(caseId).catch(() => null)
    if (!prefill) return false
    let draft = before ?? (await beginVisit(prefill))
    if (!draft.words.startsWith(kept.words) || draft.photos.length < kept.photos.length)
      throw new Error(`${words}: what was written is lost`)
    const change = (patch: Partial<VisitDraft>) => {
      draft = { ...draft, ...patch }
      if (!saveVisitDraft(draft) && alive()) throw new Error(`${words}: not saved`)
      if (!alive()) return
      begun = draft.clientKey
      kept = draft
    }
    change({ words: words.slice(0, 2) })
    change({ words, conclusion: 'unfounded', subjectTold: true, aloneBecause: '路远，只来了一个人' })
    while (draft.photos.length < photos) {
      const photo = await addFile(own, 'photo', picture)
      if (!photo) return false
      change({ photos: [...draft.photos, photo] })
    }
    if (signed && !draft.signature) {
      const signature = await addFile(own, 'photo', picture)
      if (!signature) return false
      change({ signature })
    }
    if (!alive()) return false
    written.key = draft.clientKey
    const sent = await sendDeed({
      key: draft.clientKey,
      doer: doerNow(),
      endpoint: 'POST /api/cases/:caseId/visits',
      params: { caseId },
      body: submissionOf(draft),
      photos: draft.photos,
      voices: [],
      signature: draft.signature,
      title: words,
      page: '',
      shelves: visitShelves(caseId),
    })
    if (!alive()) return false
    if (sent.ended === 'refused') {
      const taken = takeBackDeed(draft.clientKey)
      throw new Error(`${words}: refused, ${JSON.stringify([sent.problem.document, taken])}`)
    }
    if (sent.ended === 'waiting' && !sent.kept) throw new Error(`${words}: no room`)
    return true
  }
  await untilDone(own, chance, step, () => signIn(own, person))
  written.told = true
  return written
}

/** The coordinator writes a call down for somebody, on the phone. */
export async function writeEntry(
  own: Pocket,
  chance: Chance,
  person: string,
  words: string,
): Promise<Written> {
  const written: Written = { kind: 'entry', words, photos: 0, voices: 0, key: null, told: false }
  await untilDone(
    own,
    chance,
    async () => {
      const alive = own.thisLife()
      const { doerNow, sendDeed, waitingDeeds } = own.load<Deeds>('client/deed-outbox')
      const { newClientKey } = own.load<Random>('client/random')
      if (written.key !== null && waitingDeeds().some(({ key }) => key === written.key)) return true
      const key = written.key ?? (await newClientKey())
      if (!alive()) return false
      written.key = key
      const none: Photo[] = []
      const sent = await sendDeed({
        key,
        doer: doerNow(),
        endpoint: 'POST /api/entries',
        params: undefined,
        body: { clientKey: key, channel: 'hotline', text: words, subjectName: '李小发', place: {} },
        photos: none,
        voices: [],
        signature: null,
        title: words,
        page: '',
        shelves: [],
      })
      if (sent.ended === 'refused' && alive()) throw sent.problem
      return alive()
    },
    () => signIn(own, person),
  )
  written.told = true
  return written
}

/** The coordinator notes something to a case, on the phone, without knowing whether there is signal. */
export async function writeNote(
  own: Pocket,
  chance: Chance,
  person: string,
  caseId: string,
  words: string,
): Promise<Written> {
  const written: Written = { kind: 'note', words, photos: 0, voices: 0, key: null, told: false }
  await untilDone(
    own,
    chance,
    async () => {
      const alive = own.thisLife()
      const { doerNow, waitingCaseDeeds } = own.load<Deeds>('client/deed-outbox')
      const { sendCaseDeed } = own.load<CaseDeeds>('client/case-deeds')
      const form = `form.note.${caseId}.${doerNow()}`
      const typed = own.load<Shelf>('client/shelf').shelf<{ words: string }>(form)
      if (waitingCaseDeeds(caseId).some(({ title }) => title === words)) return true
      // The form is empty again once it has arrived, and only then.
      if (written.key !== null && typed.read() === null) return true
      if (!typed.write({ words }) && alive()) throw new Error(`${words}: not saved`)
      if (!alive()) return false
      const end = await sendCaseDeed(
        (sending) => {
          written.key = sending.clientKey
          return {
            endpoint: 'POST /api/cases/:caseId/notes',
            params: { caseId },
            body: { ...sending, words },
          }
        },
        { event: 'note', label: '记一句', said: [], title: words, shelves: [form] },
      )
      if (alive() && end === 'overtaken') throw new Error(`${words}: a note was overtaken`)
      return alive()
    },
    () => signIn(own, person),
  )
  written.told = true
  return written
}
