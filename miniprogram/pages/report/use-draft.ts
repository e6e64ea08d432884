import { useCallback, useEffect, useRef, useState } from 'react'
import { type Attachment, upload } from '../../client/attachment'
import { fetchCard, keptCard } from '../../client/cards'
import {
  type Draft,
  type DraftSlot,
  dropDraft,
  type ForWhom,
  hasWords,
  saveDraft,
  startDraft,
} from '../../client/draft'
import { cardInGroup, groupChatOf } from '../../client/group-chat'
import { draftToGoOnWith } from '../../client/outbox'
import { currentCaller } from '../../client/session'

/** What is added to a report beside its words. */
export type Attached = Partial<Pick<Draft, 'photos' | 'voices'>>

/** The report being written, and the only way to change it: every change is saved at once. */
export interface Writing {
  draft: Draft | null
  change(patch: Partial<Draft>): void
  /** Adds photographs or recordings and starts uploading them while the person goes on writing. */
  attach(added: Attached): void
  /** True when what is on the page was left from an earlier time. */
  fromBefore: boolean
  /** False when the phone has no room: what is written lives only as long as the page. */
  kept: boolean
  startAfresh(): void
}

/** Opens the draft of this slot, or starts one; fills in the village of the card it was opened from. */
export function useDraft(slot: DraftSlot, forWhom: ForWhom, card: string | undefined): Writing {
  const [draft, setDraft] = useState<Draft | null>(null)
  const [fromBefore, setFromBefore] = useState(false)
  const [kept, setKept] = useState(true)
  const current = useRef<Draft | null>(null)

  const change = useCallback(
    (patch: Partial<Draft>) => {
      if (current.current === null) return
      current.current = { ...current.current, ...patch }
      setKept(saveDraft(slot, current.current))
      setDraft(current.current)
    },
    [slot],
  )

  const fillFromCard = useCallback(async () => {
    if (card === undefined) return
    const groupChat = groupChatOf(card)?.token
    change({ card, ...(groupChat && { groupChat }) })
    const known = cardInGroup(card) ?? keptCard(card) ?? (await fetchCard(card).catch(() => null))
    const now = current.current
    if (!known || !now) return
    const picked = now.villageFrom === 'reporter' || now.villageUnknown
    change({
      township: known.township,
      ...(!picked &&
        known.village && {
          village: { code: known.village.code, name: known.village.name },
          villageFrom: 'card' as const,
        }),
    })
  }, [card, change])

  const open = useCallback(async () => {
    const before = draftToGoOnWith(slot)
    current.current = before ?? (await startDraft(slot, forWhom))
    setDraft(current.current)
    setFromBefore(before !== null && hasWords(before))
    await fillFromCard()
  }, [slot, forWhom, fillFromCard])

  useEffect(() => {
    void open()
  }, [open])

  const settle = useCallback(
    (sent: Attachment) => {
      const now = current.current
      if (!now) return
      const newest = <A extends Attachment>(all: readonly A[]) =>
        all.map((one) => (one.key === sent.key ? { ...one, ...sent } : one))
      change({ photos: newest(now.photos), voices: newest(now.voices) })
    },
    [change],
  )

  const attach = useCallback(
    ({ photos = [], voices = [] }: Attached) => {
      const now = current.current
      if (!now) return
      change({ photos: [...now.photos, ...photos], voices: [...now.voices, ...voices] })
      for (const added of [...photos, ...voices]) {
        // Without signal it stays on the phone and goes with the report.
        void upload(added, currentCaller())
          .then(settle)
          .catch(() => undefined)
      }
    },
    [change, settle],
  )

  const startAfresh = useCallback(() => {
    dropDraft(slot)
    current.current = null
    setDraft(null)
    void open()
  }, [slot, open])

  return { draft, change, attach, fromBefore, kept, startAfresh }
}
