import fc from 'fast-check'
import type { CasePause, CaseRecord } from '../../server/casework/case.model'
import type { FollowUp } from '../../server/casework/closing.service'
import type { Mover } from '../../server/casework/move-case'
import { whyNotYet } from '../../server/casework/possible-events'
import type { ReliefItem } from '../../server/casework/relief-item'
import type { Transfer } from '../../server/casework/transfer'
import { Problem } from '../../server/http/problem'
import { reportSubmission } from '../../shared/contract/intake'
import { type CaseState, caseStateCodes, isClosed } from '../../shared/domain/case-states'
import { trackCodes } from '../../shared/domain/code-lists'
import {
  type CaseEvent,
  caseEventCodes,
  eventRule,
  fitsTrack,
  nextActionOf,
} from '../../shared/domain/life-cycle'
import { type Role, roleCodes } from '../../shared/domain/roles'
import type { TransferState } from '../../shared/domain/transfers'
import { someTransfer } from '../setup/sent-transfer'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

/** What the walk believes of its case, kept beside the store by the table alone. */
interface Model {
  state: CaseState
  version: number
  steps: number
  /** The states it has been in, for what undoes. */
  trail: CaseState[]
}

interface Walked {
  town: TestHouse
  id: string
}

const outcomeOf = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act
    return 'done'
  } catch (error) {
    if (error instanceof Problem) return error.problem
    throw error
  }
}

const asMover = (role: Role, number: number): Mover => ({
  account: number.toString(16).padStart(24, '0'),
  calledAs: `走${number}`,
  title: role,
  roles: [role],
})

const targetOf = (model: Model, event: CaseEvent): CaseState => {
  const { to } = eventRule(event)
  if (to === 'as_is') return model.state
  if (to !== 'as_before') return to
  return model.trail.slice(0, -1).findLast((state) => !isClosed(state)) ?? 'triage'
}

/** Nothing of an open case is left to chance: somebody owns it, something is next, and it runs out. */
function expectLooked(after: CaseRecord, model: Model) {
  expect(after.state).toBe(model.state)
  expect(after.version).toBe(model.version)
  expect(after.history).toHaveLength(model.steps)
  expect(after.open).toBe(!isClosed(after.state))
  expect(after.clock === null).toBe(isClosed(after.state))
  if (after.open) {
    expect(after.owner.account).toBeDefined()
    expect(nextActionOf(after.clock)).not.toBe('')
    expect(after.dueAt.getTime()).not.toBeNaN()
    expect(after.movesUpAt).not.toBeNull()
    expect(after.queueOrder).toContain(after.dueAt.toISOString())
  } else expect(after.movesUpAt).toBeNull()
}

let actors = 0
/** How often each event was let through: a walk that stands still proves nothing. */
const done = new Map<CaseEvent, number>()

/** One event by somebody of one role, on the version they saw. */
class Cause implements fc.AsyncCommand<Model, Walked> {
  constructor(
    readonly event: CaseEvent,
    readonly role: Role,
    readonly stale: boolean,
  ) {}
  check = () => true
  async run(model: Model, { town, id }: Walked) {
    const { mover } = town.rooms
    const before = await mover.find(id)
    const { from, who } = eventRule(this.event)
    const inTable =
      from.includes(model.state) && who.includes(this.role) && fitsTrack(this.event, before.track)
    const possible = inTable && whyNotYet(this.event, before) === null
    actors += 1
    const outcome = await outcomeOf(
      mover.move(before, before.version - (this.stale ? 1 : 0), this.event, asMover(this.role, actors), {
        owner: before.owner,
        dueFrom: town.house.now(),
      }),
    )
    if (!inTable || this.stale) expect(outcome).toBe('changed-meanwhile')
    else if (!possible) expect(outcome).toBe('not-yet')
    else {
      expect(outcome).toBe('done')
      done.set(this.event, (done.get(this.event) ?? 0) + 1)
      model.state = targetOf(model, this.event)
      model.version += 1
      model.steps += 1
      model.trail.push(model.state)
    }
    expectLooked(await mover.find(id), model)
  }
  toString = () => `${this.role} ${this.event}${this.stale ? ' (stale)' : ''}`
}

