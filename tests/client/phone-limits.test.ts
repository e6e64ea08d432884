import { mp3 } from '../setup/some-voice'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { type QuietPhone, quietPhone } from './quiet-phone'

type Outbox = typeof import('../../miniprogram/client/outbox')
type Drafts = typeof import('../../miniprogram/client/draft')
type Photos = typeof import('../../miniprogram/client/photo')
type Attachments = typeof import('../../miniprogram/client/attachment')
type Retry = typeof import('../../miniprogram/client/retry')

const startsAt = '2026-11-24T02:00:00.000Z'

describe('a phone without room, with lost files, with a wrong clock', () => {
  let town: TestHouse
  let phone: QuietPhone

  beforeAll(async () => {
    town = await openTestHouse({ startsAt })
  })
  afterAll(async () => {
    await town?.close()
  })
  beforeEach(async () => {
    town.setTime(startsAt)
    phone = quietPhone(town.base, startsAt, (now) => town.setTime(new Date(now).toISOString()))
    await phone.own.open()
  })
  afterEach(() => phone.own.close())

  const outbox = () => phone.own.load<Outbox>('client/outbox')
  const drafts = () => phone.own.load<Drafts>('client/draft')
  const written = async (text: string, seconds?: number, file?: Buffer) => {
    const draft = await drafts().startDraft('self', 'self')
    const said = { ...draft, text, villageUnknown: true, consent: true }
    if (!file) return said
    phone.own.phone.givePhoto(file)
    const chosen = await phone.own.load<Photos>('client/photo').choosePhotos(1)
    const kept = typeof chosen === 'string' ? undefined : chosen[0]
    if (!kept) throw new Error('no file was chosen')
    return seconds ? { ...said, voices: [{ ...kept, seconds }] } : { ...said, photos: [kept] }
  }
  const send = (text: string, seconds?: number, file?: Buffer) =>
    phone.own.ask(async () => outbox().sendReport(await written(text, seconds, file)))
  /** Leaves room for some characters and no more. */
  const fillUp = () => {
    const { wx } = phone.own.phone as unknown as { wx: { setStorageSync(key: string, value: string): void } }
    for (let number = 0, size = 1_000_000; size > 0; number += 1) {
      try {
        wx.setStorageSync(`other.${number}`, 'x'.repeat(size))
      } catch {
        size = Math.floor(size / 2)
      }
    }
  }

  test('without room the person is told that it is not kept; what lay there before is still there', async () => {
    phone.signal = false
    expect((await send('先写的')).value).toMatchObject({ ended: 'waiting', kept: true })
    await phone.own.ask(() => drafts().dropDraft('self'))
    fillUp()
    expect((await send('后写的')).value).toMatchObject({ ended: 'waiting', kept: false })
    expect(
      outbox()
        .waitingReports()
        .map(({ draft }) => draft.text),
    ).toEqual(['先写的'])
    phone.signal = true
    phone.own.phone.setSignal('good')
    await phone.own.atRest()
    expect(outbox().waitingReports()).toEqual([])
  })

  test('a photograph for which there is no room goes while the app is open, and is said to be fleeting', async () => {
    phone.own.phone.fileRoom = 0
    const voice = mp3(3)
    const { value } = await phone.own.ask(() => written('说的', 3, voice))
    const { fleetingIn } = phone.own.load<Attachments>('client/attachment')
    expect(fleetingIn(value?.voices ?? [])).toContain('手机存满了')
    expect((await phone.own.ask(async () => value && outbox().sendReport(value))).value).toMatchObject({
      ended: 'received',
    })
  })

  test('one that was lost with the app is said to be gone, instead of being tried for ever', async () => {
    phone.own.phone.fileRoom = 0
    phone.signal = false
    expect((await send('有照片的', 3, mp3(3))).value).toMatchObject({ ended: 'waiting', kept: true })
    phone.own.kill()
    phone.signal = true
    await phone.own.open()
    const [waiting] = outbox().waitingReports()
    expect(waiting?.draft.voices[0]?.refused).toContain('不在这部手机里了')
    expect(waiting?.refused?.status).toBe(422)
    expect(waiting?.draft.text).toBe('有照片的')
  })

  test('a recording of ninety minutes and a file of eleven megabytes are refused in words, and the text stays', async () => {
    const long = (await send('录了九十分钟', 5400, mp3(3))).value
    expect(long).toMatchObject({ ended: 'refused', draft: { text: '录了九十分钟' } })
    expect(JSON.stringify(long)).toContain('录音最长')
    phone.own.kill()
    await phone.own.open()
    outbox().takeBack(outbox().waitingReports()[0]?.draft.clientKey ?? '', 'mend')
    await phone.own.ask(() => drafts().dropDraft('self'))
    const huge = (await send('很大的照片', undefined, Buffer.alloc(11 * 1_048_576, 7))).value
    expect(huge).toMatchObject({ ended: 'refused', draft: { text: '很大的照片' } })
    expect(JSON.stringify(huge)).toContain('10 MB')
  })

  test('a clock that is put back, also to 1970, does not put off the next try', () => {
    const { nextTryAfter, untilTry } = phone.own.load<Retry>('client/retry')
    const now = Date.parse(startsAt)
    for (const tries of [1, 2, 3, 4, 50]) {
      const next = nextTryAfter(tries, now)
      expect(untilTry(next, now)).toBeGreaterThan(0)
      expect(untilTry(next, now)).toBeLessThanOrEqual(375_000)
      expect(untilTry(next, now + 376_000)).toBe(0)
      expect(untilTry(next, 0)).toBe(0)
    }
  })

  test('things go in the order in which they were written, and one after the other', async () => {
    phone.signal = false
    for (const text of ['一', '二', '三']) {
      await send(text)
      await phone.own.ask(() => drafts().dropDraft('self'))
    }
    phone.signal = true
    phone.own.phone.setSignal('good')
    await phone.own.atRest()
    const stored = await town.house.db.collection('reports').find({}).sort({ _id: -1 }).limit(3).toArray()
    const texts = stored.map(({ text }) => town.house.cipher.decrypt('report.text', text))
    expect(texts).toEqual(['三', '二', '一'])
  })
})
