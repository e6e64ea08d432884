import type { SpokenLanguage, SpokenPage } from '../../shared/domain/page-scripts'
import { mp3 } from '../setup/some-voice'
import type { TestHouse } from '../setup/test-house'
import { type InWeChat, openInWeChat } from './in-wechat'
import type { MiniProgram } from './mini-program'

jest.setTimeout(180_000)

const township = '530924205'

describe('pages are read to whoever does not read, where somebody has recorded them (R14)', () => {
  let here: InWeChat
  let town: TestHouse
  let mini: MiniProgram

  beforeAll(async () => {
    here = await openInWeChat()
    ;({ town } = here)
  })
  beforeEach(() => {
    mini = here.another()
  })
  afterEach(() => {
    expect(mini.complaints).toEqual([])
    mini.close()
  })
  afterAll(() => here?.close())

  const record = async (language: SpokenLanguage, page: SpokenPage, seconds: number) => {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(mp3(seconds))]), 'voice.mp3')
    const answer = await town.send(
      'POST',
      `/api/townships/${township}/recordings?language=${language}&page=${page}&seconds=${seconds}`,
      form,
      { Authorization: `Bearer ${await town.signIn('officer')}` },
    )
    expect(answer.status).toBe(201)
    return (answer.json as { link: string }).link
  }

  test('nothing is recorded, and WeChat has no voice of its own: nothing is offered', async () => {
    mini.launch('/pages/home/home')
    await mini.see('周一到周五')
    await mini.see('我要求助')
    expect(mini.words()).not.toContain('听一听')
  })

  test('what is recorded is played; another language is chosen once, and stays chosen where it is there', async () => {
    const wa = await record('wa', 'home', 5)
    const lisu = await record('lisu', 'home', 7)
    const card = await record('lisu', 'card', 4)
    await record('wa', 'mine', 4)
    const played = () => mini.phone.sound.played.at(-1)

    mini.launch('/pages/home/home')
    await mini.tap('听一听（佤语）')
    await mini.see('停下')
    expect(played()).toBe(`http://localhost:3000${wa}`)
    mini.phone.sound.playsToItsEnd()
    await mini.see('听一听（佤语）')

    await mini.tap('换一种话')
    expect(mini.words()).not.toMatch(/拉祜语|普通话|德昂语/)
    await mini.tap(/^傈僳语$/)
    await mini.tap('听一听（傈僳语）')
    expect(played()).toBe(`http://localhost:3000${lisu}`)

    mini.launch('/pages/card/card?c=demo0203')
    await mini.tap('听一听（傈僳语）')
    expect(played()).toBe(`http://localhost:3000${card}`)
    expect(mini.words()).not.toContain('换一种话')
    mini.launch('/pages/mine/mine')
    await mini.see('听一听（佤语）')
  })

  test('the list is there without signal, as it was last seen', async () => {
    mini.launch('/pages/home/home')
    await mini.see('听一听（佤语）')
    const kept = new Map(mini.phone.storage)
    mini.close()
    mini = here.another()
    for (const [key, value] of kept) mini.phone.storage.set(key, value)
    mini.phone.setSignal('none')
    mini.launch('/pages/home/home')
    await mini.see('听一听（佤语）')
  })
})
