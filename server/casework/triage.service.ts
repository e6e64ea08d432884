import type { DivisionCode } from '../../shared/domain/territory'
import { countyOf } from '../../shared/domain/territory'
import type { House } from '../house'
import { notFound, Problem, wrongField } from '../http/problem'
import type { Actor, People } from '../people/people.service'
import { villageIn } from '../places/gazetteer'
import type { Places } from '../places/places.service'
import { misleadingWords, teachableWords } from '../routing/learning'
import type { Viewer } from '../trust/policy'
import type { CaseRecord } from './case.model'
import type { Casework } from './casework.service'
import type { CaseMover } from './move-case'

/** What a case's reports said, for finding the words that its place turned on. */
export interface SaidWords {
  text: string
  placeWords: string | null
}

/** The desk at which leads are placed by a person, and what is learned there (R4, R5). */
export interface Triage {
  /** Places a lead in a village; `learn` are words of the report that mean this village from now on. */
  place(
    id: string,
    version: number,
    to: { village: DivisionCode; learn: readonly string[] },
    said: readonly SaidWords[],
    viewer: Viewer,
  ): Promise<CaseRecord>
  /** Passes a lead to another township's desk or to the county's. */
  passOn(id: string, version: number, desk: DivisionCode, viewer: Viewer): Promise<CaseRecord>
  /** Confirms that a lead is hardship after all. */
  asHardship(id: string, version: number, viewer: Viewer): Promise<CaseRecord>
  /** A complaint about officials goes to the petition channel. */
  referPetition(id: string, version: number, viewer: Viewer): Promise<CaseRecord>
  /** Suspected abuse was reported to the police and child protection; the note says to whom. */
  reportAbuse(id: string, version: number, note: string, viewer: Viewer): Promise<CaseRecord>
  /** Whom at the police one calls for a township: its station's contact on the roster, else the county's. */
  policeOf(township: DivisionCode): Promise<Actor | null>
  /**
   * The number to call about suspected abuse; that it was taken stands in the audit log.
   * @throws Problem not-yet for what is no suspected abuse, not-found where the roster has no contact with a number.
   */
  callPolice(id: string, whom: '110' | 'contact', viewer: Viewer): Promise<string>
  dismiss(id: string, version: number, reason: string, viewer: Viewer): Promise<CaseRecord>
  /** Nobody here can help with it: who can is told to whoever reported. */
  pointElsewhere(id: string, version: number, explanation: string, viewer: Viewer): Promise<CaseRecord>
  /** The police or the petition office is done with what was referred to them. */
  closeReferral(id: string, version: number, explanation: string, viewer: Viewer): Promise<CaseRecord>
  /** "Not our village's": back to the desk, and the word that misled is not read so again. */
  returnToTriage(
    id: string,
    version: number,
    reason: string,
    said: readonly SaidWords[],
    viewer: Viewer,
  ): Promise<CaseRecord>
  /** The desks that a lead can be passed on to from this one. */
  desksBeside(desk: DivisionCode): Promise<{ code: DivisionCode; name: string }[]>
}

/** Why a case lies where it does, with one more reason before the others. */
const reasoned = ({ routing }: CaseRecord, why: string) => ({
  ...routing,
  reasons: [why, ...routing.reasons],
})

