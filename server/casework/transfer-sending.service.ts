import { Types } from 'mongoose'
import { type Department, departmentCodes, helpCategoriesInWords } from '../../shared/domain/code-lists'
import type { CaseEvent } from '../../shared/domain/life-cycle'
import { longestMatter } from '../../shared/domain/transfers'
import type { Deadlines } from '../deadlines/deadlines.service'
import type { House } from '../house'
import { wrongField } from '../http/problem'
import type { OpenReport } from '../intake/reports.service'
import type { Notices } from '../notifications/notices.service'
import type { Actor, People } from '../people/people.service'
import { signedAs } from '../people/signed'
import { maskNumbersIn, maskPhone } from '../trust/masking'
import type { Viewer } from '../trust/policy'
import type { CaseRecord } from './case.model'
import type { CaseStories } from './case-stories.service'
import type { Casework } from './casework.service'
import { type CaseMover, staleCase } from './move-case'
import { runningClock } from './running-clock'
import { calledOf, hasComeBack, type Transfer } from './transfer'
import type { TransferRegister } from './transfer-register.service'
import { clockWith, closedBy, contactsPage, familyOf, signed } from './transfer-step'

/** What the township asks another department for. */
export interface Sending {
  department: Department
  departmentName?: string | undefined
  matter: string
  /** The number the department is given: the family's own that is known, none, or another one. */
  phone: 'known' | 'none' | (string & {})
  answerBy?: Date | undefined
  /** The refused transfer that this one takes the place of. */
  insteadOf?: string | undefined
}

/** What the form begins with, so that nothing that is known is typed again (R5). */
export interface SendingDraft {
  contacts: { code: Department; contact: Actor | null }[]
  phoneMasked: string | null
  matter: string
  answerBy: Date
  refused: Transfer[]
}

/** Whether a case is given over to a department, or goes on here while the department sees to one matter of it. */
export type SendingEvent = Extract<CaseEvent, 'transfer' | 'transfer_beside'>

/** Sending a matter to another department, and taking the case back from them (R9, R10). */
export interface TransferSending {
  draft(work: CaseRecord): Promise<SendingDraft>
  /**
   * @throws Problem invalid-input for a department without a name, a day past or later than the clock, a transfer
   * that was not refused.
   */
  send(
    id: string,
    version: number,
    event: SendingEvent,
    sending: Sending,
    viewer: Viewer,
  ): Promise<CaseRecord>
  /** The township decides anew; what has come back is closed with it. */
  takeBack(id: string, version: number, viewer: Viewer): Promise<CaseRecord>
}

/** The family's own number, and never that of a neighbour who reported. */
const householdPhone = (reports: readonly OpenReport[]): string | null =>
  reports
    .map(({ subjectPhone, forWhom, phone }) => subjectPhone ?? (forWhom === 'self' ? phone : null))
    .findLast((phone) => phone !== null) ?? null

/** The reports' words, with which the matter begins. */
const matterOf = (reports: readonly OpenReport[]) =>
  reports
    .map(({ text, categories }) => maskNumbersIn(text) || helpCategoriesInWords(categories))
    .join('\n')
    .slice(0, longestMatter)

