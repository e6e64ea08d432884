import { moveOn, newCase } from '../setup/moved-case'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { type QuietPhone, quietPhone } from './quiet-phone'

type CaseDeeds = typeof import('../../miniprogram/client/case-deeds')
type Deeds = typeof import('../../miniprogram/client/deed-outbox')
type Session = typeof import('../../miniprogram/client/session')
type Shelf = typeof import('../../miniprogram/client/shelf')

const startsAt = '2026-11-24T02:00:00.000Z'
const minute = 60_000

describe('small deeds of a case where there is no signal (R13)', () => {
  let town: TestHouse
  let phone: QuietPhone
  let caseId: string
  beforeAll(async () => {
    town = await openTestHouse({ startsAt })
  })
  afterAll(async () => {
    await town?.close()
  })
  beforeEach(async () => {
    town.setTime(startsAt)
    caseId = await newCase(town)
    phone = quietPhone(town.base, startsAt, (now) => town.setTime(new Date(now).toISOString()))
    await phone.own.open()
    await signIn('coordinator-203')
  })
  afterEach(() => phone.own.close())

  const signIn = (person: string) =>
    phone.own.ask(() => phone.own.load<Session>('client/session').signInAsDemo(person))
  const caseDeeds = () => phone.own.load<CaseDeeds>('client/case-deeds')
  const deeds = () => phone.own.load<Deeds>('client/deed-outbox')
  const stored = () => town.rooms.mover.find(caseId)
  const waiting = () => deeds().waitingCaseDeeds(caseId)
  const accept = (version: number) =>
    phone.own.ask(() =>
      caseDeeds().sendCaseDeed(
        (sending) => ({
          endpoint: 'POST /api/cases/:caseId/accept',
          params: { caseId },
          body: { version, ...sending },
        }),
        { event: 'accept', label: '我接了', said: [], title: '岩三木' },
      ),
    )
  const note = (words: string) =>
    phone.own.ask(() =>
      caseDeeds().sendCaseDeed(
        (sending) => ({
          endpoint: 'POST /api/cases/:caseId/notes',
          params: { caseId },
          body: { ...sending, words },
        }),
        {
          event: 'note',
          label: '记一句',
          said: [{ label: '', words }],
          title: '岩三木',
          shelves: ['form.n'],
        },
      ),
    )
  const signal = async (there: boolean) => {
    phone.signal = there
    phone.own.phone.setSignal(there ? 'good' : 'none')
    await phone.own.atRest()
  }

  test('it lies on the phone, survives the app, goes when there is signal, and counts from when it was done', async () => {
    const { version } = await stored()
    await signal(false)
    expect((await accept(version)).value).toBe('waiting')
    expect((await note('路上遇到他儿子')).value).toBe('waiting')
    phone.own.kill()
    phone.hours.pass(8 * minute)
    await phone.own.open()
    expect(waiting().map(({ told }) => told?.label)).toEqual(['我接了', '记一句'])
    await signal(true)
    expect(waiting()).toEqual([])
    const { state, history } = await stored()
    expect(state).toBe('accepted')
    const [taken, noted] = history.slice(-2)
    expect([taken?.event, noted?.event]).toEqual(['accept', 'noted'])
    for (const step of [taken, noted]) expect(step?.happenedAt?.toISOString()).toBe(startsAt)
  })

  test('somebody else was quicker: it stays beside what is, and nothing of either is lost or overwritten', async () => {
    const { version } = await stored()
    await signal(false)
    await accept(version)
    await moveOn(town, caseId, 'accept')
    const theirs = await stored()
    await signal(true)
    const [deed] = waiting()
    expect(deed?.refused?.type).toContain('changed-meanwhile')
    expect(deed?.refused?.detail).toContain('别人')
    expect(deed?.told).toMatchObject({ event: 'accept', at: startsAt })
    expect(await stored()).toEqual(theirs)
    // It is not tried for ever: a person chooses.
    phone.hours.pass(60 * minute)
    await phone.own.atRest()
    phone.own.kill()
    await phone.own.open()
    expect(waiting()).toHaveLength(1)
    expect((await stored()).version).toBe(theirs.version)
    caseDeeds().dropCaseDeed(deed?.key ?? '')
    expect(waiting()).toEqual([])
  })

  test('what is still open is sent upon the case as it is now, once it was looked at; with the time it was done', async () => {
    const { version } = await stored()
    await signal(false)
    await accept(version)
    // Somebody notes something meanwhile: the case that was seen is not the case that is.
    const secretary = await town.signIn('secretary-203')
    await town.call('POST /api/cases/:caseId/notes', secretary, {
      params: { caseId },
      body: { words: '电话不通' },
    })
    await signal(true)
    const key = waiting()[0]?.key ?? ''
    const now = await stored()
    const end = await phone.own.ask(() => caseDeeds().sendOnNewest(key, now.version))
    expect(end.value).toMatchObject({ newer: { state: 'accepted' } })
    expect(waiting()).toEqual([])
    expect((await stored()).history.filter(({ event }) => event === 'accept')).toHaveLength(1)
  })

  test('overtaken with signal it is told at once, and waits for the choice all the same', async () => {
    const { version } = await stored()
    await moveOn(town, caseId, 'accept')
    expect((await accept(version)).value).toBe('overtaken')
    expect(waiting()).toHaveLength(1)
  })

  test('what is to be mended goes back to its form, which still has everything', async () => {
    const shelf = phone.own.load<Shelf>('client/shelf').shelf<object>('form.n')
    shelf.write({ words: '\u0007' })
    const { error } = await note('\u0007')
    expect(error).toMatchObject({ status: 400 })
    expect(waiting()).toEqual([])
    expect(shelf.read()).toEqual({ words: '\u0007' })
  })

  test('staff share phones: nobody sees another’s, or sends it in their own name', async () => {
    await signal(false)
    await note('鲍老师记的')
    await signal(true)
    phone.own.kill()
    await phone.own.open()
    await phone.own.atRest()
    const before = (await stored()).history.length
    await signal(false)
    await note('没有信号记的')
    await phone.own.ask(() => phone.own.load<Session>('client/session').signOut())
    phone.signal = true
    await signIn('secretary-203')
    expect(waiting()).toEqual([])
    await signal(true)
    expect((await stored()).history).toHaveLength(before)
    await phone.own.ask(() => phone.own.load<Session>('client/session').signOut())
    await signIn('coordinator-203')
    await phone.own.ask(() => deeds().sendWaitingDeeds(true))
    expect((await stored()).history.at(-1)?.by?.calledAs).toContain('鲍')
  })
})
