import { deputy, openRosterDesk, type RosterDesk, township, village } from '../setup/roster-desk'
import type { Token } from '../setup/test-house'

const number = '19900000831'
const lastFour = '0831'

describe('a one-time sign-in code, where WeChat vouches for nobody', () => {
  let desk: RosterDesk
  let person: string
  beforeEach(async () => {
    desk = await openRosterDesk()
    person = (await desk.give(deputy({ calledAs: '岩老师', phone: number }))).reply.id
  })
  afterEach(async () => {
    await desk.town.close()
    expect(desk.town.failures).toEqual([])
  })

  const issue = (of = person, as: Token = desk.officer) =>
    desk.town.call('POST /api/people/:person/sign-in-link', as, { params: { person: of } })
  const redeem = (code: string, four = lastFour) =>
    desk.town.call('POST /api/sessions/sign-in-link', null, { body: { code, lastFour: four } })
  const deeds = (subjectId: string) =>
    desk.town.house.db
      .collection('audit_entries')
      .find({ subjectId, action: /^sign_in_link/ })
      .toArray()

  test('signs its person in, once; what is stored opens nothing, and who made and who used it is on record', async () => {
    const { status, reply } = await issue()
    expect(status).toBe(201)
    expect(reply).toMatchObject({ calledAs: '岩老师', expiresAt: '2026-11-25T02:00:00.000Z' })
    const stored = JSON.stringify(await desk.town.house.db.collection('sign_in_links').find().toArray())
    expect(stored).not.toContain(reply.code)
    const session = await redeem(reply.code)
    expect([session.status, session.reply.me.calledAs]).toEqual([201, '岩老师'])
    const today = await desk.town.call('GET /api/today', session.reply.accessToken, {})
    expect(today.status).toBe(200)
    expect((await redeem(reply.code)).status).toBe(404)
    const found = await deeds(person)
    expect(found.map(({ action }) => action)).toEqual(['sign_in_link.issue', 'sign_in_link.use'])
    expect(found.map(({ actor }) => actor === person)).toEqual([false, true])
    expect(JSON.stringify(found)).not.toContain(reply.code)
  })

  test('opened twice at one moment, one gets in', async () => {
    const { code } = (await issue()).reply
    const both = await Promise.all([redeem(code), redeem(code)])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 404])
  })

  test('holds for a day, and for an hour where the person is signed in somewhere', async () => {
    const first = (await issue()).reply
    desk.town.setTime('2026-11-25T02:00:01.000Z')
    expect((await redeem(first.code)).status).toBe(404)
    // The desk's own token has run out meanwhile.
    const officer = await desk.town.signIn('officer')
    const second = (await issue(person, officer)).reply
    expect((await redeem(second.code)).status).toBe(201)
    expect((await issue(person, officer)).reply.expiresAt).toBe('2026-11-25T03:00:01.000Z')
  })

  test('a newer one makes the older one void, also when two are made at one moment', async () => {
    const older = (await issue()).reply
    const newer = await Promise.all([issue(), issue(person, desk.lead)])
    expect(newer.map(({ status }) => status)).toEqual([201, 201])
    expect((await redeem(older.code)).status).toBe(404)
    const tried = await Promise.all(newer.map(({ reply }) => redeem(reply.code)))
    expect(tried.map(({ status }) => status).sort()).toEqual([201, 404])
  })

  test('five endings are tried, and then the right one opens nothing either', async () => {
    const { code } = (await issue()).reply
    const tried = await Promise.all(
      ['0000', '0001', '0002', '0003', '0004', '0005', '0006'].map((four) => redeem(code, four)),
    )
    expect(tried.map(({ status }) => status).sort()).toEqual([404, 404, 404, 404, 404, 429, 429])
    expect((await redeem(code)).status).toBe(429)
    expect((await deeds(person)).filter(({ action }) => action === 'sign_in_link.wrong_number')).toHaveLength(
      5,
    )
    // A new one starts anew.
    expect((await redeem((await issue()).reply.code)).status).toBe(201)
  })

  test('codes are not tried out: an address is heard thirty times in ten minutes; a wrong code and a wrong number answer alike', async () => {
    const { code } = (await issue()).reply
    const wrongCode = await redeem('000000000000')
    const wrongNumber = await redeem(code, '0000')
    expect(wrongCode.problem.detail).toBe(wrongNumber.problem.detail)
    for (let tried = 2; tried < 30; tried += 1) expect((await redeem('000000000000')).status).toBe(404)
    expect((await redeem(code)).status).toBe(429)
  })

  test.each<[string, () => Promise<unknown>]>([
    ['the post has ended', async () => desk.end(await desk.line('岩老师'))],
    ['the number is another', async () => desk.change(await desk.line('岩老师'), { phone: '19900000832' })],
    [
      'a higher post was added since, which its maker could not give',
      () =>
        desk.give(
          {
            calledAs: '岩老师',
            phone: number,
            role: 'township_lead',
            territory: township,
            title: '副乡长',
            deputy: true,
          },
          desk.lead,
        ),
    ],
  ])('is void when %s', async (_, happens) => {
    const { code } = (await issue()).reply
    await happens()
    expect((await redeem(code)).status).toBe(404)
    expect((await redeem(code, '0832')).status).toBe(404)
  })

  test('nobody is brought in from outside one’s territory, above oneself, or by themselves', async () => {
    const above = await desk.line('罗副乡长')
    const officer = await desk.line('段干事')
    expect((await issue(above.id)).status).toBe(403)
    expect((await issue(person, desk.ofCounty)).status).toBe(403)
    expect((await issue(officer.id)).problem.detail).toBe('自己的登录码，请同事或者上一级来开')
    expect((await issue(officer.id, desk.lead)).status).not.toBe(403)
    expect((await issue('0'.repeat(24))).status).toBe(404)
    const coordinator = await desk.town.signIn('coordinator-203')
    expect((await issue(person, coordinator)).status).toBe(403)
    const shown = (await desk.lines()).filter(({ bringable }) => bringable).map(({ calledAs }) => calledAs)
    expect(shown).toContain('岩老师')
    expect(shown).not.toContain('罗副乡长')
    expect(shown).not.toContain('段干事')
  })

  test('who holds one post that is not mine to give is not brought in by me', async () => {
    const both = { calledAs: '岩老师', phone: number }
    await desk.give(
      { ...both, role: 'township_lead', territory: township, title: '副乡长', deputy: true },
      desk.lead,
    )
    const refused = await issue()
    expect([refused.status, refused.problem.detail]).toEqual([
      403,
      '岩老师还有不归您安排的职务，登录码要那边来开',
    ])
    expect((await issue(person, desk.lead)).status).toBe(201)
  })

  test('somebody without a number is told of, and a group’s leader is let in as well', async () => {
    await desk.town.rooms.people.putDemoPeople([
      {
        demoId: 'no-number',
        calledAs: '没号的',
        posts: [{ role: 'village_coordinator', territory: village(203), title: '协理员' }],
      },
    ])
    expect((await issue((await desk.line('没号的')).id)).status).toBe(409)
    const leader = deputy({
      calledAs: '白组长',
      phone: '19900000833',
      role: 'group_leader',
      title: '小组长',
      group: 2,
      deputy: false,
    })
    const { id } = (await desk.give(leader)).reply
    expect((await redeem((await issue(id)).reply.code, '0833')).reply.me.posts[0]?.role).toBe('group_leader')
  })

  test.each<[string, unknown]>([
    ['too short', { code: '12345', lastFour }],
    ['no digits', { code: '1234567890ab', lastFour }],
    ['an operator', { code: { $ne: '' }, lastFour: { $ne: '' } }],
    ['the whole number', { code: '123456789012', lastFour: number }],
  ])('%s is refused', async (_, body) => {
    const refused = await desk.town.send('POST', '/api/sessions/sign-in-link', JSON.stringify(body), {
      'Content-Type': 'application/json',
    })
    expect(refused.status).toBe(400)
  })
})