const openNow = (before: CaseRecord) =>
  caseEventCodes.filter(
    (event) =>
      eventRule(event).from.includes(before.state) &&
      eventRule(event).who.length > 0 &&
      fitsTrack(event, before.track) &&
      whyNotYet(event, before) === null,
  )

/** What an event makes of the first transfer that it is for. */
const madeOf: Partial<Record<CaseEvent, { of: readonly TransferState[]; state: TransferState }>> = {
  receive_transfer: { of: ['sent'], state: 'received' },
  refuse_transfer: { of: ['sent', 'received'], state: 'refused' },
  reply_transfer: { of: ['sent', 'received'], state: 'replied' },
  close_transfer: { of: ['replied', 'refused'], state: 'closed' },
}
function transfersAfter({ house }: TestHouse, { transfers }: CaseRecord, event: CaseEvent): Transfer[] {
  const closed = { state: 'closed', endedAt: house.now() } as const
  if (event === 'transfer' || event === 'transfer_beside') return [...transfers, someTransfer(house)]
  if (event === 'take_back') return transfers.map((one) => ({ ...one, ...closed }))
  const made = madeOf[event]
  const changed = transfers.find(({ state }) => made?.of.includes(state))
  return transfers.map((one) => {
    if (!made || one !== changed) return one
    return made.state === 'closed' ? { ...one, ...closed } : { ...one, state: made.state }
  })
}

/** The next step by the right hands, so that walks get far; what ends a case is taken seldom. */
class GoOn implements fc.AsyncCommand<Model, Walked> {
  constructor(
    readonly pick: number,
    readonly ends: boolean,
  ) {}
  check = () => true
  async run(model: Model, { town, id }: Walked) {
    const { mover } = town.rooms
    const before = await mover.find(id)
    const open = openNow(before)
    const further = open.filter((event) => !isClosed(targetOf(model, event)))
    const choice = this.ends || further.length === 0 ? open : further
    const event = choice[this.pick % choice.length]
    if (!event) return
    actors += 1
    const [role = 'township_officer'] = eventRule(event).who
    const at = town.house.now()
    const begun = { advance: null, clock: 'other_relief', dueAt: at, endedAt: null } as unknown as ReliefItem
    const followUp = { at, knowsResult: true, arrived: null, amountRight: null } as unknown as FollowUp
    const moved = await mover.move(before, before.version, event, asMover(role, actors), {
      owner: before.owner,
      dueFrom: at,
      ...(event === 'follow_up' && { set: { followUps: [followUp] } }),
      ...(event === 'pause' && { set: { paused: { reason: 'road_cut' } as CasePause } }),
      ...(event === 'resume' && { set: { paused: null } }),
      ...(event === 'start_relief' && { set: { relief: [...before.relief, begun] } }),
      ...(event === 'settle_relief' && {
        set: { relief: before.relief.map((item) => ({ ...item, endedAt: at })) },
      }),
      ...(/transfer|take_back/.test(event) && { set: { transfers: transfersAfter(town, before, event) } }),
    })
    done.set(event, (done.get(event) ?? 0) + 1)
    model.state = targetOf(model, event)
    model.version += 1
    model.steps += 1
    model.trail.push(model.state)
    const stored = await mover.find(id)
    expect(moved).toEqual(stored)
    expectLooked(stored, model)
  }
  toString = () => `go on (${this.pick})`
}

/** Two who act at once on what they both saw: exactly one wins, the other is told. */
class AtOnce implements fc.AsyncCommand<Model, Walked> {
  constructor(readonly pick: number) {}
  check = () => true
  async run(model: Model, { town, id }: Walked) {
    const { mover } = town.rooms
    const before = await mover.find(id)
    const open = openNow(before)
    const both = [open[this.pick % open.length], open[(this.pick * 7 + 3) % open.length]]
    const outcomes = await Promise.all(
      both.map((event) => {
        if (!event) return 'none'
        actors += 1
        const [role = 'township_officer'] = eventRule(event).who
        const next = { owner: before.owner, dueFrom: town.house.now() }
        return outcomeOf(mover.move(before, before.version, event, asMover(role, actors), next))
      }),
    )
    const won = outcomes.indexOf('done')
    if (open.length > 0) {
      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
      expect(outcomes[1 - won]).toBe('changed-meanwhile')
      const event = both[won]
      if (event) model.state = targetOf(model, event)
      model.version += 1
      model.steps += 1
      model.trail.push(model.state)
    }
    expectLooked(await mover.find(id), model)
  }
  toString = () => `two at once (${this.pick})`
}

