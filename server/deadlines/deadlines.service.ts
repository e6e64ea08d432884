import type { ClientSession } from 'mongoose'
import { faultsOf } from '../../shared/domain/clock-limits'
import {
  type Allowance,
  type Allowances,
  type ClockName,
  type ClockRule,
  clockRule,
  settableClocks,
} from '../../shared/domain/clocks'
import type { DivisionCode } from '../../shared/domain/territory'
import { type Urgency, urgencyCodes } from '../../shared/domain/urgency'
import { shortMemory } from '../database/short-memory'
import { inTransaction, isDuplicateKey } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile, Problem } from '../http/problem'
import { signedBy } from '../people/signed'
import type { Viewer } from '../trust/policy'
import { endOf } from './due-time'
import { type ClockChange, type TownshipClocksRecord, townshipClocksModel } from './township-clocks.model'
import { dayOf, lastPublishedYear, yearOf } from './working-calendar'

/** One clock as it stands for a township. */
export interface StandingClock {
  clock: ClockName
  rule: ClockRule
  /** What it allows here: the township's own, or the default. */
  allowances: Allowances
  own: boolean
  lastChange: { by: ClockChange['by']; at: Date; reason: string } | null
}

/** All clocks as they stand for a township. */
export interface TownshipClocks {
  version: number
  clocks: StandingClock[]
  /** The last year whose holidays are known; beyond it weekends alone are days off. */
  holidaysUntil: number
}

/** What a township wants of one of its clocks. */
export interface WantedClock {
  clock: ClockName
  /** Null: the default again. */
  allowances: Allowances | null
  /** The version that the screen showed. */
  version: number
  reason: string
}

/** The township's clocks: what each allows, and when one that starts now runs out. */
export interface Deadlines {
  /**
   * When a clock of this township that starts at `from` runs out: by its own allowance where it has set one, else by
   * the default. A change is seen within ten seconds, and never moves a clock that runs already.
   */
  dueAt(township: DivisionCode, clock: ClockName, urgency: Urgency, from: Date): Promise<Date>
  /** What a clock of this township allows. */
  allowance(township: DivisionCode, clock: ClockName, urgency: Urgency): Promise<Allowance>
  /** The whole table as it stands for this township, with who changed what. */
  rulesOf(township: DivisionCode): Promise<TownshipClocks>
  /**
   * Changes one clock, or puts its default back, with the deed in the audit log. Who sends the same once more gets
   * the table as it is. @throws Problem invalid-input for what a clock must not allow, changed-meanwhile.
   */
  set(township: DivisionCode, wanted: WantedClock, viewer: Viewer): Promise<TownshipClocks>
}

/** How long a process may work with what it has read of a township's clocks. */
const freshness = 10_000

/** Twenty minutes are a third of an hour, which has no end in decimals: kept as near as can be, however it was sent. */
const toTheMinute = ({ urgent, ordinary }: Allowances): Allowances => {
  const whole = (allowance: Allowance) =>
    'hours' in allowance ? { hours: Math.round(allowance.hours * 60) / 60 } : allowance
  return { urgent: whole(urgent), ordinary: whole(ordinary) }
}

const changeOf = ({ changes }: TownshipClocksRecord, clock: ClockName) =>
  changes.find((change) => change.clock === clock)

/** What a township has set for a clock; nothing, where a rule that was published since no longer allows it. */
const ownOf = (record: TownshipClocksRecord, clock: ClockName): Allowances | null => {
  const own = changeOf(record, clock)?.allowances ?? null
  return own && Object.keys(faultsOf(clock, own)).length === 0 ? own : null
}

const asText = (allowances: Allowances | null) =>
  JSON.stringify(allowances && [allowances.urgent, allowances.ordinary])

/** The same person has made the same change before: it was sent twice. */
const isSame = (last: ClockChange | undefined, allowances: Allowances | null, viewer: Viewer) =>
  last?.by.account.toHexString() === viewer.account && asText(last.allowances) === asText(allowances)

/** Who was quicker, with what. */
function overtaken({ changes }: TownshipClocksRecord): Problem {
  const last = changes.at(-1)
  if (!last) return changedMeanwhile('刚才有别人先改了，请看看最新的')
  const { by, clock } = last
  return changedMeanwhile(`${by.title}${by.calledAs}刚才改了“${clockRule(clock).label}”，请看看最新的`)
}

