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

/** What must be known of a report to decide where it goes. */
export interface Placeable {
  /** The township through whose door it came. */
  township: DivisionCode
  facts: RoutingFacts
  /** There is more than words: pictures, a kind of trouble, a name. */
  otherwiseSaid: boolean
  householdHashes: readonly string[]
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
}) {
  const { places, casework, joining, people } = rooms

  /** The desk that answers for a place outside: its township's where that is set up, else the county's, else ours. */
  const deskFor = async (division: DivisionCode, ours: DivisionCode): Promise<DivisionCode> => {
    const county = countyOf(ours)
    const open = await places.openTownships(county)
    if (open.some(({ code }) => code === division)) return division
    return (await people.actorFor(county, ['county_officer'])) ? county : ours
  }

  /** What the rules say, without writing anything: also what a clerk is shown while typing. */
  const decide = async ({ township, facts, householdHashes }: Placeable) => {
    const gazetteer = await places.gazetteer(township)
    if (facts.stated && !villageIn(gazetteer, facts.stated.village))
      throw wrongField('place.village', '没有这个村')
    const knownVillage = await joining.knownVillage(householdHashes, township)
    const decision = route({ ...facts, ...(knownVillage ? { knownVillage } : {}) }, gazetteer)
    return { gazetteer, decision }
  }

  return {
    decide,
    /** @throws Problem invalid-input for a village that does not exist; unavailable when nobody is set up. */
    async of(report: Placeable): Promise<Destination> {
      const { township, facts } = report
      const { gazetteer, decision } = await decide(report)
      const track = recogniseTrack({ text: facts.text, otherwiseSaid: report.otherwiseSaid })
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
