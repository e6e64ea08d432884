import { reportGroundsCodes } from '../../shared/domain/code-lists'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

describe('a report for somebody else says by what right it is made (PIPL, 3.2.10)', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse()
  })
  afterAll(() => town.close())

  const told = async (changes: Parameters<typeof someReport>[0]) => {
    const sent = await town.call('POST /api/reports', await town.newResident(), { body: someReport(changes) })
    expect(sent.status).toBe(201)
    const coordinator = await town.signIn('coordinator-203')
    const queue = await town.call('GET /api/queue', coordinator, { query: {} })
    for (const { id } of queue.reply.items) {
      const { reply } = await town.call('GET /api/cases/:caseId', coordinator, { params: { caseId: id } })
      const report = reply.reports.find(({ receipt }) => receipt === sent.reply.receipt)
      if (report) return report.grounds
    }
    throw new Error('the report is on no case')
  }

  test.each(reportGroundsCodes)('%s is kept, and the staff read it', async (grounds) => {
    expect(await told({ grounds, subjectName: undefined, phone: undefined })).toBe(grounds)
  })

  test('for oneself there is nothing to say, whatever was sent; an older phone says nothing', async () => {
    expect(await told({ forWhom: 'self', discoverer: undefined, grounds: 'duty' })).toBeNull()
    expect(await told({})).toBeNull()
  })

  test('what is no ground is refused by its name', async () => {
    const body = { ...someReport(), grounds: 'curiosity' }
    const answer = await town.send('POST', '/api/reports', JSON.stringify(body), {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${await town.newResident()}`,
    })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('grounds')
  })
})
