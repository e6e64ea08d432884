import { isHidden } from '../../shared/domain/code-lists'
import { countyOf, type DivisionCode } from '../../shared/domain/territory'
import type { CaseRecord } from '../casework/case.model'
import type { Casework } from '../casework/casework.service'
import type { Joining } from '../casework/joining.service'
import { wrongField } from '../http/problem'
import type { Actor, People } from '../people/people.service'
import { type Gazetteer, villageIn } from '../places/gazetteer'
import type { Places } from '../places/places.service'
import type { RoutingFacts } from '../routing/evidence'
import { type RecognisedTrack, recogniseTrack } from '../routing/recognise-track'
import { type RoutingDecision, route } from '../routing/route'
import type { Reports } from './reports.service'

/** What must be known of a report to decide where it goes. */
export interface Placeable {
  /** The township through whose door it came. */
  township: DivisionCode
  facts: RoutingFacts
  /** There is more than words: pictures, a kind of trouble, a name. */
  otherwiseSaid: boolean
  householdHashes: readonly string[]
  /** The resident who sends it; null when somebody of the staff writes it down for another. */
  resident: string | null
}

/** Where a report goes: everything that is looked up and decided before anything is written. */
export interface Destination {
  /** Whose case it will be: the township's, another township's to which it is offered, or the county's desk. */
  township: DivisionCode
  gazetteer: Gazetteer
  decision: RoutingDecision
  track: RecognisedTrack
  owner: Actor
  joinInto: CaseRecord | null
}

/** Decides where reports go, with the rooms it has to ask. */
export function destinations(rooms: {
  places: Places
  casework: Casework
  joining: Joining
  people: People
  reports: Reports
}) {
  const { places, casework, joining, people, reports } = rooms

  /** The desk that answers for a place outside: its township's where that is set up, else the county's, else ours. */
  const deskFor = async (division: DivisionCode, ours: DivisionCode): Promise<DivisionCode> => {
    const county = countyOf(ours)
    const open = await places.openTownships(county)
    if (open.some(({ code }) => code === division)) return division
    return (await people.actorFor(county, ['county_officer'])) ? county : ours
  }

  const reportersVillage = async (resident: string | null, township: DivisionCode) =>
    resident === null
      ? undefined
      : joining.villageOfAll(await reports.casesOfOwnHousehold(resident), township)

  /** What the rules say, without writing anything: also what a clerk is shown while typing. */
  const decide = async ({ township, facts: said, householdHashes, resident }: Placeable) => {
    const gazetteer = await places.gazetteer(township)
    if (said.stated && !villageIn(gazetteer, said.stated.village))
      throw wrongField('place.village', '没有这个村')
    const [household, reporters] = await Promise.all([
      joining.knownVillage(householdHashes, township),
      reportersVillage(resident, township),
    ])
    const facts: RoutingFacts = {
      ...said,
      ...(household ? { knownVillage: household } : {}),
      ...(reporters ? { reportersVillage: reporters } : {}),
    }
    return { gazetteer, facts, decision: route(facts, gazetteer) }
  }

  return {
    decide,
    /** @throws Problem invalid-input for a village that does not exist; unavailable when nobody is set up. */
    async of(report: Placeable): Promise<Destination> {
      const { township } = report
      const track = recogniseTrack({ text: report.facts.text, otherwiseSaid: report.otherwiseSaid })
      const { gazetteer, facts, decision } = await decide(
        // Who tells of abuse or of an official may stay unnamed: nothing is derived from where they are.
        isHidden(track.track)
          ? { ...report, resident: null, facts: { ...report.facts, position: undefined } }
          : report,
      )
      if (decision.outcome === 'elsewhere' && !isHidden(track.track)) {
        const desk = await deskFor(decision.elsewhere?.division ?? '', township)
        // The other township's own gazetteer knows more: its desk gets its suggestions.
        const there = desk === township ? decision : route(facts, await places.gazetteer(desk))
        return {
          township: desk,
          gazetteer,
          decision: { ...decision, candidates: there.candidates, recognised: there.recognised },
          track,
          owner: await casework.ownerFor('triage', desk),
          joinInto: null,
        }
      }
      const hardship = track.track === 'hardship'
      const owner = await (hardship && decision.village
        ? casework.ownerFor('assigned', decision.village)
        : casework.ownerFor('triage', township, track.track))
      const joinInto = hardship ? await joining.openCaseOf(report.householdHashes, township) : null
      return { township, gazetteer, decision, track, owner, joinInto }
    },
  }
}

/** The service that decides where reports go. */
export type Destinations = ReturnType<typeof destinations>
