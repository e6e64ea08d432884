import { useCallback, useEffect, useRef, useState } from 'react'
import type { Discoverer, staffChannels } from '../../../shared/domain/code-lists'
import { call, type Reply } from '../../client/api'
import { newClientKey } from '../../client/random'
import { shelf } from '../../client/shelf'

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

/** An entry being written: kept on this computer with every key, and looked at by the server as it grows. */
export function useEntry() {
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
    const before = kept.read()
    if (before) show(before)
    else void begin('hotline')
  }, [begin, show])

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

  const save = useCallback(async (): Promise<Entered> => {
    const now = current.current
    if (!now) throw new Error('Nothing is written')
    const entered = await call('POST /api/entries', {
      body: {
        clientKey: now.clientKey,
        channel: now.channel,
        ...draftOf(now),
        ...numbersOf(now),
        ...optional('reporterName', now.reporterName),
        ...optional('phone', now.phone),
      },
    })
    kept.wipe()
    await begin(now.channel)
    return entered
  }, [begin])

  return { entry, preview, change, save, begin }
}
