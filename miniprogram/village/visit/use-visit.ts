import { useCallback, useEffect, useRef, useState } from 'react'
import type { FormFault } from '../../../shared/domain/visit-form'
import type { Reply } from '../../client/api'
import { upload } from '../../client/attachment'
import {
  type DeedSending,
  doerNow,
  onDeedSent,
  sendDeed,
  sendWaitingDeeds,
  takeBackDeed,
  waitingDeeds,
} from '../../client/deed-outbox'
import type { Photo } from '../../client/photo'
import { ApiProblem, inDetail } from '../../client/problem'
import { newClientKey } from '../../client/random'
import {
  fetchPrefill,
  keptVisitDraft,
  type Prefill,
  saveVisitDraft,
  type VisitDraft,
  visitShelves,
} from '../../client/visit-drafts'
import type { WaitingReason } from '../../client/waiting-line'
import { sectionOf } from './sections'
import { beginVisit, submissionOf } from './visit-form'

/** A visit that was sent: it arrived and the server says what it did, or it lies in the outbox. */
export type Sent =
  | { state: 'arrived'; reply: Reply<'POST /api/cases/:caseId/visits'> }
  | { state: 'waiting'; reason: WaitingReason }

/** The visit being written, and the only way to change it: every change is saved at once. */
export interface VisitWriting {
  draft: VisitDraft | null
  prefill: Prefill | null
  /** Why the page cannot be opened: no signal, and this phone knows nothing of the case. */
  error: unknown
  again(): void
  change(patch: Partial<VisitDraft>): void
  addPhotos(photos: readonly Photo[]): void
  /** Keeps the family's signature, or lets go of it. */
  sign(signature: Photo | null): void
  /** What the server would not take, by field, and in one sentence. */
  refused: { faults: FormFault[]; words: string } | null
  sending: boolean
  sent: Sent | null
  send(): Promise<void>
  /** Tries again, as it is, what waits in the outbox. */
  retry(): Promise<void>
  /** Takes the visit out of the outbox to change it. */
  takeBack(): void
  /** False when the phone has no room: what is written lives only as long as the page. */
  kept: boolean
}

/** The waiting visit of a case, as the page shows it. */
const waitingOf = (draft: VisitDraft): Sent | null => {
  const waiting = waitingDeeds().find(({ key, refused }) => key === draft.clientKey && !refused)
  return waiting ? { state: 'waiting', reason: waiting.reason } : null
}

