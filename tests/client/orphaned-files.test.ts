import { openTestHouse, type TestHouse } from '../setup/test-house'
import { type Chance, chanceFrom } from './chance'
import { type QuietPhone, quietPhone } from './quiet-phone'

type Orphans = typeof import('../../miniprogram/client/orphaned-files')
type Files = typeof import('../../miniprogram/client/file-store')
type Photos = typeof import('../../miniprogram/client/photo')
type Drafts = typeof import('../../miniprogram/client/draft')
type Outbox = typeof import('../../miniprogram/client/outbox')
type Deeds = typeof import('../../miniprogram/client/deed-outbox')
type Additions = typeof import('../../miniprogram/client/additions')
type Shelf = typeof import('../../miniprogram/client/shelf')

const startsAt = '2026-11-24T02:00:00.000Z'
const hour = 3_600_000
const day = 24 * hour

describe('files of drafts that are no more', () => {
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
    phone.signal = false
    await phone.own.open()
  })
  afterEach(() => phone.own.close())

  const files = () => phone.own.load<Files>('client/file-store')
  const onPhone = async () => (await phone.own.ask(() => files().keptFiles())).value ?? []
  const take = async () => {
    phone.own.phone.givePhoto(Buffer.from('a picture'))
    const { value } = await phone.own.ask(() => phone.own.load<Photos>('client/photo').choosePhotos(1))
    const photo = typeof value === 'string' ? undefined : value?.[0]
    if (!photo) throw new Error('no file was kept')
    return photo
  }
  const reopen = async (after: number) => {
    phone.own.kill()
    phone.hours.pass(after)
    await phone.own.open()
  }

  test('what nothing speaks of goes at the second start, a day later; no sooner', async () => {
    await take()
    await reopen(0)
    expect(await onPhone()).toHaveLength(1)
    await reopen(23 * hour)
    expect(await onPhone()).toHaveLength(1)
    await reopen(2 * hour)
    expect(await onPhone()).toEqual([])
  })

  test('a draft’s photograph stays for as long as the draft, and goes a day after it', async () => {
    const drafts = phone.own.load<Drafts>('client/draft')
    const photo = await take()
    await phone.own.ask(async () =>
      drafts.saveDraft('self', { ...(await drafts.startDraft('self', 'self')), photos: [photo] }),
    )
    for (let days = 0; days < 5; days += 1) await reopen(day)
    expect(await onPhone()).toEqual([photo.path])
    phone.own.load<Drafts>('client/draft').dropDraft('self')
    await reopen(day)
    expect(await onPhone()).toEqual([photo.path])
    await reopen(day + hour)
    expect(await onPhone()).toEqual([])
  })

  test('a clock that jumps to 1970 and back takes nothing with it that is not a day old', async () => {
    phone.own.clockOff = day * 40
    await take()
    await reopen(0)
    phone.own.clockOff = -phone.hours.now()
    await reopen(0)
    expect(await onPhone()).toHaveLength(1)
    await reopen(hour)
    expect(await onPhone()).toHaveLength(1)
  })

  test('where something cannot be read, nothing goes', async () => {
    await take()
    await reopen(0)
    const { wx } = phone.own.phone as unknown as { wx: { getStorageSync(key: string): unknown } }
    const read = wx.getStorageSync
    phone.own.kill()
    wx.getStorageSync = (key) => {
      if (key === 'zaofaxian.broken') throw new Error('getStorageSync:fail')
      return read(key)
    }
    phone.own.phone.storage.set('zaofaxian.broken', '"?"')
    await reopen(2 * day)
    expect(await onPhone()).toHaveLength(1)
    wx.getStorageSync = read
    await reopen(2 * day)
    expect(await onPhone()).toEqual([])
  })

  /** Puts a file where one of the app's own modules, or one of a version to come, would keep it. */
  const keepSomewhere = async (chance: Chance, number: number, path: string) => {
    const photo = { key: `k${number}`, path }
    const { value: draft } = await phone.own.ask(() =>
      phone.own.load<Drafts>('client/draft').startDraft(`slot-${number}`, 'self'),
    )
    if (!draft) throw new Error('no draft')
    const ways = [
      () => phone.own.load<Drafts>('client/draft').saveDraft(`slot-${number}`, { ...draft, photos: [photo] }),
      () =>
        phone.own.load<Outbox>('client/outbox').sendReport({
          ...draft,
          text: '等着发',
          villageUnknown: true,
          consent: true,
          voices: [{ ...photo, seconds: 3 }],
        }),
      () =>
        phone.own.load<Additions>('client/additions').saveAddition(`1234567${number}`, {
          clientKey: draft.clientKey,
          text: '',
          photos: [photo],
          voices: [],
        }),
      () =>
        phone.own.load<Deeds>('client/deed-outbox').sendDeed({
          key: draft.clientKey,
          // Somebody else's who is not signed in now.
          doer: 'somebody-else',
          endpoint: 'POST /api/entries',
          params: undefined,
          body: { clientKey: draft.clientKey, channel: 'hotline', text: '记的', place: {} },
          photos: [photo],
          voices: [],
          signature: { ...photo },
          title: '',
          page: '',
          shelves: [],
        }),
      () =>
        phone.own
          .load<Shelf>('client/shelf')
          .shelf(`of-tomorrow.${number}`)
          .write([{ deep: { photo } }]),
    ]
    await phone.own.ask(chance.oneOf(ways) as () => unknown)
  }

  test('whatever lies where, whenever the app dies and however the clock jumps: nothing goes that something speaks of', async () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const chance = chanceFrom(seed)
      phone.own.close()
      phone = quietPhone(town.base, startsAt, () => undefined)
      phone.signal = false
      await phone.own.open()
      const spokenOf: string[] = []
      for (let number = chance.between(1, 6); number > 0; number -= 1) {
        const { path } = await take()
        if (!chance.happens(0.6)) continue
        await keepSomewhere(chance, number, path)
        spokenOf.push(path)
      }
      for (let opened = chance.between(2, 8); opened > 0; opened -= 1) {
        phone.own.clockOff = chance.oneOf([0, 0, -phone.hours.now(), 40 * day, -26 * hour])
        if (chance.happens(0.4)) phone.own.dieSoon()
        await reopen(chance.between(0, 50) * hour)
        const there = phone.own.alive() ? await onPhone() : spokenOf
        for (const path of spokenOf) expect(there).toContain(path)
      }
      // In the end what nothing speaks of is gone, and only that.
      phone.own.clockOff = 0
      for (let starts = 0; starts < 3; starts += 1) await reopen(30 * hour)
      if (!phone.own.alive()) await phone.own.open()
      expect((await onPhone()).sort()).toEqual([...spokenOf].sort())
    }
  })

  test('a module that is asked of it alone says the same', async () => {
    const { sweepOrphanedFiles } = phone.own.load<Orphans>('client/orphaned-files')
    await take()
    await phone.own.ask(() => sweepOrphanedFiles(0))
    await phone.own.ask(() => sweepOrphanedFiles(day - 1))
    expect(await onPhone()).toHaveLength(1)
    await phone.own.ask(() => sweepOrphanedFiles(day))
    expect(await onPhone()).toEqual([])
  })
})
