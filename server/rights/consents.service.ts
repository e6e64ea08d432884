import { type ClientSession, Types } from 'mongoose'
import { isHidden } from '../../shared/domain/code-lists'
import type { Casework } from '../casework/casework.service'
import { inTransaction } from '../database/transaction'
import type { House } from '../house'
import { Problem } from '../http/problem'
import type { OwnRecord, OwnReports } from '../intake/own-reports.service'
import type { Permissions } from '../notifications/permissions.service'
import type { Openids } from '../people/openids.service'
import { type ConsentRecord, consentModel } from './consent.model'

/** Consent: given with every report, taken back at any time (PIPL arts. 14–16). */
export interface Consents {
  /** Taken back or given anew by itself, the latest first. */
  of(account: Types.ObjectId): Promise<ConsentRecord[]>
  /** False from a withdrawal on, until the person agrees again: with the next report, or by itself. */
  stands(account: Types.ObjectId): Promise<boolean>
  /** @throws Problem not-yet for who has taken it back and says more to what was reported before. */
  mustStand(account: Types.ObjectId): Promise<void>
  /**
   * Takes consent back: where the phone was is deleted, messages outside end, and what is not a report with its own
   * consent is refused. What is being worked on goes on. Done again, it changes nothing.
   */
  withdraw(account: Types.ObjectId): Promise<void>
  /** Gives it again, to the text of this version. */
  give(account: Types.ObjectId, version: string): Promise<void>
}

/** Makes the service. */
export function consentsService(
  { db, now, audit }: Pick<House, 'db' | 'now' | 'audit'>,
  rooms: { ownReports: OwnReports; casework: Casework; openids: Openids; permissions: Permissions },
): Consents {
  const { ownReports, casework, openids, permissions } = rooms
  const consents = consentModel(db)
  const of = (account: Types.ObjectId) =>
    consents.find({ account }).sort({ at: -1, _id: -1 }).lean<ConsentRecord[]>()

  const stands = async (account: Types.ObjectId) => {
    const last = await consents.findOne({ account }).sort({ at: -1, _id: -1 }).lean<ConsentRecord>()
    if (last?.kind !== 'withdrawn') return true
    // A report carries its own consent, and so ends the withdrawal.
    const reported = await ownReports.lastConsent(account)
    return reported !== null && reported.at > last.at
  }

  /** Those that are no evidence of a case that is kept apart: there, nothing goes while it is open. */
  const notHidden = async (own: readonly OwnRecord[]) => {
    const works = await casework.many(own.map((one) => one.case))
    const hidden = new Set(works.filter(({ track }) => isHidden(track)).map(({ _id }) => _id.toHexString()))
    return own.filter((one) => !hidden.has(one.case.toHexString())).map(({ _id }) => _id)
  }

  const note = async (
    event: Omit<ConsentRecord, '_id' | 'at'>,
    also?: (session: ClientSession) => Promise<void>,
  ) => {
    await inTransaction(db, async (work) => {
      work.insert(consents, { _id: new Types.ObjectId(), at: now(), ...event })
      await also?.(work.session)
      const id = event.account.toHexString()
      audit.record(
        {
          actor: id,
          action: `consent.${event.kind}`,
          subject: { kind: 'account', id },
          details: { version: event.version },
        },
        now(),
        work,
      )
    })
    audit.sealSoon()
  }

  return {
    of,
    stands,
    async mustStand(account) {
      if (!(await stands(account)))
        throw new Problem('not-yet', '您撤回了同意。到“我的信息”里点“重新同意”，再发')
    },
    async withdraw(account) {
      if (!(await stands(account))) return
      const [person, positioned] = await Promise.all([
        openids.of(account.toHexString()),
        notHidden((await ownReports.of(account)).filter(({ hasPosition }) => hasPosition)),
      ])
      await note({ account, kind: 'withdrawn', version: null }, async (session) => {
        await ownReports.dropPositions(positioned, session)
        if (person) await permissions.forget(person.hash, session)
      })
    },
    async give(account, version) {
      if (await stands(account)) return
      await note({ account, kind: 'given', version })
    },
  }
}