/** Makes the triage service. */
export function triageService(
  { audit, now }: Pick<House, 'audit' | 'now'>,
  rooms: {
    casework: Casework
    mover: CaseMover
    places: Places
    people: People
  },
): Triage {
  const { casework, mover, places, people } = rooms

  const desksBeside = async (desk: DivisionCode) => {
    const county = countyOf(desk)
    const [townships, above] = await Promise.all([
      places.openTownships(county),
      people.actorFor(county, ['county_officer']),
    ])
    const name = (await places.atlas.county(county))?.name ?? '县里'
    return [...townships, ...(above ? [{ code: county, name: `${name}民政局` }] : [])].filter(
      ({ code }) => code !== desk,
    )
  }

  return {
    desksBeside,
    async place(id, version, { village, learn }, said, viewer) {
      const before = await mover.find(id)
      const gazetteer = await places.gazetteer(before.township)
      const known = villageIn(gazetteer, village)
      if (!known) throw wrongField('village', '本乡没有这个村')
      const offered = said.flatMap((words) => teachableWords(words, gazetteer))
      const unknown = learn.find((word) => !offered.includes(word))
      if (unknown !== undefined) throw wrongField('learn', `“${unknown}”不在这条线索的话里`)
      const placed = await mover.moveAs(viewer, before, version, 'place', {
        owner: await casework.ownerFor('assigned', village),
        set: {
          village,
          routing: reasoned(before, `${viewer.calledAs}看过，分到${known.name}`),
        },
        details: { village },
      })
      for (const text of learn)
        await places.learn(before.township, { text, village, says: 'is', by: viewer.account })
      return placed
    },
    async passOn(id, version, desk, viewer) {
      const before = await mover.find(id)
      const beside = await desksBeside(before.township)
      const to = beside.find(({ code }) => code === desk)
      if (!to) throw wrongField('desk', '不能转到那里')
      return mover.moveAs(viewer, before, version, 'pass_on', {
        owner: await casework.ownerFor('triage', desk, before.track),
        set: {
          township: desk,
          village: null,
          routing: {
            ...reasoned(before, `${viewer.calledAs}看过，不在这里，转给${to.name}`),
            candidates: [],
          },
        },
        told: `不是这里的，转给了${to.name}看`,
        details: { desk },
      })
    },
    async asHardship(id, version, viewer) {
      const before = await mover.find(id)
      return mover.moveAs(viewer, before, version, 'as_hardship', {
        owner: await casework.ownerFor('triage', before.township),
        set: { track: 'hardship', trackReason: null },
        details: { track: before.track },
      })
    },
    async referPetition(id, version, viewer) {
      const before = await mover.find(id)
      return mover.moveAs(viewer, before, version, 'refer_petition', {
        owner: before.owner,
        set: { track: 'petition' },
      })
    },
    async reportAbuse(id, version, note, viewer) {
      const before = await mover.find(id)
      return mover.moveAs(viewer, before, version, 'report_abuse', {
        owner: before.owner,
        set: { track: 'abuse' },
        words: note,
      })
    },
    policeOf: (township) => people.contactOf(township, 'police'),
    async callPolice(id, whom, viewer) {
      const work = await mover.find(id)
      if (work.track !== 'abuse') throw new Problem('not-yet', '这条线索没有说到有人受虐待')
      const contact = whom === 'contact' ? await people.contactOf(work.township, 'police') : null
      const phone = whom === '110' ? whom : contact && (await people.phoneOf(contact.account))
      if (!phone) throw notFound('派出所没有留电话，打 110')
      const deed = {
        actor: viewer.account,
        action: 'case.call_police',
        subject: { kind: 'case', id },
        details: { whom: contact ? contact.account.toHexString() : whom },
      }
      await audit.note(deed, now())
      return phone
    },
    async dismiss(id, version, reason, viewer) {
      const before = await mover.find(id)
      return mover.moveAs(viewer, before, version, 'dismiss', {
        owner: before.owner,
        words: reason,
      })
    },
    async pointElsewhere(id, version, explanation, viewer) {
      const before = await mover.find(id)
      return mover.moveAs(viewer, before, version, 'point_elsewhere', {
        owner: before.owner,
        explained: explanation,
      })
    },
    async closeReferral(id, version, explanation, viewer) {
      const before = await mover.find(id)
      return mover.moveAs(viewer, before, version, 'close_referral', {
        owner: before.owner,
        explained: explanation,
      })
    },
    async returnToTriage(id, version, reason, said, viewer) {
      const before = await mover.find(id)
      const { village } = before
      const gazetteer = await places.gazetteer(before.township)
      const name = (village && villageIn(gazetteer, village)?.name) ?? '村里'
      const returned = await mover.moveAs(viewer, before, version, 'return_to_triage', {
        owner: await casework.ownerFor('triage', before.township),
        set: {
          village: null,
          routing: {
            ...reasoned(before, `${name}退回`),
            candidates: before.routing.candidates.filter((one) => one.village !== village),
          },
        },
        words: reason,
        details: { village },
      })
      // Only what the rules read is unlearned: where a person placed the lead, no word misled anybody.
      const byRules = before.history.every(({ event }) => event !== 'place')
      if (village && byRules)
        for (const text of new Set(said.flatMap((words) => misleadingWords(words, gazetteer, village))))
          await places.learn(before.township, { text, village, says: 'is_not', by: viewer.account })
      return returned
    },
  }
}
