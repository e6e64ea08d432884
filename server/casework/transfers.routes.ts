import type { transferEndpoints } from '../../shared/contract/transfers'
import { dateOf } from '../../shared/domain/absence-days'
import { departments } from '../../shared/domain/code-lists'
import { deskRoles, type Role, townshipRoles } from '../../shared/domain/roles'
import { type DivisionCode, isWithin } from '../../shared/domain/territory'
import { transferLedgerColumns, transferSheets } from '../../shared/domain/transfers'
import type { House } from '../house'
import { notFound } from '../http/problem'
import { known, type RoutesOf } from '../http/serve-contract'
import { transferLedgerRow } from '../ledgers/transfer-ledger'
import { workbookOf } from '../ledgers/workbook'
import { publicPersonOf } from '../people/public-person'
import type { Places } from '../places/places.service'
import { maskNumbersIn } from '../trust/masking'
import { postsFor, rolesOver, type Viewer } from '../trust/policy'
import { type CaseRecord, territoryOf } from './case.model'
import { placeNameOf } from './case.presenter'
import type { CaseStories } from './case-stories.service'
import type { Casework } from './casework.service'
import { possibleEvents } from './possible-events'
import { calledOf } from './transfer'
import type { FreshLink } from './transfer-links'
import type { TransferLists } from './transfer-lists.service'
import type { TransferLooks } from './transfer-looks.service'
import type { TransferRegister } from './transfer-register.service'
import type { TransferReminders } from './transfer-reminders.service'
import type { Sending, TransferSending } from './transfer-sending.service'
import { presentTransfer } from './transfers.presenter'
import type { Transfers } from './transfers.service'

/** A body's sending, with its times and what was left out. */
const sendingOf = ({
  answerBy,
  ...sending
}: Omit<Sending, 'answerBy'> & { answerBy?: string | undefined }): Sending => ({
  ...sending,
  answerBy: answerBy === undefined ? undefined : new Date(answerBy),
})

