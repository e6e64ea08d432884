import { Types } from 'mongoose'
import type { ownDataEndpoints } from '../../shared/contract/own-data'
import type { House } from '../house'
import { answerBytes } from '../http/answer-bytes'
import { publicAddress } from '../http/public-address'
import { known, type RoutesOf } from '../http/serve-contract'
import type { Attachments } from '../intake/attachments.service'
import type { Consents } from './consents.service'
import type { Erasures } from './erasures.service'
import { presentOwnData } from './own-data.presenter'
import type { OwnData, Stored } from './own-data.service'
import { copyAsPage, copyAsSheet, copyOf } from './own-data-copy'

const day = 24 * 3_600_000
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** What a person may do with what is stored about them. */
export function rightsRoutes(
  { config, now }: Pick<House, 'config' | 'now'>,
  rooms: { ownData: OwnData; consents: Consents; erasures: Erasures; attachments: Attachments },
): RoutesOf<keyof typeof ownDataEndpoints> {
  const { ownData, consents, erasures, attachments } = rooms
  const present = async (account: string) => presentOwnData(await ownData.of(account))
  const linesOf = (stored: Stored, address: string) =>
    copyOf(stored, (id) => `${address}${attachments.linkFor(id, day)}`)
  const asFile = (ctx: { set(name: string, value: string): void }, end: string) => {
    ctx.set('Content-Disposition', `attachment; filename="my-data.${end}"`)
  }

  return {
    'GET /api/my-data': ({ viewer }) => present(known(viewer).account),
    async 'PUT /api/my-data/contact'({ body: { clientKey, ...contact }, viewer }) {
      const { account } = known(viewer)
      await ownData.correct(account, clientKey, contact)
      return present(account)
    },
    async 'GET /api/my-data/page'({ viewer, ctx }) {
      const lines = linesOf(
        await ownData.takeAlong(known(viewer).account, 'page'),
        publicAddress(config, ctx),
      )
      asFile(ctx, 'html')
      ctx.body = copyAsPage(lines, now())
      return undefined
    },
    async 'GET /api/my-data/sheet'({ viewer, ctx }) {
      const lines = linesOf(
        await ownData.takeAlong(known(viewer).account, 'sheet'),
        publicAddress(config, ctx),
      )
      asFile(ctx, 'xlsx')
      answerBytes(ctx, sheetType, await copyAsSheet(lines, now()))
      return undefined
    },
    async 'POST /api/my-data/consent/withdraw'({ viewer }) {
      const { account } = known(viewer)
      await ownData.of(account)
      await consents.withdraw(new Types.ObjectId(account))
      return present(account)
    },
    async 'POST /api/my-data/consent'({ body, viewer }) {
      const { account } = known(viewer)
      await ownData.of(account)
      await consents.give(new Types.ObjectId(account), body.version)
      return present(account)
    },
    async 'POST /api/my-data/erase'({ viewer }) {
      const { at, ...receipt } = await erasures.erase(known(viewer).account)
      return { ...receipt, at: at.toISOString() }
    },
  }
}
