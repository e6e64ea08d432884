import { Types } from 'mongoose'
import type { TestHouse } from '../setup/test-house'
import type { Written } from './resident-day'

type Stored = Pick<Written, 'kind' | 'words' | 'photos' | 'voices'>

/** What people wrote, as it lies on the server since a mark, opened; and the mark for the next time. */
export async function storedOnServer(town: TestHouse, since?: Types.ObjectId) {
  const { db, cipher } = town.house
  const files = db.collection('attachments.files')
  const at = new Types.ObjectId()
  if (!since) return { at, all: [] as Stored[] }
  const later = (name: string) =>
    db
      .collection(name)
      .find({ _id: { $gt: since } })
      .toArray()
  /** Files are counted by what is really tied to it, not by what it says. */
  const tied = (ids: readonly Types.ObjectId[], to: Types.ObjectId) =>
    files.countDocuments({ _id: { $in: [...ids] }, 'metadata.report': to })
  const [reports, additions, visits, deeds] = await Promise.all([
    later('reports'),
    later('additions'),
    later('home_visits'),
    later('sent_deeds'),
  ])
  const all: Stored[] = []
  const idsOf = (voices: { id: Types.ObjectId }[]) => voices.map(({ id }) => id)
  for (const report of reports)
    all.push({
      kind: report.enteredBy ? 'entry' : 'report',
      words: cipher.decrypt('report.text', report.text),
      photos: await tied(report.photos, report._id),
      voices: await tied(idsOf(report.voices), report._id),
    })
  for (const addition of additions)
    all.push({
      kind: 'addition',
      words: cipher.decrypt('addition.text', addition.text),
      photos: await tied(addition.photos, addition.report),
      voices: await tied(idsOf(addition.voices), addition.report),
    })
  for (const visit of visits) {
    const pictures = visit.signature ? [...visit.photos, visit.signature] : visit.photos
    all.push({
      kind: 'visit',
      words: JSON.parse(cipher.decrypt('visit.form', visit.sealed)).words,
      photos: await tied(pictures, visit._id),
      voices: 0,
    })
  }
  // Each case is one run's own: what was noted twice in it shows, under whichever keys.
  const noted = await db
    .collection('cases')
    .find({ _id: { $in: deeds.map((deed) => deed.case) } })
    .toArray()
  for (const { history } of noted)
    for (const { event, words } of history)
      if (event === 'noted')
        all.push({ kind: 'note', words: cipher.decrypt('case.words', words), photos: 0, voices: 0 })
  return { at, all }
}
