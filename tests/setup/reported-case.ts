import { someVisit } from './some-visit'
import { someReport, type TestHouse } from './test-house'

/** A case of 彩靠村 that was visited and reported up: it lies on the township's desk. */
export async function reportedCase(
  town: TestHouse,
  changes: Parameters<typeof someReport>[0] = {},
): Promise<{ caseId: string; version: number }> {
  const sent = await town.call('POST /api/reports', await town.newResident(), { body: someReport(changes) })
  const report = await town.rooms.reports.byReceipt(sent.reply.receipt)
  const params = { caseId: report?.case.toHexString() ?? '' }
  const coordinator = await town.signIn('coordinator-203')
  const happenedAt = town.house.now().toISOString()
  const visited = await town.call('POST /api/cases/:caseId/visits', coordinator, {
    params,
    body: someVisit({ happenedAt }),
  })
  const up = await town.call('POST /api/cases/:caseId/report-up', coordinator, {
    params,
    body: { version: visited.reply.case.version },
  })
  if (up.status !== 200) throw new Error(`The case was not reported up: ${JSON.stringify(up.problem)}`)
  return { ...params, version: up.reply.version }
}
