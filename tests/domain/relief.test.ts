import fc from 'fast-check'
import { clockRule } from '../../shared/domain/clocks'
import { eventRule } from '../../shared/domain/life-cycle'
import { advanceTypeCodes, reliefRule, reliefTypeCodes } from '../../shared/domain/relief'
import {
  awaitsDecision,
  decidersOf,
  isSettled,
  mayDo,
  type ReliefDeed,
  type ReliefFacts,
  type ReliefState,
  reliefDeedCodes,
  reliefDeedRule,
  reliefDeedsOpenTo,
  reliefStateAfter,
  reliefStateCodes,
  whyNot,
} from '../../shared/domain/relief-life'
import {
  freshMaterials,
  type MaterialStatus,
  materialStatusCodes,
  wanting,
} from '../../shared/domain/relief-materials'
import { type Role, roleCodes } from '../../shared/domain/roles'

const now = new Date('2026-11-24T02:00:00.000Z')

const itemOf = (changes: Partial<ReliefFacts> = {}): ReliefFacts => {
  const type = changes.type ?? 'minimum_living'
  return {
    type,
    state: 'preparing',
    materials: freshMaterials(reliefRule(type).materials),
    kin: false,
    recused: false,
    extended: false,
    publicationDays: reliefRule(type).publication.days,
    publicationSpared: false,
    publishedUntil: null,
    emergencyOver: false,
    ...changes,
  }
}
const complete = (item: ReliefFacts): ReliefFacts => ({
  ...item,
  materials: item.materials.map((one) => ({ ...one, status: 'received' })),
})

describe('the types of relief', () => {
  test.each(reliefTypeCodes)(
    '%s has a rule, a clock and a list; what the state has is not asked for',
    (type) => {
      const { label, rule, clock, materials, publication } = reliefRule(type)
      expect([label, rule, clockRule(clock).label].every((words) => words.length > 1)).toBe(true)
      expect(new Set(materials.map(({ code }) => code)).size).toBe(materials.length)
      expect(materials.some(({ heldBy }) => heldBy === '公安共享')).toBe(true)
      expect(publication.days).toBeGreaterThanOrEqual(publication.least)
      expect(publication.days).toBeLessThanOrEqual(publication.most)
      for (const { heldBy, status } of freshMaterials(materials))
        expect(status).toBe(heldBy ? 'held' : 'missing')
    },
  )

  test('the published terms: 低保 and 特困 seven days on the board at least, quick relief and 急难型 none', () => {
    const days = (type: (typeof reliefTypeCodes)[number]) => reliefRule(type).publication
    expect(days('minimum_living')).toEqual({ days: 7, least: 7, most: 30 })
    expect(days('destitute_support')).toEqual({ days: 7, least: 7, most: 30 })
    expect(days('quick_relief').most + days('temporary_urgent').most).toBe(0)
    expect(advanceTypeCodes).toEqual(['temporary_urgent', 'quick_relief'])
    expect(reliefTypeCodes.filter((type) => reliefRule(type).capped)).toEqual(['quick_relief'])
  })
})

