import { randomBytes, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import sharp from 'sharp'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

describe('what a client may send wrongly is answered in plain Chinese, and nothing is half written', () => {
  let town: TestHouse
  let resident: string
  beforeAll(async () => {
    town = await openTestHouse()
    resident = await town.newResident()
  })
  afterAll(() => town.close())

  const stored = async () =>
    Promise.all(
      ['reports', 'cases', 'audit_entries', 'attachments.files', 'attachments.chunks'].map((name) =>
        town.house.db.collection(name).countDocuments({}),
      ),
    )

  const post = (body: string | object, as: string | null = resident, type = 'application/json') =>
    town.send('POST', '/api/reports', typeof body === 'string' ? body : JSON.stringify(body), {
      'Content-Type': type,
      ...(as ? { Authorization: `Bearer ${as}` } : {}),
    })

  const refused = (answer: Awaited<ReturnType<typeof post>>, status: number, field?: string) => {
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(answer.json).toMatchObject({
      type: expect.stringMatching(/^\/api\/docs#[a-z-]+$/),
      title: expect.stringMatching(/\p{Script=Han}/u),
      status,
      instance: expect.any(String),
    })
    if (field)
      expect(answer.json).toMatchObject({
        fields: expect.arrayContaining([
          expect.objectContaining({ field, message: expect.stringMatching(/\p{Script=Han}/u) }),
        ]),
      })
  }

  const wrongReports: [string, object, string][] = [
    ['nothing said at all', { text: '', categories: [] }, 'text'],
    ['only white space', { text: ' \n\t ', categories: [] }, 'text'],
    ['10,000 characters', { text: '难'.repeat(10_000) }, 'text'],
    ['a NUL in the text', { text: '难\u0000处' }, 'text'],
    ['an escape in the name', { subjectName: '岩\u001b[31m' }, 'subjectName'],
    ['half a character', { text: '难\ud83d处' }, 'text'],
    ['an emoji for a name', { subjectName: '😀' }, 'subjectName'],
    ['HTML for a name', { subjectName: '<b>岩</b>' }, 'subjectName'],
    ['an operator for a name', { subjectName: { $ne: '' } }, 'subjectName'],
    ['an operator for a text', { text: { $gt: '' } }, 'text'],
    ['an operator for a card', { card: { $ne: null } }, 'card'],
    ['an operator for the key', { clientKey: { $gt: '' } }, 'clientKey'],
    ['an operator for a village', { place: { village: { $regex: '.' } } }, 'place.village'],
    ['an operator beside the fields', { $where: 'sleep(1)' }, '$where'],
    ['letters for a phone', { phone: '打我电话' }, 'phone'],
    ['a number for a phone', { phone: 19900000121 }, 'phone'],
    ['too short a phone', { phone: '1990000' }, 'phone'],
    ['an unknown village', { place: { village: '530924205999' } }, 'place.village'],
    ['a village in words', { place: { village: '彩靠村' } }, 'place.village'],
    ['full-width digits for a village', { place: { village: '５３０９２４２０５２０３' } }, 'place.village'],
    ['an unknown card', { card: 'nocard00' }, 'card'],
    ['a card that is no card', { card: '../../etc' }, 'card'],
    ['an unknown category', { categories: ['hunger'] }, 'categories.0'],
    ['a text for the categories', { categories: 'illness' }, 'categories'],
    ['a hundred categories', { categories: Array(100).fill('illness') }, 'categories'],
    ['no consent', { consent: false }, 'consent'],
    ['consent in words', { consent: 'true' }, 'consent'],
    ['a key that is none', { clientKey: 'abc' }, 'clientKey'],
    ['seven photographs', { photos: Array(7).fill('0'.repeat(24)) }, 'photos'],
    ['a photograph that does not exist', { photos: ['0123456789abcdef01234567'] }, 'photos'],
    ['for nobody', { forWhom: 'them' }, 'forWhom'],
    ['an unknown finder', { discoverer: 'spy' }, 'discoverer'],
  ]
  test.each(wrongReports)('a report with %s', async (_, changes, field) => {
    const before = await stored()
    refused(await post({ ...someReport(), clientKey: randomUUID(), ...changes }), 400, field)
    expect(await stored()).toEqual(before)
  })

  test('what people write is taken as they write it: emoji, HTML, operators as words, full-width digits', async () => {
    const text = '娃娃😭 <script>alert(1)</script> {"$gt":""} 断粮了'
    const answer = await post(someReport({ text, phone: '＋８６ １９９ ００００ ０１２２' }))
    expect(answer.status).toBe(201)
    const [own] = (await town.call('GET /api/my-reports', resident, {})).reply.reports
    expect(own?.text).toBe(text)
  })

  test.each([
    ['broken JSON', '{"text": ', 400],
    ['a list', '[]', 400],
    ['a bare word', '"report"', 400],
    ['null', 'null', 400],
    ['nothing', '', 400],
    ['deep nesting', `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`, 400],
    ['a prototype', '{"__proto__": {"text": "x"}, "constructor": {"prototype": {}}}', 400],
    ['100 KB of JSON', JSON.stringify({ text: 'x'.repeat(100_000) }), 413],
  ])('a body of %s', async (_, body, status) => {
    refused(await post(body), status)
  })

  test('a body that is not JSON', async () => {
    refused(await post('text=hello', resident, 'application/x-www-form-urlencoded'), 415)
    refused(await post('<report/>', resident, 'application/xml'), 415)
  })

  test('a body of 30 MB, as JSON and as a photograph', async () => {
    refused(await post(`{"text":"${'x'.repeat(30 * 1024 * 1024)}"}`), 413)
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(30 * 1024 * 1024)]), 'photo.jpg')
    refused(await town.send('POST', '/api/attachments', form, { Authorization: `Bearer ${resident}` }), 413)
  })

  test('tokens that are missing, forged, old, of another kind, or no tokens', async () => {
    const sign = (key: Buffer, expires: number) =>
      new SignJWT({ sid: '0'.repeat(24), staff: true })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject('0'.repeat(24))
        .setExpirationTime(expires)
        .sign(key)
    const seconds = Math.floor(town.house.now().getTime() / 1000)
    const bad = [
      await sign(randomBytes(32), seconds + 600),
      await sign(town.house.keys.token, seconds - 600),
      await sign(town.house.keys.token, seconds + 600),
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"1"}').toString('base64url')}.`,
      'not.a.token',
      "x' or 1=1",
    ]
    refused(await post(someReport(), null), 401)
    for (const token of bad) {
      const answer = await town.send('GET', '/api/queue', undefined, { Authorization: `Bearer ${token}` })
      refused(answer, 401)
    }
    refused(await town.send('GET', '/api/queue', undefined, { Authorization: 'Basic YWRtaW46YWRtaW4=' }), 401)
  })

  test('addresses and queries that are not right', async () => {
    const as = { Authorization: `Bearer ${await town.signIn('coordinator-203')}` }
    refused(await town.send('GET', '/api/nothing', undefined, as), 404)
    refused(await town.send('GET', '/api/cases/%E0%A4%A', undefined, as), 400)
    refused(await town.send('GET', '/api/cases/not-an-id', undefined, as), 400, 'caseId')
    refused(await town.send('GET', `/api/cases/${'0'.repeat(24)}`, undefined, as), 404)
    refused(await town.send('GET', '/api/queue?after[$gt]=', undefined, as), 400, 'after[$gt]')
    refused(await town.send('GET', '/api/queue?after=a&after=b', undefined, as), 400, 'after')
    refused(await town.send('GET', '/api/townships/000000000/villages', undefined, as), 404)
    refused(await town.send('DELETE', '/api/reports', undefined, as), 405)
    refused(await town.send('GET', '/api/cards/demo9999'), 404)
  })

  describe('photographs', () => {
    const upload = (bytes: Uint8Array<ArrayBuffer>, name = 'photo.jpg', field = 'file') => {
      const form = new FormData()
      form.append(field, new Blob([bytes], { type: 'image/jpeg' }), name)
      return town.send('POST', '/api/attachments', form, { Authorization: `Bearer ${resident}` })
    }
    const picture = () => sharp({ create: { width: 64, height: 48, channels: 3, background: 'green' } })

    test.each([
      ['a text', Buffer.from('this is not a photograph')],
      ['a web page', Buffer.from('<!doctype html><script>alert(1)</script>')],
      ['half a JPEG', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex')],
      [
        'a drawing',
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>'),
      ],
      ['an archive', Buffer.from('504b0304140000000800', 'hex')],
    ])('%s is not a photograph', async (_, bytes) => {
      const before = await stored()
      refused(await upload(new Uint8Array(bytes)), 422)
      expect(await stored()).toEqual(before)
    })

    test('nothing, or under another name', async () => {
      refused(await upload(new Uint8Array()), 400, 'file')
      refused(await upload(new Uint8Array(await picture().jpeg().toBuffer()), 'a.jpg', 'photo'), 400, 'file')
      const as = { Authorization: `Bearer ${resident}` }
      refused(
        await town.send('POST', '/api/attachments', 'x', { ...as, 'Content-Type': 'multipart/form-data' }),
        400,
      )
      refused(
        await town.send('POST', '/api/attachments', '{}', { ...as, 'Content-Type': 'application/json' }),
        415,
      )
    })

    test('a real one is stored without its position, goes with one report, and is shown by a short-lived link', async () => {
      const taken = await picture()
        .jpeg()
        .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '23/1 51/1 0/1' } })
        .toBuffer()
      expect((await sharp(taken).metadata()).exif).toBeDefined()
      const sent = await upload(new Uint8Array(taken))
      expect(sent.status).toBe(201)
      const { id } = sent.json as { id: string }

      const thief = await town.newResident()
      refused(await post(someReport({ photos: [id] }), thief), 400, 'photos')
      expect((await post(someReport({ photos: [id] }))).status).toBe(201)
      refused(await post(someReport({ photos: [id] })), 400, 'photos')

      const coordinator = await town.signIn('coordinator-203')
      const queue = await town.call('GET /api/queue', coordinator, { query: {} })
      const caseId = queue.reply.items.find((item) => item.photoCount === 1)?.id ?? ''
      const opened = await town.call('GET /api/cases/:caseId', coordinator, { params: { caseId } })
      const link = opened.reply.reports[0]?.photos[0] ?? ''
      const shown = await fetch(`${town.base}${link}`)
      expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
      const metadata = await sharp(Buffer.from(await shown.arrayBuffer())).metadata()
      expect([metadata.width, metadata.height, metadata.exif]).toEqual([64, 48, undefined])

      const now = town.house.now()
      const later = async (seconds: number) => {
        town.setTime(new Date(now.getTime() + seconds * 1000).toISOString())
        return (await town.send('GET', link)).status
      }
      expect([await later(299), await later(360)]).toEqual([200, 404])
      town.setTime(now.toISOString())

      const forged = link.replace(/signature=(.)/, (_, first) => `signature=${first === '_' ? '-' : '_'}`)
      refused(await town.send('GET', forged), 404)
      refused(await town.send('GET', link.replace(id, '0123456789abcdef01234567')), 404)
      refused(await town.send('GET', link.replace(/expires=\d/, 'expires=9')), 404)
    })
  })

  test('after all that the server has had no failure of its own, and the audit chain is whole', async () => {
    expect(town.failures).toEqual([])
    await town.house.audit.seal()
    expect(await town.house.audit.verify()).toMatchObject({ broken: null, unsealed: 0 })
  })
})
