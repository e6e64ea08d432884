import {
  gazetteerOf,
  judge,
  type Labelled,
  labelledOf,
  labelledTownships,
  surroundingsOf,
} from './labelled/labelled'

const gazetteers = Object.fromEntries(
  labelledTownships.map((township) => [township, gazetteerOf(township, surroundingsOf(township))]),
)
const judgeHere = (report: Labelled) => {
  const gazetteer = gazetteers[report.township]
  if (!gazetteer) throw new Error(`No gazetteer of ${report.township}`)
  return judge(report, gazetteer)
}
const judged = labelledTownships.flatMap(labelledOf).map(judgeHere)
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

  test('what is known of who reports helps some, and sends none to a wrong village that would not go there without', () => {
    const known = judged.filter(({ report }) => report.reporter.position || report.reporter.village)
    expect(known.length).toBeGreaterThanOrEqual(30)
    const unknown = known.map(({ report }) => {
      const { forWhom } = report.reporter
      return judgeHere({ ...report, reporter: forWhom ? { forWhom } : {} })
    })
    const wrong = (all: typeof judged) =>
      misread(all.filter(({ verdict }) => !['right', 'asked', 'rightly asked'].includes(verdict)))
    expect(wrong(unknown)).toEqual(expect.arrayContaining(wrong(known)))
    const right = (all: typeof judged) => all.filter(({ verdict }) => verdict === 'right').length
    expect(right(known)).toBeGreaterThanOrEqual(right(unknown) + 10)
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
