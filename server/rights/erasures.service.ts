import { randomInt } from 'node:crypto'
import { Types } from 'mongoose'
import { dateOf } from '../../shared/domain/absence-days'
import type { Casework } from '../casework/casework.service'
import type { Joining } from '../casework/joining.service'
import type { ReportersGone } from '../casework/reporters-gone.service'
import { inTransaction, isDuplicateKey } from '../database/transaction'
import type { House } from '../house'
import { isOvertaken, notFound, Problem } from '../http/problem'
import type { Attachments } from '../intake/attachments.service'
import type { OwnReports } from '../intake/own-reports.service'
import type { Tidying } from '../intake/tidying.service'
import type { Notices } from '../notifications/notices.service'
import type { Permissions } from '../notifications/permissions.service'
import type { Leaving } from '../people/leaving.service'
import type { Openids } from '../people/openids.service'
import type { People } from '../people/people.service'
import { type ErasureRecord, erasureModel } from './erasure.model'

/** 注销回执: the number, and how many reports still hold a phone or a name until their cases are over. */
export interface Erased {
  number: string
  at: Date
  held: number
}

/** Closing one's own account (PIPL art. 47; WeChat asks for it inside the mini-program). */
export interface Erasures {
  /**
   * Closes an account by the table in `shared/domain/erasure`: at once what goes at once, and what an open case holds
   * when that is over. Done again it answers with the same receipt.
   * @throws Problem not-yet for who holds posts: whose work that is, the township settles first.
   */
  erase(account: string): Promise<Erased>
}

const mostAttempts = 5
const newNumber = (at: Date) =>
  `${dateOf(at).replaceAll('-', '')}-${String(randomInt(0, 1_000_000)).padStart(6, '0')}`

/** Makes the service. */
export function erasuresService(
  { db, now, audit }: Pick<House, 'db' | 'now' | 'audit'>,
  rooms: {
    people: People
    leaving: Leaving
    openids: Openids
    permissions: Permissions
    notices: Notices
    ownReports: OwnReports
    casework: Casework
    joining: Joining
    reportersGone: ReportersGone
    attachments: Attachments
    tidying: Tidying
  },
): Erasures {
  const { people, leaving, openids, permissions, notices, ownReports, casework, joining, attachments } = rooms
  const erasures = erasureModel(db)

  const receiptOf = async (account: Types.ObjectId): Promise<Erased | null> => {
    const done = await erasures.findOne({ account }).lean<ErasureRecord>()
    if (!done) return null
    const own = await ownReports.of(account)
    const held = own.filter(({ removed }) => !removed?.includes('contact')).length
    return { number: done.number, at: done.at, held }
  }

  const close = async (account: Types.ObjectId) => {
    const at = now()
    const [person, own] = await Promise.all([openids.of(account.toHexString()), ownReports.of(account)])
    const opened = await casework.many(own.map((one) => one.case))
    const leading = await joining.leading(opened)
    const told = [...opened, ...leading.values()].map(({ _id }) => _id)
    await inTransaction(db, async (work) => {
      const { session } = work
      await leaving.erase(account, at, work)
      await notices.forget(account, session)
      if (person) await permissions.forget(person.hash, session)
      await rooms.reportersGone.untell(account, told, session)
      await ownReports.lookNow(account, at, session)
      work.insert(erasures, { _id: new Types.ObjectId(), account, number: newNumber(at), at })
      const id = account.toHexString()
      audit.record(
        {
          actor: id,
          action: 'account.erase',
          subject: { kind: 'account', id },
          details: { reports: own.length },
        },
        at,
        work,
      )
    })
    audit.sealSoon()
  }

  return {
    async erase(id) {
      const account = new Types.ObjectId(id)
      for (let attempt = 1; ; attempt += 1) {
        const found = await people.account(id)
        if (!found) throw notFound('没有这个账号')
        if (found.erasedAt) break
        if (found.posts.length > 0)
          throw new Problem(
            'not-yet',
            `您现在是${found.posts.map(({ title }) => title).join('、')}，还不能注销。请找乡里的经办人先把职务交出去`,
          )
        try {
          await close(account)
          break
        } catch (error) {
          // Tapped twice at once, or a number that was given to somebody today: it is looked at again.
          const again = isDuplicateKey(error) || isOvertaken(error)
          if (!again || attempt === mostAttempts) throw error
        }
      }
      // What these leave undone, the periodic rounds finish.
      await attachments.removeUntied(account)
      await rooms.tidying.ofAccount(account)
      const receipt = await receiptOf(account)
      if (!receipt) throw new Problem('unavailable')
      return receipt
    },
  }
}
