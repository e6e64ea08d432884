import type { Context } from 'koa'
import type { departmentEndpoints } from '../../shared/contract/departments'
import type { House } from '../house'
import { known, type RoutesOf } from '../http/serve-contract'
import type { Places } from '../places/places.service'
import { placeNameOf } from './case.presenter'
import type { CaseTransfer } from './transfer'
import { isWithDepartment } from './transfer'
import type { TransferLists } from './transfer-lists.service'
import type { TransferLooks } from './transfer-looks.service'
import { presentForDepartment } from './transfers.presenter'
import type { DepartmentDeed, Transfers } from './transfers.service'

/** 转办 at the other department: what its contact sees and does, signed in or through a one-time link. */
export function departmentsRoutes(
  { cipher }: Pick<House, 'cipher'>,
  rooms: { places: Places; transfers: Transfers; transferLists: TransferLists; transferLooks: TransferLooks },
): RoutesOf<keyof typeof departmentEndpoints> {
  const { places, transfers, transferLists, transferLooks } = rooms

  const present = async (seen: CaseTransfer) => {
    const { township } = seen.work
    const [gazetteer, desk] = await Promise.all([places.gazetteer(township), places.township(township)])
    return presentForDepartment(seen, { placeName: placeNameOf(seen.work, gazetteer), desk }, cipher)
  }
  /** Through a link: once it is answered, that and nothing else. */
  const presentThroughLink = async (seen: CaseTransfer) =>
    isWithDepartment(seen.transfer)
      ? { answered: false, transfer: await present(seen) }
      : { answered: true, transfer: null }

  const byLink = (token: string, ctx: Context) => transferLooks.byLink(token, ctx.ip)
  const sayThroughLink = async (token: string, ctx: Context, deed: DepartmentDeed, name: string) => {
    await byLink(token, ctx)
    return presentThroughLink(await transfers.hear(() => transferLists.byToken(token), deed, { name }))
  }

  return {
    async 'GET /api/transfers'({ query, viewer }) {
      const { items, after } = await transferLists.ofContact(known(viewer), query.sheet, query.after)
      return { items: await Promise.all(items.map(present)), after }
    },
    'GET /api/transfers/:transferId': async ({ params, viewer }) =>
      present(await transferLists.oneOfContact(params.transferId, known(viewer))),
    async 'POST /api/transfers/:transferId/receive'({ params, viewer }) {
      const by = known(viewer)
      const find = () => transferLists.oneOfContact(params.transferId, by)
      return present(await transfers.hear(find, { event: 'receive_transfer' }, { viewer: by }))
    },
    async 'POST /api/transfers/:transferId/refuse'({ params, body, viewer }) {
      const by = known(viewer)
      const find = () => transferLists.oneOfContact(params.transferId, by)
      const deed = { event: 'refuse_transfer', words: body.reason } as const
      return present(await transfers.hear(find, deed, { viewer: by }))
    },
    async 'POST /api/transfers/:transferId/reply'({ params, body, viewer }) {
      const by = known(viewer)
      const find = () => transferLists.oneOfContact(params.transferId, by)
      const deed = { event: 'reply_transfer', words: body.reply } as const
      return present(await transfers.hear(find, deed, { viewer: by }))
    },
    async 'POST /api/transfers/:transferId/calls'({ params, viewer }) {
      const by = known(viewer)
      const seen = await transferLists.oneOfContact(params.transferId, by)
      return { phone: await transferLooks.phoneOf(seen, by.account) }
    },
    async 'GET /api/transfer-links/:token'({ params, ctx }) {
      const seen = await byLink(params.token, ctx)
      await transferLooks.noteOpening(seen)
      return presentThroughLink(seen)
    },
    'POST /api/transfer-links/:token/receive': ({ params, body, ctx }) =>
      sayThroughLink(params.token, ctx, { event: 'receive_transfer' }, body.name),
    'POST /api/transfer-links/:token/refuse': ({ params, body, ctx }) =>
      sayThroughLink(params.token, ctx, { event: 'refuse_transfer', words: body.reason }, body.name),
    'POST /api/transfer-links/:token/reply': ({ params, body, ctx }) =>
      sayThroughLink(params.token, ctx, { event: 'reply_transfer', words: body.reply }, body.name),
    async 'POST /api/transfer-links/:token/calls'({ params, ctx }) {
      return { phone: await transferLooks.phoneOf(await byLink(params.token, ctx), null) }
    },
  }
}
