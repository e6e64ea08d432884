import { randomUUID } from 'node:crypto'
import { Types } from 'mongoose'
import { somePhoto } from '../setup/some-photo'
import { aac, mp3, mp4, ogg, type SomeVoice, someVoices, wav, webm } from '../setup/some-voice'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

/** The first packet of a film in Ogg. */
const theora = Buffer.concat([Buffer.from('\x80theora', 'latin1'), Buffer.alloc(34)])
const flac = Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(4000)])
const amr = Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(4000)])

describe('who cannot type, speaks (R4)', () => {
  let town: TestHouse
  let resident: string
  beforeAll(async () => {
    town = await openTestHouse()
    resident = await town.newResident()
  })
  afterAll(() => town.close())

  const upload = (bytes: Buffer, seconds?: number | string, as = resident, name = 'voice.mp3') => {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(bytes)]), name)
    const path = seconds === undefined ? '/api/attachments' : `/api/attachments?seconds=${seconds}`
    return town.send('POST', path, form, { Authorization: `Bearer ${as}` })
  }
  const uploaded = async (bytes = mp3(5), seconds = 5, as = resident) => {
    const answer = await upload(bytes, seconds, as)
    expect(answer.status).toBe(201)
    return (answer.json as { id: string }).id
  }
  const voiceOnly = (voices: string[]) => someReport({ text: '', categories: [], voices })
  const coordinator = () => town.signIn('coordinator-203')
  const opened = async (receipt: string) => {
    const as = await coordinator()
    const queue = await town.call('GET /api/queue', as, { query: {} })
    for (const { id } of queue.reply.items) {
      const found = await town.call('GET /api/cases/:caseId', as, { params: { caseId: id } })
      if (found.reply.reports.some((report) => report.receipt === receipt)) return found.reply
    }
    throw new Error(`No case has the report ${receipt}`)
  }
  const filesStored = () => town.house.db.collection('attachments.files').countDocuments({})

  test.each(Object.entries(someVoices(5)))('%s comes in and is played as it came', async (_, voice) => {
    const { type, bytes }: SomeVoice = voice
    const id = await uploaded(bytes, 5)
    const sent = await town.call('POST /api/reports', resident, { body: voiceOnly([id]) })
    expect(sent.status).toBe(201)
    const [report] = (await opened(sent.reply.receipt)).reports
    expect(report?.voices).toEqual([{ link: expect.stringContaining(id), seconds: 5, transcript: null }])
    const played = await fetch(`${town.base}${report?.voices[0]?.link}`)
    expect(Object.fromEntries(played.headers)).toMatchObject({
      'content-type': type,
      'content-length': String(bytes.length),
      'content-disposition': 'inline; filename="voice"',
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
    })
    expect(Buffer.from(await played.arrayBuffer()).equals(bytes)).toBe(true)
  })

  const refusals: [string, Buffer, number | string | undefined, number, RegExp][] = [
    ['a film in WebM', webm(5, ['sound', 'picture']), 5, 422, /视频/],
    ['a film in MP4', mp4(5, 'iso5', ['picture', 'sound']), 5, 422, /视频/],
    ['a film in Ogg', ogg(5, theora), 5, 422, /收不了/],
    ['MP4 without any track', mp4(5, 'iso5', []), 5, 422, /打不开/],
    ['WebM without any track', webm(5, []), 5, 422, /打不开/],
    ['the first bytes of an M4A', mp4(5, 'M4A ').subarray(0, 60), 5, 422, /打不开/],
    ['music in FLAC', flac, 5, 422, /收不了/],
    ['an old phone’s AMR', amr, 5, 422, /收不了/],
    ['no length', mp3(5), undefined, 400, /几秒/],
    ['no seconds at all', mp3(5), 0, 400, /整数/],
    ['a length in words', mp3(5), 'five', 400, /整数/],
    ['parts of a second', mp3(5), 4.5, 400, /整数/],
    ['more than a minute', mp3(61), 61, 400, /1 分钟/],
    ['a minute stated of five seconds', mp3(5), 60, 400, /长短/],
    ['ninety minutes stated', mp3(5), 5400, 400, /1 分钟/],
    ['ninety minutes said in five seconds', Buffer.alloc(5400 * 950, mp3(5)), 5, 413, /1 分钟.*2 MB/],
    ['an MP4 that says it takes ninety minutes', mp4(5, 'M4A ', ['sound'], 5400), 5, 400, /1 分钟/],
    ['a WebM that says it takes ninety minutes', webm(5, ['sound'], 5400), 5, 400, /1 分钟/],
    ['one second stated of a minute', mp3(60), 1, 400, /长短/],
    ['a minute of WAV stated as two seconds', wav(60), 2, 400, /长短/],
    ['AAC of next to nothing', aac(1), 50, 400, /长短/],
    ['more than 2 MB', Buffer.concat([wav(1), Buffer.alloc(2 * 1024 * 1024)]), 50, 413, /2 MB/],
  ]
  test.each(refusals)(
    '%s is refused in plain words, and nothing is stored',
    async (_, bytes, seconds, status, words) => {
      const before = await filesStored()
      const answer = await upload(bytes, seconds)
      expect(answer.status).toBe(status)
      expect(answer.headers.get('content-type')).toMatch('application/problem+json')
      expect(JSON.stringify(answer.json)).toMatch(words)
      if (status === 400) expect(answer.json).toMatchObject({ fields: [{ in: 'query', field: 'seconds' }] })
      expect(await filesStored()).toBe(before)
    },
  )

  test('what it is tell its bytes: a photograph called voice.mp3 is a photograph, and no recording', async () => {
    const answer = await upload(await somePhoto(), 5)
    expect(answer.status).toBe(201)
    const { id } = answer.json as { id: string }
    const asVoice = await town.call('POST /api/reports', resident, { body: voiceOnly([id]) })
    expect(asVoice.problem).toMatchObject({ status: 400, fields: [{ field: 'voices' }] })
    const recording = await uploaded()
    const asPhoto = await town.call('POST /api/reports', resident, {
      body: someReport({ photos: [recording] }),
    })
    expect(asPhoto.problem).toMatchObject({ status: 400, fields: [{ field: 'photos' }] })
  })

  test('a player that asks for a part gets that part; what it asks otherwise, the whole', async () => {
    const bytes = mp3(5)
    const sent = await town.call('POST /api/reports', resident, {
      body: voiceOnly([await uploaded(bytes)]),
    })
    const link = (await opened(sent.reply.receipt)).reports[0]?.voices[0]?.link ?? ''
    const last = bytes.length - 1
    const parts: [string, number, number][] = [
      ['bytes=0-1', 0, 1],
      ['bytes=100-', 100, last],
      ['bytes=-50', bytes.length - 50, last],
      ['bytes=100-99999999', 100, last],
    ]
    for (const [Range, from, to] of parts) {
      const part = await fetch(`${town.base}${link}`, { headers: { Range } })
      expect([part.status, part.headers.get('content-range'), part.headers.get('content-type')]).toEqual([
        206,
        `bytes ${from}-${to}/${bytes.length}`,
        'audio/mpeg',
      ])
      expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(from, to + 1))).toBe(true)
    }
    const others: Record<string, string>[] = [
      { Range: 'bytes=0-1,5-6' },
      { Range: 'bytes=99999999-' },
      { Range: 'bytes=5-2' },
      { Range: 'lines=1-2' },
      { Range: 'bytes=0-1', 'If-Range': '"other"' },
    ]
    for (const headers of others) {
      const whole = await fetch(`${town.base}${link}`, { headers })
      expect([whole.status, (await whole.arrayBuffer()).byteLength]).toEqual([200, bytes.length])
    }
  })

  test('a report of nothing but a voice is a report: its headline says so, and the queue counts it', async () => {
    const body = voiceOnly([await uploaded(), await uploaded(mp3(9), 9)])
    const sent = await town.call('POST /api/reports', resident, { body })
    const work = await opened(sent.reply.receipt)
    expect(work).toMatchObject({ track: 'hardship', state: 'assigned' })
    expect(work.reports[0]?.voices.map(({ seconds }) => seconds)).toEqual([5, 9])
    const queue = await town.call('GET /api/queue', await coordinator(), { query: {} })
    expect(queue.reply.items.find(({ id }) => id === work.id)).toMatchObject({
      headline: '只有录音',
      voiceCount: 2,
      photoCount: 0,
    })
    const own = await town.call('GET /api/my-reports/:receipt', resident, {
      params: { receipt: sent.reply.receipt },
    })
    expect(own.reply).toMatchObject({ voiceCount: 2, photoCount: 0, additions: [] })
  })

  test('where nobody knows the village, the triage desk hears it in place', async () => {
    const body = { ...voiceOnly([await uploaded()]), card: undefined, place: {} }
    await town.call('POST /api/reports', resident, { body })
    const { items } = (await town.call('GET /api/triage', await town.signIn('officer'), { query: {} })).reply
    expect(items[0]).toMatchObject({ headline: '只有录音', voiceCount: 1, voices: [{ seconds: 5 }] })
    expect((await fetch(`${town.base}${items[0]?.voices[0]?.link}`)).status).toBe(200)
  })

  test('sent eight times at once, or again later, it is stored once', async () => {
    const body = voiceOnly([await uploaded()])
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => town.call('POST /api/reports', resident, { body })),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201))
    expect(new Set(answers.map(({ reply }) => reply.receipt)).size).toBe(1)
    const later = await town.call('POST /api/reports', resident, { body })
    expect(later.reply).toMatchObject({ receipt: answers[0]?.reply.receipt, alreadyReceived: true })
    const other = await town.call('POST /api/reports', resident, {
      body: { ...body, voices: [await uploaded()] },
    })
    expect(other.problem).toMatchObject({ status: 409, receipt: later.reply.receipt })
  })

  test('a recording belongs to who sent it, and to one report', async () => {
    const id = await uploaded()
    const before = await town.house.db.collection('reports').countDocuments({})
    const refused = async (as: string, voices: string[]) => {
      const answer = await town.call('POST /api/reports', as, { body: voiceOnly(voices) })
      expect(answer.problem).toMatchObject({
        status: 400,
        fields: [{ field: 'voices', message: '有录音没有传好，请重新录' }],
      })
    }
    await refused(await town.newResident(), [id])
    await refused(resident, [id, id])
    await refused(resident, [id, '0123456789abcdef01234567'])
    expect(await town.house.db.collection('reports').countDocuments({})).toBe(before)
    expect((await town.call('POST /api/reports', resident, { body: voiceOnly([id]) })).status).toBe(201)
    await refused(resident, [id])
    const six = await town.call('POST /api/reports', resident, { body: voiceOnly(Array(6).fill(id)) })
    expect(six.problem).toMatchObject({
      status: 400,
      fields: [{ field: 'voices', message: '录音最多 5 段' }],
    })
  })

  test('five of a whole minute each arrive whole', async () => {
    const kinds = [mp3(60), wav(60), mp4(60, 'M4A ', ['sound'], 60), webm(60, ['sound'], 61), aac(60)]
    const voices: string[] = []
    for (const bytes of kinds) voices.push(await uploaded(bytes, 60))
    const sent = await town.call('POST /api/reports', resident, { body: voiceOnly(voices) })
    const [report] = (await opened(sent.reply.receipt)).reports
    expect(report?.voices.map(({ seconds }) => seconds)).toEqual([60, 60, 60, 60, 60])
    for (const [at, { link }] of (report?.voices ?? []).entries())
      expect((await (await fetch(`${town.base}${link}`)).arrayBuffer()).byteLength).toBe(kinds[at]?.length)
  })

  test('one of ninety minutes is refused, and what was sent before it still makes a report', async () => {
    const before = await uploaded()
    expect((await upload(mp3(5400), 5400)).status).toBe(400)
    expect((await upload(mp3(5400), 60)).status).toBe(413)
    const sent = await town.call('POST /api/reports', resident, { body: voiceOnly([before]) })
    expect(sent.status).toBe(201)
  })

  test('a voice can be added later: once, counted for the reporter, heard by the coordinator', async () => {
    const sent = await town.call('POST /api/reports', resident, { body: someReport() })
    const params = { receipt: sent.reply.receipt }
    const body = { clientKey: randomUUID(), voices: [await uploaded(mp3(7), 7)] }
    for (const _ of ['first', 'again']) {
      const added = await town.call('POST /api/my-reports/:receipt/additions', resident, { params, body })
      expect(added.status).toBe(201)
      expect(added.reply.additions).toEqual([expect.objectContaining({ text: '', voiceCount: 1 })])
    }
    const [report] = (await opened(sent.reply.receipt)).reports
    expect(report?.additions).toEqual([
      expect.objectContaining({ voices: [expect.objectContaining({ seconds: 7 })] }),
    ])
    const stolen = await town.call('POST /api/my-reports/:receipt/additions', resident, {
      params,
      body: { ...body, clientKey: randomUUID() },
    })
    expect(stolen.problem).toMatchObject({ status: 400, fields: [{ field: 'voices' }] })
    const empty = await town.call('POST /api/my-reports/:receipt/additions', resident, {
      params,
      body: { clientKey: randomUUID() },
    })
    expect(empty.problem).toMatchObject({ status: 400, fields: [{ field: 'text' }] })
  })

  test('nobody who reads the database hears it', async () => {
    const bytes = mp3(5)
    const id = new Types.ObjectId(await uploaded(bytes))
    const chunks = await town.house.db.collection('attachments.chunks').find({ files_id: id }).toArray()
    const stored = Buffer.concat(chunks.map(({ data }) => data.buffer as Buffer))
    expect(stored.length).toBeGreaterThan(bytes.length)
    expect(stored.includes(bytes.subarray(0, 32))).toBe(false)
  })

  test('photographs of the first versions, which are not encrypted, are still shown', async () => {
    const photo = await somePhoto()
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(photo)]), 'photo.jpg')
    const answer = await town.send('POST', '/api/attachments', form, { Authorization: `Bearer ${resident}` })
    const id = new Types.ObjectId((answer.json as { id: string }).id)
    const { db } = town.house
    await db
      .collection('attachments.files')
      .updateOne(
        { _id: id },
        { $set: { length: photo.length }, $unset: { 'metadata.kind': '', 'metadata.type': '' } },
      )
    await db.collection('attachments.chunks').updateOne({ files_id: id }, { $set: { data: photo } })
    const sent = await town.call('POST /api/reports', resident, {
      body: someReport({ photos: [id.toHexString()] }),
    })
    const link = (await opened(sent.reply.receipt)).reports[0]?.photos[0]
    const shown = await fetch(`${town.base}${link}`)
    expect(shown.headers.get('content-type')).toBe('image/jpeg')
    expect(Buffer.from(await shown.arrayBuffer()).equals(photo)).toBe(true)
  })

  test('the server failed nowhere', () => expect(town.failures).toEqual([]))
})
