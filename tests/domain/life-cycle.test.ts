import { clocks } from '../../shared/domain/clocks'
import {
  caseEventCodes,
  caseStateCodes,
  eventRule,
  eventsOpenTo,
  isClosed,
  stateRule,
} from '../../shared/domain/life-cycle'
import { roleCodes } from '../../shared/domain/roles'

describe('the life-cycle table holds together', () => {
  test.each(caseStateCodes)('state %s has an owner, a next action and a clock, or is closed', (state) => {
    const { owners, nextAction, clock } = stateRule(state)
    if (clock) {
      expect(owners.length).toBeGreaterThan(0)
      expect(nextAction).not.toBe('')
      expect(clocks[clock]).toBeDefined()
    } else expect([owners, nextAction, isClosed(state)]).toEqual([[], '', true])
  })

  test.each(caseEventCodes)('event %s is caused by somebody, and leads out of what is open', (event) => {
    const rule = eventRule(event)
    expect(rule.who.length).toBeGreaterThan(0)
    const reopens = event === 'undo_join' || event === 'object'
    expect(rule.from.every((state) => !isClosed(state))).toBe(!reopens)
  })

  test('every state can be reached from where cases begin', () => {
    const reached = new Set<string>(['triage', 'assigned'])
    for (let size = 0; size !== reached.size; ) {
      size = reached.size
      for (const event of caseEventCodes)
        if (eventRule(event).from.some((from) => reached.has(from))) reached.add(eventRule(event).to)
      reached.delete('as_before')
      reached.delete('as_is')
    }
    expect([...reached].sort()).toEqual([...caseStateCodes].sort())
  })

  test('group leaders and other offices cannot move a case; a resident can withdraw their own, and object once', () => {
    const outsiders = roleCodes.filter(
      (role) => !/village_(coordinator|secretary)|township|county|resident/.test(role),
    )
    for (const state of caseStateCodes) {
      expect(eventsOpenTo(state, outsiders)).toEqual([])
      expect(
        eventsOpenTo(state, ['resident']).filter((event) => event !== 'withdraw' && event !== 'object'),
      ).toEqual([])
    }
    expect(eventsOpenTo('triage', ['village_coordinator'])).not.toContain('place')
  })
})
