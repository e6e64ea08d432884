import type { settingsEndpoints } from '../../shared/contract/settings'
import type { DivisionCode } from '../../shared/domain/territory'
import { readUpload } from '../http/read-upload'
import type { RoutesOf } from '../http/serve-contract'
import { villageForms } from '../places/division-names'
import type { ImportPlan } from '../places/groups-file'
import type { Places } from '../places/places.service'
import { ownTownship } from './own-township'

/** A list of a hundred thousand rows is about this large. */
const largestFile = 8 * 1024 * 1024

/** What a township sets up for itself. */
export function settingsRoutes({ places }: { places: Places }): RoutesOf<keyof typeof settingsEndpoints> {
  const presentPlan = async (township: DivisionCode, { villages: _villages, ...plan }: ImportPlan) => ({
    ...plan,
    version: (await places.placesOf(township)).township.version,
  })
  const file = { largest: largestFile, tooLarge: '文件最大 8 MB', missing: '没有收到文件' }

  return {
    async 'GET /api/townships/:township/gazetteer'({ params, viewer }) {
      ownTownship(viewer, params.township)
      const { township, villages } = await places.placesOf(params.township)
      const nameOf = (code: DivisionCode) =>
        villageForms(villages.find(({ _id }) => _id === code)?.name ?? code).called
      return {
        name: township.name,
        version: township.version,
        villages: villages.map(({ _id, name, aliases, groups }) => ({
          code: _id,
          name,
          aliases,
          groups: groups.map(({ number, hamlets }) => ({
            number,
            hamlets: hamlets.map((hamlet) => ({ name: hamlet.name, aliases: hamlet.aliases })),
          })),
        })),
        learned: township.learned
          .map(({ text, village, says, at }) => ({
            text,
            villageName: nameOf(village),
            says,
            at: at.toISOString(),
          }))
          .reverse(),
      }
    },
    async 'POST /api/townships/:township/gazetteer/preview'({ params: { township }, viewer, ctx }) {
      ownTownship(viewer, township)
      return presentPlan(township, await places.planGroups(township, await readUpload(ctx, file)))
    },
    async 'POST /api/townships/:township/gazetteer/import'({ params: { township }, viewer, ctx }) {
      const { account } = ownTownship(viewer, township)
      return presentPlan(township, await places.importGroups(township, await readUpload(ctx, file), account))
    },
    async 'POST /api/townships/:township/learned/remove'({ params, body, viewer }) {
      const { account } = ownTownship(viewer, params.township)
      await places.unlearn(params.township, body.text, account)
      return undefined
    },
  }
}
