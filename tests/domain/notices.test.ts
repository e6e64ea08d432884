import {
  longestTitle,
  noticeKindCodes,
  noticeRule,
  outsideWords,
  residentKinds,
} from '../../shared/domain/notices'

/** One short message, with the sender's name that the gateway puts before it. */
const longestShortMessage = 70 - '【早发现】'.length

describe('the kinds of notices hold together', () => {
  test.each(noticeKindCodes)('%s fits where it is shown, and says outside where to look', (kind) => {
    const { title, outside } = noticeRule(kind)
    expect([...title].length).toBeLessThanOrEqual(longestTitle)
    expect(title).toMatch(/^[\p{Script=Han}，]+$/u)
    expect(outside).toContain('早发现')
    // No place for anything of a person or a case: the words are the same for everybody.
    expect(outside).toMatch(/^[\p{Script=Han}，。、]+$/u)
    expect(outsideWords(kind, 1)).toBe(outside)
    expect(outsideWords(kind, 12)).toBe(`${outside}一共有 12 条消息。`)
    expect([...outsideWords(kind, 99)].length).toBeLessThanOrEqual(longestShortMessage)
  })

  test('no two are called alike', () => {
    const titles = noticeKindCodes.map((kind) => noticeRule(kind).title)
    expect(new Set(titles).size).toBe(titles.length)
  })

  test('residents are told of the steps of their own report and of nothing else', () => {
    expect([...residentKinds].sort()).toEqual([
      'answered',
      'in_progress',
      'rating_asked',
      'refused',
      'taken',
      'visited',
    ])
  })
})
