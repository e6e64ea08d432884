import { auditEntryModel } from '../../server/trust/audit.model'
import type { Contract } from '../../shared/contract/contract'
import type { ReplyOf } from '../../shared/contract/endpoint'
import { somePhoto } from '../setup/some-photo'
import { mp3, someVoices } from '../setup/some-voice'
import { openTestHouse, type TestHouse } from '../setup/test-house'

type Recording = ReplyOf<Contract['POST /api/townships/:township/recordings']>

const township = '530924205'

describe('pages are read aloud in the languages of the township (R14)', () => {
  let town: TestHouse
  let officer: string
  beforeAll(async () => {
    town = await openTestHouse()
    officer = await town.signIn('officer')
  })
  afterAll(() => town.close())

  const put = (bytes: Buffer, query: Record<string, string>, as: string = officer) => {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(bytes)]), 'wa.mp3')
    const about = new URLSearchParams({ language: 'wa', page: 'home', seconds: '5', ...query })
    return town.send('POST', `/api/townships/${township}/recordings?${about}`, form, {
      Authorization: `Bearer ${as}`,
    })
  }
  const listed = async () =>
    (await town.call('GET /api/townships/:township/recordings', null, { params: { township } })).reply
      .recordings
  const heard = (link: string) => fetch(`${town.base}${link}`)

  test.each(Object.entries(someVoices(5)))(
    '%s is taken and heard by everybody',
    async (kind, { type, bytes }) => {
      const [, before] = [kind, (await listed()).find(({ page }) => page === 'card')]
      const answer = await put(bytes, { page: 'card', ...(before && { replaces: before.id }) })
      expect(answer.status).toBe(201)
      const { link } = answer.json as Recording
      expect(await listed()).toEqual([answer.json])
      const played = await heard(link)
      expect(played.headers.get('content-type')).toBe(type)
      expect(played.headers.get('cache-control')).toContain('immutable')
      expect(Buffer.from(await played.arrayBuffer()).equals(bytes)).toBe(true)
      if (before) expect((await heard(before.link)).status).toBe(404)
    },
  )

  test('two who record the same page: the second is told, and can take its place knowingly', async () => {
    const [one, other] = await Promise.all([put(mp3(4), { seconds: '4' }), put(mp3(6), { seconds: '6' })])
    expect([one.status, other.status].sort()).toEqual([201, 409])
    const first = (one.status === 201 ? one : other).json as Recording
    const [again, twice] = await Promise.all([
      put(mp3(7), { seconds: '7', replaces: first.id }),
      put(mp3(8), { seconds: '8', replaces: first.id }),
    ])
    expect([again.status, twice.status].sort()).toEqual([201, 409])
    expect((await listed()).filter(({ page }) => page === 'home')).toHaveLength(1)
  })

  test('what is no recording, is too long, or belongs to no page is refused with its reason', async () => {
    const refused: [Awaited<ReturnType<typeof put>>, number, string][] = [
      [await put(await somePhoto(), { page: 'mine' }), 422, '这里只收录音'],
      [await put(Buffer.from('hello'), { page: 'mine' }), 422, '这里只收录音'],
      [await put(mp3(5), { page: 'mine', seconds: '9999' }), 400, 'seconds'],
      [await put(mp3(5), { page: 'mine', seconds: '100' }), 400, 'seconds'],
      [await put(mp3(5), { page: 'desk' }), 400, 'page'],
      [await put(mp3(5), { page: 'mine', language: 'english' }), 400, 'language'],
      [await put(Buffer.alloc(5 * 1024 * 1024, 1), { page: 'mine' }), 413, '4 MB'],
    ]
    for (const [answer, status, words] of refused) {
      expect(answer.status).toBe(status)
      expect(answer.text).toContain(words)
    }
    expect((await listed()).some(({ page }) => page === 'mine')).toBe(false)
  })

  test('it is taken out once, and what was done stands in the audit log', async () => {
    const [first] = await listed()
    const params = { township, recordingId: first?.id ?? '' }
    const remove = () =>
      town.call('DELETE /api/townships/:township/recordings/:recordingId', officer, { params })
    expect((await remove()).status).toBe(204)
    expect((await remove()).status).toBe(404)
    expect((await heard(first?.link ?? '')).status).toBe(404)
    const entries = await auditEntryModel(town.house.db)
      .find({ action: /^recording\./ })
      .lean()
    expect(entries.filter(({ action }) => action === 'recording.remove')).toHaveLength(1)
    expect(entries.every(({ subjectId }) => subjectId === township)).toBe(true)
  })

  test('the server failed nowhere', () => expect(town.failures).toEqual([]))
})