describe('the life of a case, walked at random (no state without an owner, no event by the wrong hands)', () => {
  let town: TestHouse
  let walks = 0
  let account: string
  beforeAll(async () => {
    town = await openTestHouse()
    account = String((await town.rooms.people.demoPeople())[0]?._id)
  })
  afterAll(() => town.close())

  test('every event in every state by every role does what the table says, and nothing of the history is lost', async () => {
    // Likeliest is what the state allows, or most walks would stand still; but everything else is tried as well.
    const causes = fc
      .record({
        event: fc.constantFrom(...caseEventCodes),
        role: fc.constantFrom(...roleCodes),
        fitting: fc.integer({ min: 0, max: 3 }),
        stale: fc.integer({ min: 0, max: 9 }),
      })
      .map(({ event, role, fitting, stale }) => {
        const { who } = eventRule(event)
        return new Cause(event, fitting > 0 ? (who[fitting % who.length] ?? role) : role, stale === 0)
      })
    const goOn = fc.tuple(fc.nat(1000), fc.nat(9)).map(([pick, ends]) => new GoOn(pick, ends === 0))
    const atOnce = fc.nat(1000).map((pick) => new AtOnce(pick))
    await fc.assert(
      fc.asyncProperty(
        fc.commands([causes, goOn, goOn, atOnce], { maxCommands: 60, size: 'max' }),
        async (commands) => {
          walks += 1
          const opened = await town.rooms.intake.submit(
            reportSubmission.parse({
              ...someReport({ text: `第${walks}家的事`, subjectName: undefined, phone: undefined }),
              markedUrgent: walks % 2 === 0,
            }),
            account,
          )
          const { state } = opened.case
          await fc.asyncModelRun(
            () => ({
              model: { state, version: 0, steps: 1, trail: [state] },
              real: { town, id: opened.case._id.toHexString() },
            }),
            commands,
          )
        },
      ),
      { numRuns: 60 },
    )
    expect(town.failures).toEqual([])
    expect(actors).toBeGreaterThan(1000)
    expect([...done.values()].reduce((sum, times) => sum + times, 0)).toBeGreaterThan(300)
    expect(done.size).toBeGreaterThan(caseEventCodes.length * 0.5)
  }, 120_000)

  test('every event in every wrong state, on every wrong track and by every wrong role is refused, and nothing is written', async () => {
    const { mover } = town.rooms
    const { case: opened } = await town.rooms.intake.submit(
      reportSubmission.parse(
        someReport({ text: '错的人、错的时候', subjectName: undefined, phone: undefined }),
      ),
      account,
    )
    const before = await mover.find(opened._id.toHexString())
    const entries = await town.house.db.collection('audit_entries').countDocuments()
    const slipped: string[] = []
    let tried = 0
    for (const event of caseEventCodes) {
      const { from, who } = eventRule(event)
      for (const state of caseStateCodes)
        for (const track of trackCodes) {
          const there = { ...before, state, track, open: !isClosed(state) }
          for (const role of roleCodes) {
            if (from.includes(state) && who.includes(role) && fitsTrack(event, track)) continue
            tried += 1
            const outcome = await outcomeOf(
              mover.move(there, before.version, event, asMover(role, tried), { owner: before.owner }),
            )
            if (outcome !== 'changed-meanwhile') slipped.push(`${role} ${event} ${state} ${track}`)
          }
        }
    }
    expect(slipped).toEqual([])
    expect(tried).toBeGreaterThan(10_000)
    expect(await mover.find(opened._id.toHexString())).toEqual(before)
    expect(await town.house.db.collection('audit_entries').countDocuments()).toBe(entries)
  }, 60_000)

  test('the audit chain tells of every one of them', async () => {
    await town.house.audit.seal()
    expect(await town.house.audit.verify()).toMatchObject({ broken: null, unsealed: 0 })
  })
})