describe('the life of a relief item', () => {
  const ways = reliefDeedCodes.flatMap((deed) => reliefStateCodes.map((state) => [deed, state] as const))
  test.each(ways)('%s in %s goes by the table', (deed, state) => {
    const { from } = reliefDeedRule(deed)
    const item = complete(
      itemOf({
        // Each deed on the type that knows it.
        type: deed === 'grant' && state === 'submitted' ? 'quick_relief' : 'minimum_living',
        state,
        publishedUntil: state === 'publicised' ? now : null,
      }),
    )
    if (from.includes(state)) expect(whyNot(deed, item, now)).toBeNull()
    else expect(whyNot(deed, item, now)).toMatch(/现在是“.+”，不能这样办/)
  })

  test('what stands against it is said', () => {
    const preparing = itemOf()
    expect(whyNot('submit', preparing, now)).toBe('还差：签了字的申请书和核对授权书、两人签字的入户核查表')
    expect(whyNot('submit', complete(preparing), now)).toBeNull()
    expect(whyNot('finish_paperwork', itemOf({ type: 'quick_relief', state: 'paperwork_open' }), now)).toBe(
      '还差：领款签字',
    )
    const submitted = itemOf({ state: 'submitted' })
    expect(whyNot('grant', submitted, now)).toBe('要先公示')
    expect(whyNot('grant', { ...submitted, publicationSpared: true }, now)).toBeNull()
    expect(whyNot('publish', { ...submitted, publicationSpared: true }, now)).toBe('这一项不用公示')
    expect(whyNot('publish', itemOf({ type: 'quick_relief', state: 'submitted' }), now)).toBe(
      '这一项不用公示',
    )
    const until = new Date(now.getTime() + 1)
    expect(whyNot('grant', itemOf({ state: 'publicised', publishedUntil: until }), now)).toBe(
      '公示还没有到期',
    )
    expect(whyNot('grant', itemOf({ state: 'publicised', publishedUntil: now }), now)).toBeNull()
    expect(whyNot('extend', itemOf({ type: 'medical', state: 'submitted' }), now)).toBe('这一种不能延长')
    expect(whyNot('extend', itemOf({ state: 'submitted', extended: true }), now)).toBe('已经延长过了')
    expect(whyNot('refuse', submitted, now)).toBeNull()
  })

  test('who is kin of the staff is decided on above them; the village hands in and does not decide', () => {
    const nobodys = { kin: false, recused: false }
    const ofStaff = { kin: true, recused: false }
    const ofLead = { kin: true, recused: true }
    const settling = ['grant', 'refuse', 'withdraw'] as const
    for (const deed of settling) {
      expect(mayDo(deed, ofStaff, ['township_officer'])).toBe(false)
      expect(mayDo(deed, ofStaff, ['township_lead'])).toBe(true)
      expect(mayDo(deed, ofStaff, ['county_officer'])).toBe(true)
      expect(mayDo(deed, ofLead, ['township_officer', 'township_lead'])).toBe(false)
      expect(mayDo(deed, ofLead, ['county_officer'])).toBe(true)
      expect(mayDo(deed, nobodys, ['township_officer'])).toBe(true)
      expect(mayDo(deed, nobodys, ['county_officer'])).toBe(false)
      expect(mayDo(deed, nobodys, ['village_coordinator', 'village_secretary'])).toBe(false)
    }
    expect(mayDo('recuse', nobodys, ['township_lead'])).toBe(true)
    expect(mayDo('recuse', nobodys, ['township_officer', 'county_officer'])).toBe(false)
    expect(whyNot('recuse', itemOf({ kin: true, recused: true }), now)).toBe('已经请县里来定了')
    for (const deed of ['tick', 'submit'] as const)
      expect(mayDo(deed, ofStaff, ['village_coordinator'])).toBe(true)
    const others = roleCodes.filter((role) => !/^(village|township)_/.test(role))
    for (const deed of reliefDeedCodes) expect(mayDo(deed, nobodys, others)).toBe(false)
  })

  test('it waits for who decides once nothing else is wanting', () => {
    const kin = { kin: true, publicationDays: 0 } as const
    expect(awaitsDecision(itemOf({ ...kin }), now)).toBe(false)
    expect(awaitsDecision(itemOf({ ...kin, state: 'submitted' }), now)).toBe(true)
    expect(awaitsDecision(itemOf({ kin: true, state: 'submitted' }), now)).toBe(false)
    const hanging = { kin: true, state: 'publicised', publishedUntil: new Date(now.getTime() + 1) } as const
    expect(awaitsDecision(itemOf(hanging), now)).toBe(false)
    expect(awaitsDecision(itemOf({ ...hanging, publishedUntil: now }), now)).toBe(true)
    expect(awaitsDecision(itemOf({ ...kin, kin: false, state: 'submitted' }), now)).toBe(false)
    expect(awaitsDecision(itemOf({ ...kin, state: 'granted' }), now)).toBe(false)
  })

  test('each deed is an event that the case’s own table lets the same people cause', () => {
    for (const deed of reliefDeedCodes) {
      const { event, who } = reliefDeedRule(deed)
      expect(eventRule(event).to).toBe('as_is')
      for (const role of who) expect(eventRule(event).who).toContain(role)
    }
  })

  const statuses = fc.constantFrom<MaterialStatus>(...materialStatusCodes)
  const beginnings = fc.record({
    type: fc.constantFrom(...reliefTypeCodes),
    state: fc.constantFrom<ReliefState>('preparing', 'paperwork_open'),
    kin: fc.boolean(),
    recused: fc.constant(false),
  })
  const steps = fc.array(
    fc.record({
      deed: fc.constantFrom<ReliefDeed>(...reliefDeedCodes),
      roles: fc.subarray<Role>([...roleCodes]),
      hours: fc.integer({ min: 0, max: 400 }),
      status: statuses,
    }),
    { maxLength: 40 },
  )

  /** What the server does to the facts of an item, told apart from how it does it. */
  const after = (deed: ReliefDeed, item: ReliefFacts, status: MaterialStatus, at: Date): ReliefFacts => ({
    ...item,
    state: reliefStateAfter(deed, item.state),
    ...(deed === 'tick' && { materials: item.materials.map((one) => ({ ...one, status })) }),
    ...(deed === 'extend' && { extended: true }),
    ...(deed === 'recuse' && { kin: true, recused: true }),
    ...(deed === 'spare_publication' && { publicationSpared: true }),
    ...(deed === 'emergency_over' && { emergencyOver: true }),
    ...(deed === 'publish' && { publishedUntil: new Date(at.getTime() + item.publicationDays * 86_400_000) }),
  })

  test('no way leads to two outcomes, past a wanting paper, past the notice board, or past who decides', () => {
    fc.assert(
      fc.property(beginnings, steps, (beginning, walk) => {
        let item = itemOf(beginning)
        let at = now
        const ends: ReliefState[] = []
        for (const { deed, roles, hours, status } of walk) {
          at = new Date(at.getTime() + hours * 3_600_000)
          const open = reliefDeedsOpenTo(item, roles, at)
          if (isSettled(item.state)) expect(open).toEqual([])
          if (!open.includes(deed)) continue
          const next = after(deed, item, status, at)
          if (next.state === 'submitted' && item.state === 'preparing')
            expect(wanting(item.materials)).toEqual([])
          if (next.state === 'paperwork_done') expect(wanting(item.materials)).toEqual([])
          if (next.state === 'granted' && item.publicationDays > 0 && !item.publicationSpared)
            expect(item.publishedUntil?.getTime()).toBeLessThanOrEqual(at.getTime())
          if (next.state === 'paperwork_waived')
            expect(roles).toContain(item.recused ? 'county_officer' : 'township_lead')
          else if (isSettled(next.state) && item.kin && next.state !== 'paperwork_done')
            expect(decidersOf(item).some((role) => roles.includes(role))).toBe(true)
          if (isSettled(next.state)) ends.push(next.state)
          item = next
        }
        expect(ends.length).toBeLessThanOrEqual(1)
        if (beginning.state === 'paperwork_open')
          expect(['paperwork_done', 'paperwork_waived', undefined]).toContain(ends[0])
        else expect(['paperwork_done', 'paperwork_waived']).not.toContain(ends[0])
      }),
      { numRuns: 2000 },
    )
  })

  test('every item can come to an end', () => {
    for (const type of reliefTypeCodes) {
      const item = complete(itemOf({ type, state: 'submitted' }))
      expect(whyNot(item.publicationDays > 0 ? 'publish' : 'grant', item, now)).toBeNull()
    }
  })
})
