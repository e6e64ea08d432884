import type { rosterImportEndpoints } from '../../shared/contract/roster-import'
import { postKey } from '../../shared/domain/appointments'
import type { HandOver } from '../casework/hand-over.service'
import type { House } from '../house'
import { readUpload } from '../http/read-upload'
import type { RoutesOf } from '../http/serve-contract'
import { villageForms } from '../places/division-names'
import type { Places } from '../places/places.service'
import { ownTownship } from '../settings/own-township'
import { maskPhone } from '../trust/masking'
import type { RosterImport } from './roster-import.service'
import { rosterTemplate, rosterTemplateCsv } from './roster-template'
import { maskedPhone } from './staff-phone'

/** Two thousand rows as Excel writes them are a tenth of this. */
const largestFile = 4 * 1024 * 1024
const wanted = {
  largest: largestFile,
  tooLarge: '文件最大 4 MB。看看是不是选错了文件',
  missing: '没有收到文件',
}

/** A township's list of cadres: the empty form, what a file would change, and doing it. */
export function rosterImportRoutes(
  { cipher }: Pick<House, 'cipher'>,
  rooms: { rosterImport: RosterImport; places: Places; handOver: HandOver },
): RoutesOf<keyof typeof rosterImportEndpoints> {
  const { rosterImport, places, handOver } = rooms

  return {
    async 'GET /api/townships/:township/roster/template'({ params, query: { format }, viewer, ctx }) {
      ownTownship(viewer, params.township)
      const { villages } = await places.placesOf(params.township)
      ctx.set('Content-Disposition', `attachment; filename="roster.${format}"`)
      if (format === 'csv') {
        ctx.body = rosterTemplateCsv()
        ctx.type = 'text/csv; charset=utf-8'
      } else {
        ctx.body = await rosterTemplate(villages.map(({ name }) => villageForms(name).called))
        ctx.type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
      }
      return undefined
    },
    async 'POST /api/townships/:township/roster/preview'({ params: { township }, viewer, ctx }) {
      const by = ownTownship(viewer, township)
      const { people, gone, ...preview } = await rosterImport.preview(
        township,
        await readUpload(ctx, wanted),
        by,
      )
      const { villages, township: here } = await places.placesOf(township)
      const placeName = (code: string) => {
        const village = villages.find(({ _id }) => _id === code)
        return village ? villageForms(village.name).called : here.name
      }
      return {
        ...preview,
        posts: people
          .flatMap(({ posts }) => posts)
          .map(({ line, kind, calledAs, phone, post, changes }) => ({
            line,
            kind,
            calledAs,
            phoneMasked: maskPhone(phone),
            placeName: placeName(post.territory),
            role: post.role,
            title: post.title,
            deputy: post.deputy ?? false,
            group: post.group ?? null,
            changes,
          }))
          .sort((one, other) => one.line - other.line),
        gone: gone.map(({ account, post }) => ({
          person: account._id.toHexString(),
          post: postKey(post),
          calledAs: account.calledAs,
          phoneMasked: maskedPhone(cipher, account),
          placeName: placeName(post.territory),
          title: post.group === undefined ? post.title : `${post.title} ${post.group}组`,
        })),
      }
    },
    async 'POST /api/townships/:township/roster/import'({ params: { township }, body, viewer }) {
      const by = ownTownship(viewer, township)
      const { left, ...done } = await rosterImport.apply(township, body.preview, body.ends, by)
      let handedOver = 0
      for (const account of left) handedOver += await handOver.afterLeaving(account)
      return { ...done, ended: body.ends.length, handedOver }
    },
  }
}
