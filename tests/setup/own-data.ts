import { Types } from 'mongoose'
import type { Contract } from '../../shared/contract/contract'
import type { RequestOf } from '../../shared/contract/endpoint'
import { somePhoto } from './some-photo'
import { someReport, type TestHouse } from './test-house'

type Report = Partial<RequestOf<Contract['POST /api/reports']>['body']>

/** A resident with reports, for tests of what they may do with what is stored of them. */
export async function someReporter(town: TestHouse) {
  const key = town.newDeviceKey()
  const token = await town.newResident(key)
  const account = (await town.call('GET /api/me', token, {})).reply.account
  return {
    key,
    token,
    account,
    /** Sends a report and gives its receipt, its own id and its case's. */
    async report(changes: Report = {}) {
      const body = someReport({ consentVersion: '2026-11-28', ...changes })
      const sent = await town.call('POST /api/reports', token, { body })
      if (sent.status !== 201) throw new Error(`the report was not taken: ${JSON.stringify(sent.problem)}`)
      const { receipt } = sent.reply
      const stored = await town.house.db.collection('reports').findOne({ receipt })
      return { receipt, caseId: String(stored?.case), body }
    },
    async photo() {
      const form = new FormData()
      form.append('file', new Blob([new Uint8Array(await somePhoto())]), 'photo.jpg')
      const headers = { Authorization: `Bearer ${token}` }
      return ((await town.send('POST', '/api/attachments', form, headers)).json as { id: string }).id
    },
    stored: (receipt: string) => town.house.db.collection('reports').findOne({ receipt }),
    files: () =>
      town.house.db
        .collection('attachments.files')
        .countDocuments({ 'metadata.account': new Types.ObjectId(account) }),
  }
}
