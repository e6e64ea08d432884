import { somePhoto } from './some-photo'
import { someReport, type TestHouse } from './test-house'

/** When tests' cases are reported, and when they are worked on. */
export const reportedAt = '2026-11-24T02:00:00.000Z'
export const workedOnAt = '2026-11-24T06:00:00.000Z'

type Report = NonNullable<Parameters<typeof someReport>[0]>

/** What the staff of a village do with its cases, for tests that begin further on. */
export function caseHands(town: TestHouse, number = 203) {
  const coordinator = `coordinator-${number}`
  const look = async (caseId: string, as = coordinator) =>
    (await town.call('GET /api/cases/:caseId', await town.signIn(as), { params: { caseId } })).reply
  return {
    look,
    /** A case in the coordinator's queue, reported at the start and looked at some hours later, with its reporter's phone. */
    async report(changes: Report = {}) {
      town.setTime(reportedAt)
      const phone = town.newDeviceKey()
      const sent = await town.call('POST /api/reports', await town.newResident(phone), {
        body: someReport({
          card: `demo0${number}`,
          place: { village: `530924205${number}`, villageFrom: 'card' },
          subjectName: undefined,
          ...changes,
        }),
      })
      expect(sent.status).toBe(201)
      const { receipt } = sent.reply
      const stored = await town.house.db.collection('reports').findOne({ receipt })
      town.setTime(workedOnAt)
      return { caseId: String(stored?.case), phone, receipt }
    },
    async accept(caseId: string, as = coordinator) {
      const { version } = await look(caseId, as)
      const input = { params: { caseId }, body: { version } }
      return (await town.call('POST /api/cases/:caseId/accept', await town.signIn(as), input)).reply
    },
    async reportUp(caseId: string, as = coordinator) {
      const { version } = await look(caseId, as)
      const input = { params: { caseId }, body: { version } }
      return (await town.call('POST /api/cases/:caseId/report-up', await town.signIn(as), input)).reply
    },
    /** A photograph that somebody has just uploaded. */
    async photo(as = coordinator) {
      const form = new FormData()
      form.append('file', new Blob([new Uint8Array(await somePhoto())]), 'photo.jpg')
      const headers = { Authorization: `Bearer ${await town.signIn(as)}` }
      return ((await town.send('POST', '/api/attachments', form, headers)).json as { id: string }).id
    },
  }
}
