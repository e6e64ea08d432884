import type { Types } from 'mongoose'
import type { Work } from '../database/transaction'
import type { House } from '../house'
import type { Voice } from './attachments.service'
import type { Transcriber } from './transcriber'
import { type TranscriptRecord, transcriptModel } from './transcript.model'

/** What machines have written down, by the recordings' ids. */
export type TranscriptTexts = ReadonlyMap<string, string>

/** The queue of recordings that a machine is to write down, and what it wrote. Nothing waits for it. */
export interface Transcripts {
  /** Puts recordings into the queue, inside the transaction that stores them. Does nothing without a transcriber. */
  ask(
    of: Pick<TranscriptRecord, 'report' | 'case'>,
    voices: readonly Pick<Voice, 'id'>[],
    at: Date,
    work: Work,
  ): void
  of(reports: readonly Types.ObjectId[]): Promise<TranscriptTexts>
  /** Goes with the recordings of a report: what a machine wrote must not outlive what was said. */
  remove(report: Types.ObjectId): Promise<void>
}

/** Makes the service. */
export function transcriptsService(
  { db, cipher }: Pick<House, 'db' | 'cipher'>,
  transcriber: Transcriber | null,
): Transcripts {
  const transcripts = transcriptModel(db)
  return {
    ask(of, voices, at, work) {
      if (!transcriber) return
      for (const { id } of voices) work.insert(transcripts, { _id: id, ...of, at, tries: 0, nextTry: at })
    },
    async of(reports) {
      if (reports.length === 0) return new Map()
      const found = await transcripts
        .find({ report: { $in: [...reports] }, text: { $exists: true } })
        .lean<TranscriptRecord[]>()
      return new Map(
        found.map(({ _id, text }) => [
          _id.toHexString(),
          text ? cipher.decrypt('transcript.text', text) : '',
        ]),
      )
    },
    async remove(report) {
      await transcripts.deleteMany({ report })
    },
  }
}
