import { isClosed } from '../../shared/domain/case-states'
import { type CaseEvent, eventRule } from '../../shared/domain/life-cycle'
import { someReport, type TestHouse } from './test-house'

type Report = Parameters<typeof someReport>[0]

/** A report just sent, as the case that its village's coordinator has before them. */
export async function newCase(town: TestHouse, report: Report = {}): Promise<string> {
  // A household of its own: the same phone would join it to an earlier one.
  const sent = await town.call('POST /api/reports', await town.newResident(), {
    body: someReport({ phone: undefined, ...report }),
  })
  if (sent.status !== 201) throw new Error(`the report was not taken: ${JSON.stringify(sent.problem)}`)
  const own = await town.rooms.reports.byReceipt(sent.reply.receipt)
  return own?.case.toHexString() ?? ''
}

/** Moves a case by these events, each by the first role that may: the way there is not what the test is about. */
export async function moveOn(town: TestHouse, id: string, ...events: readonly CaseEvent[]): Promise<void> {
  for (const event of events) {
    const before = await town.rooms.mover.find(id)
    const { to, who } = eventRule(event)
    const [role = 'township_officer'] = who
    const by = { account: '0'.repeat(24), calledAs: '别人', title: '工作人员', roles: [role] }
    const owner =
      to === 'as_is' || to === 'as_before' || isClosed(to)
        ? before.owner
        : await town.rooms.casework.ownerFor(to, before.village ?? before.township)
    await town.rooms.mover.move(before, before.version, event, by, { owner, dueFrom: town.house.now() })
  }
}

/** A case that was visited and reported up: it lies on the township's desk. */
export async function reportedCase(
  town: TestHouse,
  report: Report = {},
): Promise<{ caseId: string; version: number }> {
  const caseId = await newCase(town, report)
  await moveOn(town, caseId, 'accept', 'visit_confirms', 'report_up')
  return { caseId, version: (await town.rooms.mover.find(caseId)).version }
}

/** A case that the township has found to be true, and now decides on. */
export async function confirmedCase(town: TestHouse, report: Report = {}): Promise<string> {
  const id = await newCase(town, report)
  await moveOn(town, id, 'accept', 'visit_confirms', 'report_up', 'township_confirms')
  return id
}