/** 转办 at the township: sending, what becomes of it, and the ledger. */
export function transfersRoutes(
  { cipher, now }: Pick<House, 'cipher' | 'now'>,
  rooms: {
    casework: Casework
    stories: CaseStories
    places: Places
    transferSending: TransferSending
    transfers: Transfers
    transferReminders: TransferReminders
    transferLists: TransferLists
    transferLooks: TransferLooks
    transferRegister: TransferRegister
  },
): RoutesOf<keyof typeof transferEndpoints> {
  const {
    casework,
    stories,
    places,
    transferSending,
    transfers,
    transferReminders,
    transferLists,
    transferLooks,
    transferRegister,
  } = rooms
  const { present } = stories

  /** A township of one's own, or of one's county; another one is answered like one that does not exist. */
  const own = (viewer: Viewer | null, township: DivisionCode, roles: readonly Role[]): Viewer => {
    const by = known(viewer)
    if (!postsFor(by, roles).some(({ territory }) => isWithin(township, territory))) throw notFound()
    return by
  }

  const presentLink = (link: FreshLink | null) =>
    link && { token: link.token, expiresAt: link.expiresAt.toISOString() }
  const withLink = async (work: CaseRecord, link: FreshLink | null, viewer: Viewer) => ({
    case: await present(work, viewer),
    link: presentLink(link),
  })

  return {
    async 'GET /api/cases/:caseId/transfer-draft'({ params, viewer }) {
      const work = await casework.find(params.caseId)
      const [draft, gazetteer] = await Promise.all([
        transferSending.draft(work),
        places.gazetteer(work.township),
      ])
      const events = possibleEvents(work, rolesOver(known(viewer), territoryOf(work)))
      return {
        version: work.version,
        event: (['transfer', 'transfer_beside'] as const).find((event) => events.includes(event)) ?? null,
        subjectName: work.subjectName,
        placeName: placeNameOf(work, gazetteer),
        departments: draft.contacts.map(({ code, contact }) => ({
          code,
          contact: contact && publicPersonOf(contact),
        })),
        phoneMasked: draft.phoneMasked,
        matter: draft.matter,
        answerBy: draft.answerBy.toISOString(),
        refused: draft.refused.map((transfer) => ({
          id: transfer._id.toHexString(),
          departmentCalled: calledOf(transfer),
          matter: maskNumbersIn(cipher.decrypt('transfer.matter', transfer.matter)),
        })),
      }
    },
    async 'POST /api/cases/:caseId/transfer'({ params, body: { version, ...asked }, viewer }) {
      const by = known(viewer)
      return present(await transferSending.send(params.caseId, version, 'transfer', sendingOf(asked), by), by)
    },
    async 'POST /api/cases/:caseId/transfer-beside'({ params, body: { version, ...asked }, viewer }) {
      const by = known(viewer)
      return present(
        await transferSending.send(params.caseId, version, 'transfer_beside', sendingOf(asked), by),
        by,
      )
    },
    async 'POST /api/cases/:caseId/take-back'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await transferSending.takeBack(params.caseId, body.version, by), by)
    },
    async 'POST /api/cases/:caseId/transfers/:transferId/receive'({ params, body, viewer }) {
      const by = known(viewer)
      const at = { ...params, version: body.version }
      return present(await transfers.hearFor(at, { event: 'receive_transfer' }, body.name, by), by)
    },
    async 'POST /api/cases/:caseId/transfers/:transferId/refuse'({ params, body, viewer }) {
      const by = known(viewer)
      const at = { ...params, version: body.version }
      const deed = { event: 'refuse_transfer', words: body.reason } as const
      return present(await transfers.hearFor(at, deed, body.name, by), by)
    },
    async 'POST /api/cases/:caseId/transfers/:transferId/reply'({ params, body, viewer }) {
      const by = known(viewer)
      const at = { ...params, version: body.version }
      const deed = { event: 'reply_transfer', words: body.reply } as const
      return present(await transfers.hearFor(at, deed, body.name, by), by)
    },
    async 'POST /api/cases/:caseId/transfers/:transferId/close'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await transfers.close({ ...params, version: body.version }, by), by)
    },
    async 'POST /api/cases/:caseId/transfers/:transferId/remind'({ params, body, viewer }) {
      const by = known(viewer)
      const { work, link } = await transferReminders.remind({ ...params, version: body.version }, by)
      return withLink(work, link, by)
    },
    async 'POST /api/cases/:caseId/transfers/:transferId/link'({ params, body, viewer }) {
      const by = known(viewer)
      const { work, link } = await transferReminders.makeLink({ ...params, version: body.version }, by)
      return withLink(work, link, by)
    },
    async 'POST /api/cases/:caseId/transfers/:transferId/revoke-link'({ params, body, viewer }) {
      const by = known(viewer)
      return withLink(await transferReminders.revokeLink({ ...params, version: body.version }, by), null, by)
    },
    async 'GET /api/townships/:township/transfers'({ params: { township }, query, viewer }) {
      const by = own(viewer, township, deskRoles)
      const { department, sheet, year, after } = query
      const asked = { department, sheet, year: year === undefined ? undefined : Number(year) }
      const [page, counts, years, prefix, gazetteer] = await Promise.all([
        transferLists.ofTownship(township, asked, after),
        transferLists.countsOf(township),
        transferLists.yearsOf(township),
        transferRegister.prefixOf(township),
        places.gazetteer(township),
      ])
      return {
        after: page.after,
        counts,
        years,
        prefix,
        items: page.items.map(({ work, transfer }) => ({
          ...presentTransfer(transfer, cipher, now()),
          case: {
            id: work._id.toHexString(),
            version: work.version,
            subjectName: work.subjectName,
            placeName: placeNameOf(work, gazetteer),
            urgency: work.urgency,
            events: possibleEvents(work, rolesOver(by, territoryOf(work))),
          },
        })),
      }
    },
    async 'GET /api/townships/:township/transfers/sheet'({ params: { township }, query, viewer, ctx }) {
      const by = own(viewer, township, deskRoles)
      const { department, sheet, year } = query
      const asked = { department, sheet, year: year === undefined ? undefined : Number(year) }
      const [lines, gazetteer, { name }] = await Promise.all([
        transferLists.allOfTownship(township, asked),
        places.gazetteer(township),
        places.township(township),
      ])
      await transferLooks.noteExport(township, lines.length, by)
      ctx.body = await workbookOf({
        title: `${name}转办台账`,
        unit: name,
        period: [
          year && `${year}年`,
          department && departments[department],
          sheet && transferSheets[sheet],
          `制表 ${dateOf(now())}`,
        ]
          .filter(Boolean)
          .join('　'),
        columns: transferLedgerColumns,
        rows: lines.map((line) =>
          transferLedgerRow(line, { placeName: placeNameOf(line.work, gazetteer), cipher }),
        ),
      })
      ctx.set('Content-Disposition', `attachment; filename="transfers-${dateOf(now())}.xlsx"`)
      return undefined
    },
    async 'PUT /api/townships/:township/transfer-prefix'({ params: { township }, body, viewer }) {
      await transferRegister.setPrefix(township, body.prefix, own(viewer, township, townshipRoles))
      return undefined
    },
  }
}
