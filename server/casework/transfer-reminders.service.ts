import { inTransaction, type Work } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile, Problem } from '../http/problem'
import type { Notices } from '../notifications/notices.service'
import type { People } from '../people/people.service'
import { signedAs } from '../people/signed'
import type { Viewer } from '../trust/policy'
import { type CaseRecord, caseModel } from './case.model'
import type { CaseMover } from './move-case'
import { type CaseTransfer, calledOf, isLate, isWithDepartment, type Transfer } from './transfer'
import { type FreshLink, freshLink, prolonged } from './transfer-links'
import {
  casePage,
  contactsPage,
  familyOf,
  noticeOf,
  settledBefore,
  shownTransfer,
  signed,
  type TransferAddress,
  unreminded,
  withChanged,
} from './transfer-step'

/** How a department that is slow is asked again, and how one without an account here is let in. */
export interface TransferReminders {
  /** 催一催. Where the department has no account here, a new link goes with it. */
  remind(at: TransferAddress, viewer: Viewer): Promise<{ work: CaseRecord; link: FreshLink | null }>
  /** Makes a one-time link; an older one is good no more. */
  makeLink(at: TransferAddress, viewer: Viewer): Promise<{ work: CaseRecord; link: FreshLink }>
  revokeLink(at: TransferAddress, viewer: Viewer): Promise<CaseRecord>
  /** Reminds of what is late, each once; any number of processes may sweep. Answers how many. */
  sweep(): Promise<number>
}

/** One sweep takes this many cases; the next one comes in a minute. */
const mostReminded = 200

/** Makes the service that reminds departments. */
export function transferRemindersService(
  { db, now, audit, cipher }: Pick<House, 'db' | 'now' | 'audit' | 'cipher'>,
  { mover, people, notices }: { mover: CaseMover; people: People; notices: Notices },
): TransferReminders {
  const cases = caseModel(db)

  /** Whoever is the department's contact now: posts change while a matter waits. */
  const contactNow = async (work: CaseRecord, { department }: Transfer) => {
    const contact = await people.contactOf(work.township, department)
    return contact && signedAs(contact)
  }

  const tellContact = (work: CaseRecord, transfer: Transfer, at: Date, inside: Work) => {
    if (!transfer.contact) return
    const notice = {
      to: transfer.contact.account,
      kind: 'transfer_reminder',
      words: `催一催：${familyOf(work)}，还等着答复`,
      page: contactsPage(transfer),
    } as const
    notices.tell([noticeOf(work, notice)], at, inside)
  }

  /** Changes a link, which is no step of the case's life; a screen of the case that is open is then an old one. */
  const putLink = async (
    { work, transfer }: CaseTransfer,
    link: Transfer['link'],
    action: string,
    viewer: Viewer,
  ): Promise<CaseRecord> => {
    if (!isWithDepartment(transfer)) throw settledBefore(transfer)
    const { _id, version } = work
    const changed = await inTransaction(db, async (inside) => {
      const written = await cases
        .findOneAndUpdate(
          { _id, version },
          { $set: { transfers: withChanged(work, { ...transfer, link }) }, $inc: { version: 1 } },
          { returnDocument: 'after', session: inside.session },
        )
        .lean<CaseRecord>()
      if (!written) throw changedMeanwhile('刚才有别人先办了，请看看最新情况')
      audit.record(
        {
          actor: viewer.account,
          action,
          subject: { kind: 'case', id: _id.toHexString() },
          details: { transfer: transfer._id.toHexString() },
        },
        now(),
        inside,
      )
      return written
    })
    audit.sealSoon()
    return changed
  }

  /** Reminds by itself of everything in one case that has become late. */
  const remindOf = async (work: CaseRecord): Promise<number> => {
    const at = now()
    const late = work.transfers.filter(({ remindAt }) => remindAt && remindAt <= at)
    const reminded = await Promise.all(
      late.map(
        async (transfer): Promise<Transfer> => ({
          ...unreminded(transfer),
          contact: await contactNow(work, transfer),
          // Nobody is there to hand out a new link: the one that the department has goes on leading to the matter.
          link: transfer.link && prolonged(transfer.link, at),
          reminders: [...transfer.reminders, { at, by: null }],
        }),
      ),
    )
    const called = late.map(calledOf).join('、')
    await mover.move(work, work.version, 'remind_transfer', 'system', {
      owner: work.owner,
      told: '到时间没有回音，自动催了一次',
      words: called,
      set: {
        transfers: work.transfers.map((one) => reminded.find(({ _id }) => _id.equals(one._id)) ?? one),
      },
      async also(inside) {
        for (const transfer of reminded) tellContact(work, transfer, at, inside)
        const notice = {
          to: work.owner.account,
          kind: 'transfer_overdue',
          words: `${called}到时间没有回音：${familyOf(work)}`,
          page: casePage(work),
        } as const
        notices.tell([noticeOf(work, notice)], at, inside)
      },
    })
    return late.length
  }

  return {
    async remind(address, viewer) {
      const { work, transfer } = await shownTransfer(mover, address)
      if (!isWithDepartment(transfer)) throw settledBefore(transfer)
      const at = now()
      const contact = await contactNow(work, transfer)
      const made = transfer.link || !contact ? freshLink(at, cipher) : null
      const reminded: Transfer = {
        // Who is reminded by a person when it is late need not be by time as well.
        ...(isLate(transfer, at) ? unreminded(transfer) : transfer),
        contact,
        link: made ? made.link : transfer.link,
        reminders: [...transfer.reminders, { at, by: signed(viewer, work) }],
      }
      const moved = await mover.moveAs(viewer, work, address.version, 'remind_transfer', {
        owner: work.owner,
        words: calledOf(transfer),
        set: { transfers: withChanged(work, reminded) },
        details: { transfer: address.transferId, link: made !== null },
        also: async (inside) => tellContact(work, reminded, at, inside),
      })
      return { work: moved, link: made ? made.fresh : null }
    },
    async makeLink(address, viewer) {
      const { link, fresh } = freshLink(now(), cipher)
      const shown = await shownTransfer(mover, address)
      return { work: await putLink(shown, link, 'transfer.link', viewer), link: fresh }
    },
    revokeLink: async (address, viewer) =>
      putLink(await shownTransfer(mover, address), null, 'transfer.revoke_link', viewer),
    async sweep() {
      const late = await cases
        .find({ 'transfers.remindAt': { $lte: now() } })
        .limit(mostReminded)
        .lean<CaseRecord[]>()
      let reminded = 0
      for (const work of late) {
        try {
          reminded += await remindOf(work)
        } catch (error) {
          // Another process, or a person, has just had this case in hand: the next round looks again.
          if (!(error instanceof Problem)) throw error
        }
      }
      return reminded
    },
  }
}