/** @throws Problem invalid-input with what is wrong for urgent cases and what for ordinary ones. */
function check({ clock, allowances }: WantedClock) {
  const faults = allowances ? faultsOf(clock, allowances) : {}
  const fields = urgencyCodes.flatMap((urgency) => {
    const message = faults[urgency]
    return message ? [{ in: 'body' as const, field: `allowances.${urgency}`, message }] : []
  })
  if (fields.length > 0) throw new Problem('invalid-input', fields[0]?.message, { fields })
}

/** Makes the deadlines service. */
export function deadlinesService({
  db,
  now,
  audit,
  cipher,
  log,
}: Pick<House, 'db' | 'now' | 'audit' | 'cipher' | 'log'>): Deadlines {
  const townships = townshipClocksModel(db)
  const kept = shortMemory<TownshipClocksRecord>(now, freshness)
  const toldYears = new Set<number>()

  const read = async (township: DivisionCode, session?: ClientSession): Promise<TownshipClocksRecord> =>
    (await townships
      .findById(township)
      .session(session ?? null)
      .lean<TownshipClocksRecord>()) ?? { _id: township, version: 0, changes: [] }

  /** Says once in a process's life that it counts without a calendar. */
  const tellWithoutCalendar = (due: Date) => {
    const year = yearOf(dayOf(due))
    if (year <= lastPublishedYear || toldYears.has(year)) return
    toldYears.add(year)
    log.warn(
      { year, holidaysUntil: lastPublishedYear },
      `a clock ends in ${year}, whose holidays are not known here: weekends alone are days off. Upgrade chinese-days (docs/operation.md)`,
    )
  }

  const present = (record: TownshipClocksRecord): TownshipClocks => ({
    version: record.version,
    holidaysUntil: lastPublishedYear,
    clocks: settableClocks.map((clock) => {
      const rule = clockRule(clock)
      const own = ownOf(record, clock)
      const change = changeOf(record, clock)
      return {
        clock,
        rule,
        allowances: own ?? { urgent: rule.urgent, ordinary: rule.ordinary },
        own: own !== null,
        lastChange: change
          ? { by: change.by, at: change.at, reason: cipher.decrypt('clock.reason', change.reason) }
          : null,
      }
    }),
  })

  const withChange = (before: TownshipClocksRecord, wanted: WantedClock, viewer: Viewer) => {
    const { clock, allowances, reason } = wanted
    const post = viewer.posts.find(({ territory }) => territory === before._id)
    const change: ClockChange = {
      clock,
      allowances,
      by: signedBy(viewer, post),
      at: now(),
      reason: cipher.encrypt('clock.reason', reason),
    }
    const others = before.changes.filter((one) => one.clock !== clock)
    return { ...before, version: before.version + 1, changes: [...others, change] }
  }

  return {
    async dueAt(township, clock, urgency, from) {
      const allowance = await this.allowance(township, clock, urgency)
      const due = endOf(allowance, from)
      if ('workingDays' in allowance) tellWithoutCalendar(due)
      return due
    },
    async allowance(township, clock, urgency) {
      const record = await kept.get(township, () => read(township))
      return (ownOf(record, clock) ?? clockRule(clock))[urgency]
    },
    rulesOf: async (township) => present(await read(township)),
    async set(township, asked, viewer) {
      check(asked)
      const wanted = { ...asked, allowances: asked.allowances && toTheMinute(asked.allowances) }
      const { clock, allowances, version } = wanted
      const saved = await inTransaction(db, async (work) => {
        const before = await read(township, work.session)
        if (before.version !== version) {
          if (isSame(changeOf(before, clock), allowances, viewer)) return before
          throw overtaken(before)
        }
        const after = withChange(before, wanted, viewer)
        await townships.replaceOne({ _id: township, version }, after, {
          upsert: version === 0,
          session: work.session,
        })
        audit.record(
          {
            actor: viewer.account,
            action: 'clocks.set',
            subject: { kind: 'township', id: township },
            details: {
              clock,
              before: ownOf(before, clock) ?? 'default',
              after: allowances ?? 'default',
              reason: changeOf(after, clock)?.reason,
              version: after.version,
            },
          },
          now(),
          work,
        )
        return after
      }).catch(async (error: unknown) => {
        // Two who set a township's first clock at once: the second one's document is refused.
        throw isDuplicateKey(error) ? overtaken(await read(township)) : error
      })
      audit.sealSoon()
      kept.forget(township)
      return present(saved)
    },
  }
}
