import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { readConfig } from '../../server/config'
import { httpTranscriber } from '../../server/intake/http-transcriber'
import { TranscriberRefused } from '../../server/intake/transcriber'
import { transcriptionRound } from '../../server/intake/transcription-round'
import { moveOn } from '../setup/moved-case'
import { mp3 } from '../setup/some-voice'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

interface Heard {
  bytes: Buffer
  type: string | undefined
  authorization: string | undefined
}

/** A machine that answers as the test says, and remembers what it was sent. */
async function openMachine() {
  const heard: Heard[] = []
  const machine = {
    heard,
    url: '',
    says: '' as string | ((response: ServerResponse) => void),
    status: 200,
    close: () => new Promise((closed) => server.close(closed)),
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { 'content-type': type, authorization } = request.headers
    heard.push({ bytes: await buffer(request), type, authorization })
    if (typeof machine.says !== 'string') return machine.says(response)
    response.writeHead(machine.status, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify({ text: machine.says }))
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  machine.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/listen`
  return machine
}

const startsAt = '2026-11-24T02:00:00.000Z'

describe('recordings are written down by a machine, and people decide (R4, R6)', () => {
  let machine: Awaited<ReturnType<typeof openMachine>>
  let town: TestHouse
  let resident: string
  beforeEach(async () => {
    machine = await openMachine()
    town = await openTestHouse({
      startsAt,
      env: { TRANSCRIBER_URL: machine.url, TRANSCRIBER_LOCAL: '1', TRANSCRIBER_TOKEN: 'a-long-token' },
    })
    resident = await town.newResident()
  })
  afterEach(async () => {
    await town.close()
    await machine.close()
  })
  const later = (minutes: number) =>
    town.setTime(new Date(Date.parse(startsAt) + minutes * 60_000).toISOString())

  const uploaded = async (bytes = mp3(5), seconds = 5) => {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(bytes)]), 'voice.mp3')
    const { json } = await town.send('POST', `/api/attachments?seconds=${seconds}`, form, {
      Authorization: `Bearer ${resident}`,
    })
    return (json as { id: string }).id
  }
  const report = async (changes: Parameters<typeof someReport>[0] = {}) => {
    const body = someReport({ text: '', categories: [], voices: [await uploaded()], ...changes })
    const { status, reply } = await town.call('POST /api/reports', resident, { body })
    expect(status).toBe(201)
    return reply.receipt
  }
  const theCase = async (as = 'coordinator-203') => {
    const token = await town.signIn(as)
    const [item] = (await town.call('GET /api/queue', token, { query: {} })).reply.items
    return (await town.call('GET /api/cases/:caseId', token, { params: { caseId: item?.id ?? '' } })).reply
  }
  const stored = () => town.house.db.collection('transcripts').find({}).toArray()

  test('the receipt does not wait for it; what it wrote stands beside the recording, encrypted at rest', async () => {
    machine.says = '家里老人腿脚不好，身份证 530924194203071234，想要点米'
    await report()
    expect(machine.heard).toEqual([])
    expect((await theCase()).reports[0]?.voices[0]?.transcript).toBeNull()
    expect(await town.rooms.transcribe()).toBe(1)
    const [sent] = machine.heard
    expect(sent?.bytes.equals(mp3(5))).toBe(true)
    expect(sent).toMatchObject({ type: 'audio/mpeg', authorization: 'Bearer a-long-token' })
    const work = await theCase()
    expect(work.reports[0]?.voices[0]?.transcript).toMatch(/^家里老人腿脚不好.*想要点米$/)
    expect(JSON.stringify(work)).not.toContain('530924194203071234')
    expect(work.urgency).toBe('ordinary')
    expect(JSON.stringify(await stored())).not.toContain('老人')
    expect(await town.rooms.transcribe()).toBe(0)
  })

  test('what is added later is written down too', async () => {
    machine.says = '又下雨了'
    const receipt = await report()
    await town.call('POST /api/my-reports/:receipt/additions', resident, {
      params: { receipt },
      body: { clientKey: randomUUID(), voices: [await uploaded(mp3(7), 7)] },
    })
    await town.rooms.transcribe()
    const [said] = (await theCase()).reports
    expect(said?.additions[0]?.voices[0]?.transcript).toBe('又下雨了')
  })

  test('what was written down is theirs too: it is in their copy, and goes with the recording', async () => {
    machine.says = '家里没有人做饭'
    await report()
    await town.rooms.transcribe()
    const mine = await town.send('GET', '/api/my-data/page', undefined, {
      Authorization: `Bearer ${resident}`,
    })
    expect(mine.text).toContain('家里没有人做饭')
    const work = await theCase()
    await moveOn(town, work.id, 'withdraw')
    await town.call('POST /api/my-data/erase', resident, { body: { sure: true } })
    expect(await stored()).toEqual([])
  })

  test('the triage desk reads it where it hears it', async () => {
    machine.says = '我家在彩靠那边'
    await report({ card: undefined, place: {} })
    await town.rooms.transcribe()
    const { items } = (await town.call('GET /api/triage', await town.signIn('officer'), { query: {} })).reply
    expect(items[0]?.voices[0]?.transcript).toBe('我家在彩靠那边')
    // It is a hint for a person: the case has not moved.
    expect(items).toHaveLength(1)
  })

  test('words of danger raise a case that nobody has taken up, say why, and tell whoever has it', async () => {
    machine.says = '家里断粮三天了'
    const receipt = await report()
    const before = await theCase()
    await town.rooms.transcribe()
    const after = await theCase()
    expect(after.urgency).toBe('urgent')
    expect(after.urgencyReasons).toContain('录音里像是说到“断粮”（机器听的，可能有误）')
    expect(after.dueAt <= before.dueAt).toBe(true)
    expect(after.history.at(-1)?.told).toContain('机器听了录音')
    const inbox = await town.call('GET /api/inbox', await town.signIn('coordinator-203'), { query: {} })
    expect(JSON.stringify(inbox.reply)).toContain('机器听了录音')
    // The family is not told what a machine believes.
    const own = await town.call('GET /api/my-reports/:receipt', resident, { params: { receipt } })
    expect(JSON.stringify(own.reply)).not.toContain('机器')
  })

  test('what is denied raises nothing; nor does anything raise a case that somebody has in hand or set back', async () => {
    machine.says = '没有断粮'
    await report()
    await town.rooms.transcribe()
    const work = await theCase()
    expect(work.urgency).toBe('ordinary')

    machine.says = '家里断粮三天了'
    const coordinator = await town.signIn('coordinator-203')
    const params = { caseId: work.id }
    await report({
      markedUrgent: true,
      subjectName: '李四',
      place: { village: '530924205203' },
      phone: '19900000177',
    })
    const urgent = await theCase()
    expect(urgent.urgency).toBe('urgent')
    const back = await town.call('POST /api/cases/:caseId/urgency', coordinator, {
      params: { caseId: urgent.id },
      body: { version: urgent.version, urgency: 'ordinary', reason: '问过了，不急' },
    })
    expect(back.status).toBe(200)
    await town.call('POST /api/cases/:caseId/accept', coordinator, {
      params,
      body: { version: work.version },
    })
    await town.rooms.transcribe()
    for (const caseId of [work.id, urgent.id])
      expect(
        (await town.call('GET /api/cases/:caseId', coordinator, { params: { caseId } })).reply.urgency,
      ).toBe('ordinary')
  })

  test('while it is down it is asked again later, and after a day no more; the report is worked all the same', async () => {
    machine.status = 503
    machine.says = '来不及'
    await report()
    await report({ phone: '19900000178', subjectName: '王五' })
    // One that is down is asked once a round.
    expect(await town.rooms.transcribe()).toBe(1)
    expect(await town.rooms.transcribe()).toBe(1)
    expect(await town.rooms.transcribe()).toBe(0)
    later(2)
    machine.status = 200
    expect(await town.rooms.transcribe()).toBe(2)
    expect((await stored()).map(({ nextTry }) => nextTry)).toEqual([undefined, undefined])

    machine.status = 500
    await report({ phone: '19900000179', subjectName: '赵六' })
    for (let minutes = 3; minutes < 27 * 60; minutes += 61) {
      later(minutes)
      await town.rooms.transcribe()
    }
    expect((await stored()).at(-1)).toMatchObject({ why: 'given-up' })
    expect((await stored()).at(-1)?.nextTry).toBeUndefined()
  })

  test('a recording that it does not take is not sent again; a killed process’s is', async () => {
    machine.status = 422
    await report()
    await town.rooms.transcribe()
    expect(await stored()).toMatchObject([{ why: 'refused' }])
    later(8)
    expect(await town.rooms.transcribe()).toBe(0)

    machine.status = 200
    machine.says = '好'
    await report({ phone: '19900000178', subjectName: '王五' })
    // Taken up by a process that died at once.
    const lease = new Date(Date.parse(startsAt) + 10 * 60_000)
    await town.house.db
      .collection('transcripts')
      .updateOne({ nextTry: { $exists: true } }, { $set: { nextTry: lease }, $inc: { tries: 1 } })
    expect(await town.rooms.transcribe()).toBe(0)
    later(11)
    expect(await town.rooms.transcribe()).toBe(1)
  })

  test('several processes share the recordings out: each is sent once', async () => {
    machine.says = '一句话'
    const voices = [await uploaded(), await uploaded(), await uploaded(), await uploaded(), await uploaded()]
    await report({ voices })
    await Promise.all([town.rooms.transcribe(), town.rooms.transcribe(), town.rooms.transcribe()])
    expect(machine.heard).toHaveLength(5)
    expect((await theCase()).reports[0]?.voices.map(({ transcript }) => transcript)).toEqual(
      Array(5).fill('一句话'),
    )
  })

  const abuse = { text: '隔壁天天打老婆打孩子，昨晚又打出血了' }
  test('what is hidden goes to the house’s own machine', async () => {
    await report(abuse)
    expect(await town.rooms.transcribe()).toBe(1)
    expect(machine.heard).toHaveLength(1)
  })

  test('and to nobody else’s', async () => {
    const others = httpTranscriber({ url: machine.url, token: undefined, local: false })
    const round = transcriptionRound(town.house, others, town.rooms)
    await report(abuse)
    await round()
    expect(machine.heard).toEqual([])
    expect(await stored()).toMatchObject([{ why: 'hidden' }])
  })

  test('nobody set one up: nothing is queued', async () => {
    const other = await openTestHouse({ startsAt })
    try {
      const token = await other.newResident()
      const form = new FormData()
      form.append('file', new Blob([new Uint8Array(mp3(5))]), 'voice.mp3')
      const { json } = await other.send('POST', '/api/attachments?seconds=5', form, {
        Authorization: `Bearer ${token}`,
      })
      const body = someReport({ voices: [(json as { id: string }).id] })
      expect((await other.call('POST /api/reports', token, { body })).status).toBe(201)
      expect(await other.house.db.collection('transcripts').countDocuments({})).toBe(0)
      expect(await other.rooms.transcribe()).toBe(0)
    } finally {
      await other.close()
    }
  })

  const ask = () =>
    httpTranscriber({ url: machine.url, token: undefined, local: true }).transcribe({
      bytes: mp3(1),
      type: 'audio/mpeg',
      seconds: 1,
    })
  test('an answer that is none is tried again: no JSON, no text, megabytes, a broken line', async () => {
    const answers: ((response: ServerResponse) => void)[] = [
      (response) => response.end('<html>'),
      (response) => response.end('{"words":"x"}'),
      (response) => response.end(JSON.stringify({ text: 'x'.repeat(5_000_000) })),
      (response) => response.writeHead(302, { Location: machine.url }).end(),
      (response) => response.destroy(),
      (response) => response.writeHead(401).end(),
    ]
    for (const says of answers) {
      machine.says = says
      const error = await ask().then(String, (thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(Error)
      expect(error).not.toBeInstanceOf(TranscriberRefused)
      expect(String(error)).not.toContain('127.0.0.1')
    }
    machine.says = (response) => response.writeHead(415).end()
    await expect(ask()).rejects.toBeInstanceOf(TranscriberRefused)
    machine.says = `  ${'长'.repeat(3000)}`
    expect(await ask()).toHaveLength(2000)
  })

  test('what villagers say goes over no open line to somebody else', () => {
    const env = { TRANSCRIBER_URL: 'http://elsewhere.example/listen' }
    expect(() => readConfig(env)).toThrow(/https/)
    expect(readConfig({ ...env, TRANSCRIBER_LOCAL: '1' }).transcriber).toMatchObject({ local: true })
    expect(readConfig({ TRANSCRIBER_URL: 'https://elsewhere.example/' }).transcriber).toMatchObject({
      local: false,
    })
    expect(readConfig({}).transcriber).toBeUndefined()
  })
})