/** Makes the service that sends matters to other departments. */
export function transferSendingService(
  { now, cipher }: Pick<House, 'now' | 'cipher'>,
  rooms: {
    casework: Casework
    mover: CaseMover
    people: People
    stories: CaseStories
    transferRegister: TransferRegister
    notices: Notices
    deadlines: Deadlines
  },
): TransferSending {
  const { casework, mover, people, stories, transferRegister, notices, deadlines } = rooms

  /** The same sent twice: a second tap, or an answer that was lost. */
  const isEcho = (work: CaseRecord, event: SendingEvent, { department, matter }: Sending, viewer: Viewer) => {
    const last = work.transfers.at(-1)
    return (
      work.history.at(-1)?.event === event &&
      last?.sentBy.account.toHexString() === viewer.account &&
      last.department === department &&
      cipher.decrypt('transfer.matter', last.matter) === matter
    )
  }

  const latestAnswer = ({ township, urgency }: CaseRecord, at: Date) =>
    deadlines.dueAt(township, 'department_reply', urgency, at)

  /** The department's own clock; the sender may ask for less time, not give more. */
  const answerByOf = async (work: CaseRecord, asked: Date | undefined, at: Date) => {
    const latest = await latestAnswer(work, at)
    if (!asked) return latest
    if (asked <= at) throw wrongField('answerBy', '这一天已经过去了')
    if (asked > latest) throw wrongField('answerBy', '比时限还晚，往前选一天')
    return asked
  }

  const nameOf = ({ department, departmentName }: Sending) => {
    if (department !== 'other') return null
    if (!departmentName) throw wrongField('departmentName', '写清楚是哪个部门')
    return departmentName
  }

  const phoneOf = async (work: CaseRecord, { phone }: Sending) => {
    if (phone === 'none') return null
    const number = phone === 'known' ? householdPhone(await stories.reportsOf(work)) : phone
    return number && cipher.encrypt('transfer.phone', number)
  }

  const replacedBy = (work: CaseRecord, { insteadOf }: Sending) => {
    if (!insteadOf) return null
    const replaced = work.transfers.find(({ _id }) => _id.toHexString() === insteadOf)
    if (replaced?.state !== 'refused') throw wrongField('insteadOf', '这一件没有退回来')
    return replaced
  }

  /** A transfer as it is sent, but for its number, which is taken when it is stored. */
  const made = async (
    work: CaseRecord,
    sending: Sending,
    viewer: Viewer,
  ): Promise<Omit<Transfer, 'number' | 'year' | 'serial'>> => {
    const at = now()
    const { department, matter } = sending
    const answerBy = await answerByOf(work, sending.answerBy, at)
    const contact = await people.contactOf(work.township, department)
    return {
      _id: new Types.ObjectId(),
      clock: 'department_reply',
      dueAt: answerBy,
      endedAt: null,
      department,
      departmentName: nameOf(sending),
      state: 'sent',
      matter: cipher.encrypt('transfer.matter', matter),
      phone: await phoneOf(work, sending),
      sentAt: at,
      sentBy: signed(viewer, work),
      answerBy,
      contact: contact && signedAs(contact),
      link: null,
      received: null,
      said: null,
      remindAt: answerBy,
      reminders: [],
      closed: null,
    }
  }

  return {
    async draft(work) {
      const reports = await stories.reportsOf(work)
      const phone = householdPhone(reports)
      return {
        contacts: await Promise.all(
          departmentCodes.map(async (code) => ({
            code,
            contact: await people.contactOf(work.township, code),
          })),
        ),
        phoneMasked: phone && maskPhone(phone),
        matter: matterOf(reports),
        answerBy: await latestAnswer(work, now()),
        refused: work.transfers.filter(({ state }) => state === 'refused'),
      }
    },
    async send(id, version, event, sending, viewer) {
      const before = await mover.find(id)
      if (before.version !== version) {
        if (isEcho(before, event, sending, viewer)) return before
        throw staleCase(before)
      }
      const replaced = replacedBy(before, sending)
      const transfer = await made(before, sending, viewer)
      const at = transfer.sentAt
      const kept = before.transfers.map((one) =>
        one === replaced ? closedBy(one, transfer.sentBy, at) : one,
      )
      await transferRegister.open(before.township)
      const all = [...kept, { ...transfer, number: '', year: 0, serial: 0 }]
      return mover.moveAs(viewer, before, version, event, {
        owner: event === 'transfer' ? await casework.ownerFor('transferred', before.township) : before.owner,
        ...(event === 'transfer' ? runningClock(before.relief, all) : clockWith(before, all)),
        words: `${calledOf(transfer)}：${sending.matter}`,
        details: { transfer: transfer._id.toHexString(), department: transfer.department },
        setInside: async (work) => ({
          transfers: [...kept, { ...transfer, ...(await transferRegister.take(before.township, at, work)) }],
        }),
        async also(work) {
          const { contact } = transfer
          if (!contact) return
          notices.tell(
            [
              {
                to: contact.account,
                kind: 'transfer_new',
                caseId: before._id,
                step: String(version + 1),
                urgent: before.urgency === 'urgent',
                words: `${transfer.sentBy.calledAs}转来一件，${familyOf(before)}，请签收`,
                page: contactsPage(transfer),
              },
            ],
            at,
            work,
          )
        },
      })
    },
    async takeBack(id, version, viewer) {
      const before = await mover.find(id)
      const by = signed(viewer, before)
      return mover.moveAs(viewer, before, version, 'take_back', {
        owner: await casework.ownerFor('confirmed', before.township),
        set: {
          transfers: before.transfers.map((one) => (hasComeBack(one) ? closedBy(one, by, now()) : one)),
        },
      })
    },
  }
}