/** Opens the visit that was begun on this phone, or begins one with what is known. */
export function useVisit(caseId: string): VisitWriting {
  const [draft, setDraft] = useState<VisitDraft | null>(null)
  const [prefill, setPrefill] = useState<Prefill | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [refused, setRefused] = useState<VisitWriting['refused']>(null)
  const [sending, setSending] = useState(false)
  const [sent, setSent] = useState<Sent | null>(null)
  const [kept, setKept] = useState(true)
  const current = useRef<VisitDraft | null>(null)

  const put = useCallback((next: VisitDraft) => {
    current.current = next
    setKept(saveVisitDraft(next))
    setDraft(next)
  }, [])
  const change = useCallback(
    (patch: Partial<VisitDraft>) => {
      if (current.current) put({ ...current.current, ...patch })
    },
    [put],
  )

  /** What the server would not take comes back to the form, with its pictures as far as they were uploaded. */
  const mend = useCallback(
    async (key: string, problem: ApiProblem) => {
      const { photos, signature } = takeBackDeed(key) ?? {}
      change({ ...(photos && { photos }), ...(signature !== undefined && { signature }) })
      setSent(null)
      const faults = problem.fields.map(({ field, message }) => ({ field, message }))
      setRefused({ faults, words: inDetail(problem) })
      const [first] = faults
      if (first) change({ open: sectionOf(first.field) })
      if (!problem.is('already-sent')) return
      // The key and the pictures belong to the visit that arrived: what was changed since is another one.
      const afresh = ({ id: _id, ...photo }: Photo): Photo => photo
      change({
        clientKey: await newClientKey(),
        photos: (photos ?? []).map(afresh),
        signature: signature ? afresh(signature) : null,
      })
      setRefused({ faults: [], words: '这次上门已经收到过了。还要补的话，再点一次发出去，算又上门一次' })
    },
    [change],
  )

  const show = useCallback(
    async (key: string, ended: DeedSending) => {
      if (ended.ended === 'arrived') {
        if (ended.endpoint === 'POST /api/cases/:caseId/visits')
          setSent({ state: 'arrived', reply: ended.reply })
      } else if (ended.ended === 'refused') await mend(key, ended.problem)
      else if (ended.kept) setSent({ state: 'waiting', reason: ended.reason })
      else {
        setSent(null)
        setRefused({ faults: [], words: '现在发不出去，手机里也存不下了。别关这一页，有信号再点一次' })
      }
    },
    [mend],
  )

  const open = useCallback(async () => {
    setError(null)
    try {
      const known = await fetchPrefill(caseId)
      const before = keptVisitDraft(caseId)
      setPrefill(known)
      if (!before) {
        // Not kept before something is written: to look at the form is not to have begun a visit.
        current.current = await beginVisit(known)
        setDraft(current.current)
        return
      }
      // Whoever opens the page with signal sees the case as it stands now.
      put({ ...before, version: Math.max(before.version, known.version) })
      const waiting = waitingDeeds().find(({ key }) => key === before.clientKey)
      if (waiting?.refused) await mend(before.clientKey, new ApiProblem(waiting.refused))
      else setSent(waitingOf(before))
    } catch (problem) {
      setError(problem)
    }
  }, [caseId, put, mend])

  useEffect(() => {
    void open()
  }, [open])
  useEffect(
    () =>
      onDeedSent((key, ended) => {
        if (key === current.current?.clientKey) void show(key, ended)
      }),
    [show],
  )

  const settle = useCallback(
    (photo: Photo) => {
      const now = current.current
      if (now?.signature?.key === photo.key) change({ signature: photo })
      else change({ photos: (now?.photos ?? []).map((other) => (other.key === photo.key ? photo : other)) })
    },
    [change],
  )
  /** Without signal a picture stays on the phone and goes with the visit. */
  const uploadSoon = (photo: Photo) =>
    void upload(photo, 'person')
      .then(settle)
      .catch(() => undefined)

  const send = async () => {
    const visit = current.current
    if (!visit) return
    setSending(true)
    setRefused(null)
    try {
      await sendDeed({
        key: visit.clientKey,
        doer: doerNow(),
        endpoint: 'POST /api/cases/:caseId/visits',
        params: { caseId },
        body: submissionOf(visit),
        photos: visit.photos,
        voices: [],
        signature: visit.signature,
        title: prefill?.subjectName ?? prefill?.placeName ?? '',
        page: `/village/visit/visit?id=${caseId}`,
        shelves: visitShelves(caseId),
      })
    } finally {
      setSending(false)
    }
  }

  return {
    draft,
    prefill,
    error,
    again: () => void open(),
    change,
    addPhotos(photos) {
      change({ photos: [...(current.current?.photos ?? []), ...photos] })
      for (const photo of photos) uploadSoon(photo)
    },
    sign(signature) {
      change({ signature })
      if (signature) uploadSoon(signature)
    },
    refused,
    sending,
    sent,
    send,
    async retry() {
      setSending(true)
      await sendWaitingDeeds(true)
      setSending(false)
    },
    takeBack() {
      const deed = current.current && takeBackDeed(current.current.clientKey)
      // Sent again unchanged, it must be the same to the server: with the pictures that it holds already.
      if (deed) change({ photos: deed.photos, signature: deed.signature })
      setSent(null)
    },
    kept,
  }
}
