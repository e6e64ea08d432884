import { clientVersionHeader, contractVersion } from '../../shared/contract/client-version'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { type QuietPhone, quietPhone } from './quiet-phone'

type Outbox = typeof import('../../miniprogram/client/outbox')
type Drafts = typeof import('../../miniprogram/client/draft')

const startsAt = '2026-11-24T02:00:00.000Z'
const newer = contractVersion + 1

describe('a client that is older than what the server understands', () => {
  let town: TestHouse
  let phone: QuietPhone

  beforeAll(async () => {
    town = await openTestHouse({ startsAt, oldestClient: newer })
    phone = quietPhone(town.base, startsAt, (now) => town.setTime(new Date(now).toISOString()))
  })
  afterAll(async () => {
    phone?.own.close()
    await town?.close()
  })

  test.each([
    ['older', String(newer - 1), 426],
    ['not a number', 'newest', 426],
    ['just old enough', String(newer), 200],
    ['newer than the server', String(newer + 7), 200],
  ])('a version that is %s', async (_which, version, status) => {
    const answer = await town.send('GET', '/api/service', undefined, { [clientVersionHeader]: version })
    expect(answer.status).toBe(status)
    if (status !== 426) return
    expect(answer.headers.get('upgrade')).toBe(`zaofaxian/${newer}`)
    expect(answer.json).toMatchObject({ type: '/api/docs#client-too-old', status: 426 })
  })

  test('who is not a client of ours says no version and is let in', async () => {
    expect((await town.send('GET', '/api/service')).status).toBe(200)
  })

  test('is told to update; what it holds stays, and goes out after the update', async () => {
    const { own } = phone
    await own.open()
    const sent = await own.ask(async () => {
      const { startDraft } = own.load<Drafts>('client/draft')
      const draft = await startDraft('self', 'self')
      return own.load<Outbox>('client/outbox').sendReport({
        ...draft,
        text: '房子漏雨漏了半个月',
        villageUnknown: true,
        consent: true,
      })
    })
    expect(sent.value).toEqual({ ended: 'waiting', reason: 'too-old', kept: true })
    expect(own.phone.questions).toHaveLength(1)
    expect(own.phone.questions[0]).toContain('写的都还在手机里')
    expect(await town.house.db.collection('reports').countDocuments()).toBe(0)

    own.phone.update = 'ready'
    own.kill()
    await own.open()
    expect(own.phone.update).toBe('applied')

    own.kill()
    phone.headers = { [clientVersionHeader]: String(newer) }
    await own.open()
    expect(own.load<Outbox>('client/outbox').waitingReports()).toEqual([])
    expect(await town.house.db.collection('reports').countDocuments()).toBe(1)
  })
})
