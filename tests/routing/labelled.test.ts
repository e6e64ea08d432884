import { gazetteerOf, judge, labelledOf, labelledTownships, surroundingsOf } from './labelled/labelled'

const judged = labelledTownships.flatMap((township) => {
  const gazetteer = gazetteerOf(township, surroundingsOf(township))
  return labelledOf(township).map((report) => judge(report, gazetteer))
})
const of = (...verdicts: string[]) => judged.filter(({ verdict }) => verdicts.includes(verdict))
const misread = (all: typeof judged) => all.map(({ report, got }) => `${report.text} → ${got}`)

describe('the labelled reports of three townships (R4, R5)', () => {
  test('there are at least 400, from every channel, of which a good part is held back', () => {
    expect(judged.length).toBeGreaterThanOrEqual(400)
    const channels = new Set(judged.map(({ report }) => report.via.split(':')[0]))
    expect(channels.size).toBeGreaterThanOrEqual(12)
    const heldBack = judged.filter(({ report }) => report.heldBack).length
    expect(heldBack / judged.length).toBeGreaterThan(0.15)
    expect(heldBack / judged.length).toBeLessThan(0.5)
  })

  test('no more than one in two hundred goes to a wrong village', () => {
    const wrong = of('wrong village', 'wrongly away', 'overconfident')
    expect({ share: wrong.length / judged.length <= 0.005 || misread(wrong) }).toEqual({ share: true })
  })

  test('of those that name a place, at least 92 in 100 go there without asking', () => {
    const named = judged.filter(({ report }) => report.want !== 'ask')
    const right = named.filter(({ verdict }) => verdict === 'right')
    expect(right.length / named.length).toBeGreaterThanOrEqual(0.92)
  })

  test('what is no hardship is recognised, and no hardship is taken for anything else', () => {
    const wrong = judged.filter(({ track, report }) => track !== report.track)
    expect(wrong.length / judged.length).toBeLessThanOrEqual(0.01)
    expect(misread(wrong.filter(({ report }) => report.track === 'abuse'))).toEqual([])
  })

  test('nothing urgent is taken for ordinary', () => {
    const missed = judged.filter(
      ({ urgency, report }) => report.urgency === 'urgent' && urgency === 'ordinary',
    )
    expect(misread(missed)).toEqual([])
  })

  test('every decision gives its reasons and marks only what stands in the text', () => {
    for (const { decision, report } of judged) {
      expect(decision.reasons.length).toBeGreaterThan(0)
      for (const { start, end, text } of decision.recognised) expect(report.text.slice(start, end)).toBe(text)
    }
  })
})
