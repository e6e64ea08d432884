import type { Fen } from '../../shared/domain/money'
import { type ReliefType, reliefRule, reliefTypeCodes } from '../../shared/domain/relief'
import type { Material } from '../../shared/domain/relief-materials'
import type { DivisionCode } from '../../shared/domain/territory'
import { inTransaction, isDuplicateKey } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile, wrongField } from '../http/problem'
import type { Viewer } from '../trust/policy'
import { type ReliefSettingsRecord, reliefSettingsModel } from './relief-settings.model'

/** What a township sets of its relief. */
export interface WantedReliefSettings {
  /** One month's minimum living standard: the most that quick relief may be. */
  monthlyStandard: Fen
  /** The most that an officer gives in advance without the lead. */
  advanceLimit: Fen
  publicationDays: Record<ReliefType, number>
  materials: Record<ReliefType, Material[]>
}

/** The same as it holds now, with its version and who set it. */
export interface ReliefSettings extends WantedReliefSettings {
  version: number
  changedBy: string | null
}

/** A township's own limits, days and lists for relief (R9, R10). */
export interface ReliefSettingsDesk {
  of(township: DivisionCode): Promise<ReliefSettings>
  /** @throws Problem invalid-input for days outside the rule; changed-meanwhile when somebody else was first. */
  change(
    township: DivisionCode,
    version: number,
    wanted: WantedReliefSettings,
    viewer: Viewer,
  ): Promise<ReliefSettings>
}

/** What we propose until a township has set its own: both differ from county to county. */
const proposed = { monthlyStandard: 50_000, advanceLimit: 200_000 } as const

const ofEachType = <T>(value: (type: ReliefType) => T) =>
  Object.fromEntries(reliefTypeCodes.map((type) => [type, value(type)])) as Record<ReliefType, T>

/** Fills in what was not set, also for a type of relief that came after the township had set its own. */
const asItHolds = (record: ReliefSettingsRecord | null): ReliefSettings => ({
  version: record?.version ?? 0,
  changedBy: record?.changedBy ?? null,
  monthlyStandard: record?.monthlyStandard ?? proposed.monthlyStandard,
  advanceLimit: record?.advanceLimit ?? proposed.advanceLimit,
  publicationDays: ofEachType((type) => record?.publicationDays[type] ?? reliefRule(type).publication.days),
  materials: ofEachType((type) => record?.materials[type] ?? [...reliefRule(type).materials]),
})

const isTwice = (values: readonly string[]) => new Set(values).size < values.length

function check({ publicationDays, materials }: WantedReliefSettings): void {
  for (const type of reliefTypeCodes) {
    const { label, publication } = reliefRule(type)
    const days = publicationDays[type]
    if (days > publication.most)
      throw wrongField(
        `publicationDays.${type}`,
        publication.most === 0 ? `${label}不公示` : `${label}最多公示 ${publication.most} 天`,
      )
    if (days < publication.least)
      throw wrongField(`publicationDays.${type}`, `${label}按规定最少公示 ${publication.least} 天`)
    if (
      isTwice(materials[type].map(({ code }) => code)) ||
      isTwice(materials[type].map(({ label }) => label))
    )
      throw wrongField(`materials.${type}`, `${label}有两样一样的材料`)
  }
}

/** What was changed, by name: the values themselves are no secret, but a list is too long for the log. */
const changesBetween = (before: ReliefSettings, after: WantedReliefSettings) => [
  ...(before.monthlyStandard === after.monthlyStandard ? [] : ['monthlyStandard']),
  ...(before.advanceLimit === after.advanceLimit ? [] : ['advanceLimit']),
  ...reliefTypeCodes.flatMap((type) => [
    ...(before.publicationDays[type] === after.publicationDays[type] ? [] : [`publicationDays.${type}`]),
    ...(JSON.stringify(before.materials[type]) === JSON.stringify(after.materials[type])
      ? []
      : [`materials.${type}`]),
  ]),
]

/** Makes the desk of relief settings. */
export function reliefSettingsDesk({
  db,
  now,
  audit,
}: Pick<House, 'db' | 'now' | 'audit'>): ReliefSettingsDesk {
  const settings = reliefSettingsModel(db)
  const of = async (township: DivisionCode) =>
    asItHolds(await settings.findById(township).lean<ReliefSettingsRecord>())

  return {
    of,
    async change(township, version, wanted, viewer) {
      check(wanted)
      const before = await of(township)
      const record: ReliefSettingsRecord = {
        _id: township,
        version: version + 1,
        changedBy: viewer.calledAs,
        ...wanted,
      }
      const tooLate = (by: string | null) => changedMeanwhile(`${by ?? '别人'}刚才改过，请看看最新的再改`)
      if (before.version !== version) throw tooLate(before.changedBy)
      try {
        await inTransaction(db, async (work) => {
          if (version === 0) work.insert(settings, record)
          else {
            const { modifiedCount } = await settings.replaceOne({ _id: township, version }, record, {
              session: work.session,
            })
            if (modifiedCount === 0) throw tooLate(null)
          }
          audit.record(
            {
              actor: viewer.account,
              action: 'relief-settings.change',
              subject: { kind: 'township', id: township },
              details: {
                version: record.version,
                changed: changesBetween(before, wanted),
                monthlyStandard: wanted.monthlyStandard,
                advanceLimit: wanted.advanceLimit,
              },
            },
            now(),
            work,
          )
        })
      } catch (error) {
        throw isDuplicateKey(error) ? tooLate(null) : error
      }
      audit.sealSoon()
      return asItHolds(record)
    },
  }
}
