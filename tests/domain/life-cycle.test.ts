import { caseStateCodes, isClosed, stateRule } from '../../shared/domain/case-states'
import { caseEventCodes, eventRule, eventsOpenTo, nextActionOf } from '../../shared/domain/life-cycle'
import { roleCodes } from '../../shared/domain/roles'

describe('the life-cycle table holds together', () => {
  test.each(caseStateCodes)('state %s has an owner, a next action and a clock, or is closed', (state) => {
    const { owners, escalatesTo, clock } = stateRule(state)
    if (clock) {
      expect(owners.length).toBeGreaterThan(0)
      expect(escalatesTo.length).toBeGreaterThan(1)
      expect(nextActionOf(clock)).not.toBe('')
    } else expect([owners, escalatesTo, isClosed(state)]).toEqual([[], [], true])
  })

  test.each(caseEventCodes)(
    'event %s is caused by somebody or by time, and leads out of what is open',
    (event) => {
      const rule = eventRule(event)
      const byTime = event === 'escalate' || event === 'publication_over'
      expect(rule.who.length > 0).toBe(!byTime)
      const ofWhatIsClosed = ['undo_join', 'object', 'appeal', 'reopen', 'rate', 'mark_filed'].includes(event)
      expect(rule.from.every((state) => !isClosed(state))).toBe(!ofWhatIsClosed)
    },
  )

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

  test('group leaders cannot move a case; a department only answers; a resident withdraws, objects and rates', () => {
    const outsiders = roleCodes.filter(
      (role) => !/village_(coordinator|secretary)|township|county|resident|department/.test(role),
    )
    const own = ['withdraw', 'object', 'appeal', 'rate']
    const answering = ['receive_transfer', 'refuse_transfer', 'reply_transfer']
    for (const state of caseStateCodes) {
      expect(eventsOpenTo(state, outsiders)).toEqual([])
      expect(eventsOpenTo(state, ['resident']).filter((event) => !own.includes(event))).toEqual([])
      expect(
        eventsOpenTo(state, ['department_contact']).filter((event) => !answering.includes(event)),
      ).toEqual([])
    }
    expect(eventsOpenTo('triage', ['village_coordinator'])).not.toContain('place')
  })

  test('what is hidden goes its own way: no relief, no transfer, no county filing', () => {
    for (const track of ['abuse', 'petition'] as const) {
      expect(eventsOpenTo('transferred', ['township_lead'], track)).toEqual(['close_referral', 'hand_over'])
      expect(eventsOpenTo('triage', ['township_lead'], track)).not.toContain('place')
    }
    expect(eventsOpenTo('transferred', ['township_lead'])).not.toContain('close_referral')
  })
})
