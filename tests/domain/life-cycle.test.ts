import { clocks } from '../../shared/domain/clocks'
import {
  caseEventCodes,
  caseStateCodes,
  eventRule,
  eventsOpenTo,
  stateRule,
} from '../../shared/domain/life-cycle'
import { roleCodes } from '../../shared/domain/roles'

describe('the life-cycle table holds together', () => {
  test.each(caseStateCodes)('state %s has an owner, a next action and a clock', (state) => {
    const rule = stateRule(state)
    expect(rule.owners.length).toBeGreaterThan(0)
    expect(rule.nextAction).not.toBe('')
    expect(clocks[rule.clock]).toBeDefined()
  })

  test.each(caseEventCodes)('event %s leads from one state to another, by somebody', (event) => {
    const rule = eventRule(event)
    expect(rule.from).not.toContain(rule.to)
    expect(rule.who.length).toBeGreaterThan(0)
  })

  test('every state can be reached from where cases begin', () => {
    const reached = new Set<string>(['triage', 'assigned'])
    for (let size = 0; size !== reached.size; ) {
      size = reached.size
      for (const event of caseEventCodes)
        if (eventRule(event).from.some((from) => reached.has(from))) reached.add(eventRule(event).to)
    }
    expect([...reached].sort()).toEqual([...caseStateCodes].sort())
  })

  test('residents, group leaders and other offices cannot move a case', () => {
    const outsiders = roleCodes.filter((role) => !/village_(coordinator|secretary)|township/.test(role))
    for (const state of caseStateCodes) expect(eventsOpenTo(state, outsiders)).toEqual([])
    expect(eventsOpenTo('triage', ['village_coordinator'])).toEqual([])
  })
})
