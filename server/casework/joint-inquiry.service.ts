import { type InquiryUnit, inquiryUnitCodes, inquiryUnits } from '../../shared/domain/relief'
import { momentInWords } from '../../shared/domain/spoken-time'
import { countyOf } from '../../shared/domain/territory'
import type { House } from '../house'
import { wrongField } from '../http/problem'
import type { NewNotice, Notices } from '../notifications/notices.service'
import type { Actor, People } from '../people/people.service'
import type { Ciphertext } from '../trust/field-cipher'
import type { Viewer } from '../trust/policy'
import type { CaseRecord } from './case.model'
import { actorIn, type Casework } from './casework.service'
import type { CaseMover } from './move-case'

/** One member of the joint inquiry team (R10: 县、乡、村联合). */
export interface TeamMember {
  name: string
  title: string
  unit: InquiryUnit
}

/** Who goes together, when, and where they meet. */
export interface JointInquiry {
  team: TeamMember[]
  meetAt: Date
  /** Where they meet may be where the family lives. */
  place: Ciphertext | null
  by: Pick<Actor, 'account' | 'calledAs' | 'title'>
}

/** What is said of a meeting before it is kept. */
export interface Meeting {
  team: TeamMember[]
  meetAt: Date
  place: string
}

/** The green channel: county, township and village go to a family together (R6, R10). */
export interface JointInquiries {
  /** @throws Problem invalid-input for a team without one of the three, or a time that is past or too far. */
  start(id: string, version: number, meeting: Meeting, viewer: Viewer): Promise<CaseRecord>
  change(id: string, version: number, meeting: Meeting, viewer: Viewer): Promise<CaseRecord>
  /** Who would go, by the duty roster. */
  teamFor(work: CaseRecord): Promise<TeamMember[]>
}

const furthest = 7 * 24 * 3_600_000

/** Makes the joint inquiry service. */
export function jointInquiryService(
  { now, cipher }: Pick<House, 'now' | 'cipher'>,
  {
    casework,
    mover,
    people,
    notices,
  }: { casework: Casework; mover: CaseMover; people: People; notices: Notices },
): JointInquiries {
  const check = ({ team, meetAt }: Meeting) => {
    const absent = inquiryUnitCodes.find((unit) => !team.some((member) => member.unit === unit))
    if (absent) throw wrongField('team', `${inquiryUnits[absent]}里还没有人一起去`)
    if (meetAt <= now()) throw wrongField('meetAt', '这个时间已经过去了')
    if (meetAt.getTime() - now().getTime() > furthest) throw wrongField('meetAt', '最晚约到 7 天以后')
  }

  /** Who of each level acts for this case now. */
  const onDuty = async ({ township, village }: CaseRecord) => {
    const found = await Promise.all([
      people.actorFor(countyOf(township), ['county_officer']),
      people.actorFor(township, ['township_officer', 'township_lead']),
      village ? people.actorFor(village, ['village_coordinator', 'village_secretary']) : null,
    ])
    return inquiryUnitCodes.flatMap((unit, at) => {
      const actor = found[at]
      return actor ? [{ unit, actor }] : []
    })
  }

  /** Those of the team whom the roster knows are asked to come; the others are called by whoever agreed on it. */
  const invitations = async (work: CaseRecord, { team }: Meeting, told: string, by: Actor) =>
    (await onDuty(work))
      .filter(
        ({ unit, actor }) =>
          !actor.account.equals(by.account) &&
          team.some((member) => member.unit === unit && member.name === actor.calledAs),
      )
      .map(
        ({ actor }): NewNotice => ({
          to: actor.account,
          kind: 'joint_inquiry',
          caseId: work._id,
          step: `${work._id.toHexString()} ${work.version + 1}`,
          urgent: work.urgency === 'urgent',
          words: `${work.subjectName ?? '一户人家'}：${told}`,
          page: `/village/case/case?id=${work._id.toHexString()}`,
        }),
      )

  const inWords = ({ team, place }: Meeting) =>
    [
      team.map(({ unit, title, name }) => `${inquiryUnits[unit]} ${title}${name}`).join('、'),
      place && `在${place}碰头`,
    ]
      .filter(Boolean)
      .join('，')

  const agree = async (
    event: 'start_joint_inquiry' | 'change_joint_inquiry',
    id: string,
    version: number,
    meeting: Meeting,
    viewer: Viewer,
  ) => {
    check(meeting)
    const before = await mover.find(id)
    const by = actorIn(viewer, before)
    const moment = momentInWords(meeting.meetAt)
    const starts = event === 'start_joint_inquiry'
    const told = starts
      ? `走绿色通道，县、乡、村约好 ${moment} 一起上门`
      : `县、乡、村一起上门，改到 ${moment}`
    const [owner, asked] = await Promise.all([
      starts ? casework.ownerFor('joint_inquiry', before.township) : before.owner,
      invitations(before, meeting, told, by),
    ])
    const jointInquiry: JointInquiry = {
      team: meeting.team,
      meetAt: meeting.meetAt,
      place: meeting.place ? cipher.encrypt('case.meeting', meeting.place) : null,
      by: { account: by.account, calledAs: by.calledAs, title: by.title },
    }
    return mover.moveAs(viewer, before, version, event, {
      owner,
      // The visit is written down once it was made: its clock runs from the time that all have agreed on.
      dueFrom: meeting.meetAt,
      clock: 'joint_visit',
      restarts: true,
      told,
      words: inWords(meeting),
      set: { jointInquiry },
      details: { meetAt: meeting.meetAt.toISOString(), team: meeting.team.length },
      also: async (work) => notices.tell(asked, now(), work),
    })
  }

  return {
    start: (id, version, meeting, viewer) => agree('start_joint_inquiry', id, version, meeting, viewer),
    change: (id, version, meeting, viewer) => agree('change_joint_inquiry', id, version, meeting, viewer),
    teamFor: async (work) =>
      (await onDuty(work)).map(({ unit, actor }) => ({ name: actor.calledAs, title: actor.title, unit })),
  }
}
