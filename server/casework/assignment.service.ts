import { Types } from 'mongoose'
import { isClosed } from '../../shared/domain/case-states'
import { caseRoles, deskRoles, type Role } from '../../shared/domain/roles'
import { isWithin } from '../../shared/domain/territory'
import type { Urgency } from '../../shared/domain/urgency'
import { inTransaction, type Work } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile, notFound, wrongField } from '../http/problem'
import type { AbsenceRecord } from '../people/absence.model'
import { absenceModel } from '../people/absence.model'
import type { AccountRecord } from '../people/account.model'
import { type Actor, type People, viewerOf } from '../people/people.service'
import { postsOver, type Viewer } from '../trust/policy'
import { type CaseRecord, territoryOf } from './case.model'
import type { HandOver } from './hand-over.service'
import type { CaseMover } from './move-case'

/** Who has what to do, and who has it while they are away (R2, R13). */
export interface Assignment {
  /**
   * Writes an absence down; one that has begun hands the open cases over at once.
   * @throws Problem not-found for somebody outside the viewer's territory, invalid-input for times that are not.
   */
  setAbsence(
    account: string,
    from: Date,
    until: Date,
    viewer: Viewer,
  ): Promise<{ id: string; handedOver: number }>
  endAbsence(id: string, viewer: Viewer): Promise<void>
  /** Hands over for absences that have begun since, and for posts that ended; any number of processes may sweep. */
  sweep(): Promise<number>
  /** Who else could have this case. */
  candidatesFor(work: CaseRecord): Promise<{ id: string; calledAs: string; title: string }[]>
  reassign(id: string, version: number, owner: string, reason: string, viewer: Viewer): Promise<CaseRecord>
  /** A person may always change the flag, either way; the system never lowers it. */
  setUrgency(
    id: string,
    version: number,
    urgency: Urgency,
    reason: string,
    viewer: Viewer,
  ): Promise<CaseRecord>
}

const longestAbsence = 366 * 24 * 3_600_000
const onDesk: readonly Role[] = deskRoles
const working: readonly Role[] = caseRoles

/** Makes the assignment service. */
export function assignmentService(
  { db, now, audit }: Pick<House, 'db' | 'now' | 'audit'>,
  { people, mover, handOver }: { people: People; mover: CaseMover; handOver: HandOver },
): Assignment {
  const absences = absenceModel(db)

  /** Oneself, or somebody of the territory in which one stands above them. */
  const mayWriteFor = (viewer: Viewer, account: AccountRecord) =>
    account._id.toHexString() === viewer.account ||
    account.posts.some(({ territory }) =>
      viewer.posts.some((post) => onDesk.includes(post.role) && isWithin(territory, post.territory)),
    )
  const reached = async (id: string, viewer: Viewer) => {
    const account = await people.account(id)
    if (!account || account.posts.length === 0 || !mayWriteFor(viewer, account)) throw notFound()
    return account
  }

  const candidates = async (work: CaseRecord) => {
    const territory = territoryOf(work)
    const at = [work.township, ...(work.village ? [work.village] : [])]
    const staff = await people.staffOf(at)
    return staff.flatMap((account): Actor[] => {
      const [post] = postsOver(viewerOf(account), territory).filter(({ role }) => working.includes(role))
      if (!post || account._id.equals(work.owner.account)) return []
      return [{ account: account._id, role: post.role, calledAs: account.calledAs, title: post.title }]
    })
  }

  const noted = (viewer: Viewer, action: string, id: string, details: Record<string, unknown>, work: Work) =>
    audit.record({ actor: viewer.account, action, subject: { kind: 'account', id }, details }, now(), work)

  return {
    async setAbsence(id, from, until, viewer) {
      const account = await reached(id, viewer)
      if (until <= from) throw wrongField('until', '回来的时间要在走的时间后面')
      if (until <= now()) throw wrongField('until', '这段时间已经过去了')
      if (until.getTime() - from.getTime() > longestAbsence) throw wrongField('until', '最长一年')
      const record: AbsenceRecord = {
        _id: new Types.ObjectId(),
        account: account._id,
        from,
        until,
        recordedBy: new Types.ObjectId(viewer.account),
        recordedAt: now(),
        handedOver: from <= now(),
      }
      const details = { from: from.toISOString(), until: until.toISOString() }
      await inTransaction(db, async (work) => {
        work.insert(absences, record)
        noted(viewer, 'absence.set', id, details, work)
      })
      audit.sealSoon()
      people.forgetActors()
      return {
        id: record._id.toHexString(),
        handedOver: record.handedOver ? await handOver.whileAway(account._id) : 0,
      }
    },
    async endAbsence(id, viewer) {
      const absence = await absences.findById(id).lean<AbsenceRecord>()
      if (!absence) throw notFound()
      await reached(absence.account.toHexString(), viewer)
      await inTransaction(db, async (work) => {
        await absences.deleteOne({ _id: absence._id }, { session: work.session })
        noted(viewer, 'absence.end', absence.account.toHexString(), {}, work)
      })
      audit.sealSoon()
      people.forgetActors()
    },
    async sweep() {
      let given = await handOver.sweep()
      for (;;) {
        const begun = await absences
          .findOneAndUpdate({ handedOver: false, from: { $lte: now() } }, { $set: { handedOver: true } })
          .lean<AbsenceRecord>()
        if (!begun) return given
        people.forgetActors()
        if (begun.until > now()) given += await handOver.whileAway(begun.account)
      }
    },
    async candidatesFor(work) {
      if (isClosed(work.state)) return []
      return (await candidates(work)).map(({ account, calledAs, title }) => ({
        id: account.toHexString(),
        calledAs,
        title,
      }))
    },
    async reassign(id, version, owner, reason, viewer) {
      const before = await mover.find(id)
      const to = (await candidates(before)).find(({ account }) => account.toHexString() === owner)
      if (!to) throw wrongField('owner', '这个人管不到这里')
      return mover.moveAs(viewer, before, version, 'reassign', {
        owner: to,
        told: `换${to.title}${to.calledAs}来办`,
        words: reason,
      })
    },
    async setUrgency(id, version, urgency, reason, viewer) {
      const before = await mover.find(id)
      if (before.urgency === urgency) throw changedMeanwhile('已经是这样了')
      const event = urgency === 'urgent' ? 'mark_urgent' : 'mark_ordinary'
      return mover.moveAs(viewer, before, version, event, {
        owner: before.owner,
        urgency,
        words: reason,
        set: { urgencyReasons: [`${viewer.calledAs}改的`, ...before.urgencyReasons] },
      })
    },
  }
}
