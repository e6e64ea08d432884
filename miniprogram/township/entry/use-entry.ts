import { useCallback, useEffect, useRef, useState } from 'react'
import type { Discoverer, staffChannels } from '../../../shared/domain/code-lists'
import { call, type Reply } from '../../client/api'
import { type Deed, doerNow, sendDeed, takeBackDeed, waitingDeeds } from '../../client/deed-outbox'
import { NoRoom } from '../../client/problem'
import { newClientKey } from '../../client/random'
import { shelf } from '../../client/shelf'
import type { WaitingReason } from '../../client/waiting-line'

/** What a clerk has written so far, as it stands on the page. */
export interface EntryText {
  clientKey: string
  channel: (typeof staffChannels)[number]
  text: string
  subjectName: string
  subjectPhone: string
  idNumber: string
  village: string | null
  placeWords: string
  discoverer: Discoverer | null
  reporterName: string
  phone: string
  markedUrgent: boolean
}

/** What routing and the open cases say to it. */
export type Preview = Reply<'POST /api/entries/preview'>
/** What came of it. */
export type Entered = Reply<'POST /api/entries'>
/** It has not arrived yet: it lies on this phone and goes out by itself. */
export interface Waits {
  reason: WaitingReason
}

const kept = shelf<EntryText>('entry')
/** How long the typing must rest before the server is asked, in milliseconds. */
const rest = 250

const startEntry = async (channel: EntryText['channel']): Promise<EntryText> => ({
  clientKey: await newClientKey(),
  channel,
  text: '',
  subjectName: '',
  subjectPhone: '',
  idNumber: '',
  village: null,
  placeWords: '',
  discoverer: null,
  reporterName: '',
  phone: '',
  markedUrgent: false,
})

const optional = <K extends string>(key: K, value: string) =>
  (value.trim() === '' ? {} : { [key]: value.trim() }) as { [P in K]?: string }

/** The parts that decide where it goes and whether it is known. Half a number says nothing and is left out. */
const draftOf = (entry: EntryText) => ({
  text: entry.text,
  markedUrgent: entry.markedUrgent,
  ...(entry.discoverer ? { discoverer: entry.discoverer } : {}),
  ...optional('subjectName', entry.subjectName),
  place: { ...(entry.village ? { village: entry.village } : {}), ...optional('words', entry.placeWords) },
})
const numbersOf = (entry: EntryText) => ({
  ...optional('subjectPhone', entry.subjectPhone),
  ...optional('idNumber', entry.idNumber),
})
const whole = /^(?:1\d{10}|0\d{9,11})$/
const wholeNumbersOf = ({ subjectPhone, idNumber }: EntryText) => ({
  ...(whole.test(subjectPhone.replace(/[\s-]/g, '')) ? { subjectPhone } : {}),
  ...(/^\d{17}[\dXx]$/.test(idNumber.replace(/\s/g, '')) ? { idNumber } : {}),
})

/** Where a copy of what was sent lies until it has arrived. */
const copyOf = (key: string) => shelf<EntryText>(`entry.${key}`)

const deedOf = (entry: EntryText): Deed => ({
  key: entry.clientKey,
  doer: doerNow(),
  endpoint: 'POST /api/entries',
  params: undefined,
  body: {
    clientKey: entry.clientKey,
    channel: entry.channel,
    ...draftOf(entry),
    ...numbersOf(entry),
    ...optional('reporterName', entry.reporterName),
    ...optional('phone', entry.phone),
  },
  photos: [],
  voices: [],
  signature: null,
  title: entry.subjectName || entry.text.slice(0, 12),
  page: `/township/entry/entry?mend=${entry.clientKey}`,
  shelves: [`entry.${entry.clientKey}`],
})

/** The entry in the form; one that was sent, and only not taken away because the app was killed then, is none. */
function inForm(): EntryText | null {
  const before = kept.read()
  return before && !waitingDeeds().some(({ key }) => key === before.clientKey) ? before : null
}

/** Takes an entry that was refused, or still waits, back into the form, unless another one is being written there. */
function mended(key: string): EntryText | null {
  const copy = copyOf(key).read()
  const other = inForm()
  if (!copy || (other && other.text.trim() !== '') || !kept.write(copy)) return null
  if (!takeBackDeed(key)) return null
  copyOf(key).wipe()
  return copy
}

/** An entry being written: kept on this computer with every key, and looked at by the server as it grows. */
export function useEntry(mend?: string) {
  const [entry, setEntry] = useState<EntryText | null>(null)
  const [preview, setPreview] = useState<Preview | null>(null)
  const current = useRef<EntryText | null>(null)
  const asked = useRef(0)

  const show = useCallback((next: EntryText) => {
    current.current = next
    kept.write(next)
    setEntry(next)
  }, [])
  const begin = useCallback(
    async (channel: EntryText['channel']) => {
      setPreview(null)
      show(await startEntry(channel))
    },
    [show],
  )
  useEffect(() => {
    const before = (mend && mended(mend)) || inForm()
    if (before) show(before)
    else void begin('hotline')
  }, [begin, show, mend])

  const change = useCallback(
    (patch: Partial<EntryText>) => {
      if (current.current) show({ ...current.current, ...patch })
    },
    [show],
  )

  const looked = entry && JSON.stringify({ ...draftOf(entry), ...wholeNumbersOf(entry) })
  useEffect(() => {
    if (looked === null) return
    asked.current += 1
    const mine = asked.current
    const timer = setTimeout(() => {
      call('POST /api/entries/preview', { body: JSON.parse(looked) })
        .then((answer) => {
          if (mine === asked.current) setPreview(answer)
        })
        // Without an answer the clerk goes on writing: it is decided when it is saved.
        .catch(() => undefined)
    }, rest)
    return () => clearTimeout(timer)
  }, [looked])

  const save = useCallback(async (): Promise<Entered | Waits> => {
    const now = current.current
    if (!now) throw new Error('Nothing is written')
    // What the server refuses later, when the form has long been used for the next one, is mended from this.
    const copy = copyOf(now.clientKey)
    copy.write(now)
    const sent = await sendDeed(deedOf(now))
    if (sent.ended === 'refused') {
      takeBackDeed(now.clientKey)
      copy.wipe()
      throw sent.problem
    }
    if (sent.ended === 'waiting' && !sent.kept) throw new NoRoom()
    kept.wipe()
    await begin(now.channel)
    if (sent.ended === 'waiting') return { reason: sent.reason }
    if (sent.endpoint !== 'POST /api/entries') throw new Error('Not the answer to an entry')
    return sent.reply
  }, [begin])

  return { entry, preview, change, save, begin }
}
