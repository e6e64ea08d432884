import { fileTypeFromBuffer } from 'file-type/core'
import { mongo, Types } from 'mongoose'
import { longestReadAloud } from '../../shared/domain/attachments'
import type { SpokenLanguage, SpokenPage } from '../../shared/domain/page-scripts'
import type { DivisionCode } from '../../shared/domain/territory'
import { inTransaction, isDuplicateKey } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile, notFound, Problem } from '../http/problem'
import { asVoice, isSoundOrFilm } from '../intake/voice-recording'
import type { Viewer } from '../trust/policy'
import { type RecordingRecord, recordingModel } from './recording.model'

/** A recording without its sound. */
export type AboutRecording = Omit<RecordingRecord, 'bytes'>

/** What is recorded, where it belongs, and which one it takes the place of. */
export interface NewRecording {
  language: SpokenLanguage
  page: SpokenPage
  seconds: number
  bytes: Buffer
  replaces?: string
}

/** Pages read aloud, as each township has recorded them. */
export interface Recordings {
  of(township: DivisionCode): Promise<AboutRecording[]>
  /** @throws Problem not-found when another one stands in its place by now, or none. */
  open(id: string): Promise<{ type: RecordingRecord['type']; bytes: Buffer }>
  /**
   * @throws Problem not-an-attachment, too-large or invalid-input for what is no recording; changed-meanwhile when
   * somebody else has put one in this place first.
   */
  put(township: DivisionCode, recording: NewRecording, viewer: Viewer): Promise<AboutRecording>
  /** @throws Problem not-found when it is gone already. */
  remove(township: DivisionCode, id: string, viewer: Viewer): Promise<void>
}

/** How far into a file one must look to know what it is. */
const telling = 64 * 1024

async function looked(bytes: Buffer, seconds: number) {
  const found = await fileTypeFromBuffer(bytes.subarray(0, telling))
  if (!found || !isSoundOrFilm(found.mime)) throw new Problem('not-an-attachment', '这里只收录音')
  return asVoice(bytes, found.ext, seconds, longestReadAloud)
}

/** Makes the recordings service. */
export function recordingsService({ db, now, audit }: Pick<House, 'db' | 'now' | 'audit'>): Recordings {
  const recordings = recordingModel(db)
  const withoutSound = { bytes: 0 } as const
  const tooLate = () => changedMeanwhile('别人刚才也录了这一段，请听听新的再说')

  return {
    of: (township) => recordings.find({ township }, withoutSound).sort({ _id: 1 }).lean<AboutRecording[]>(),
    async open(id) {
      const found = await recordings.findOne({ recording: new Types.ObjectId(id) }).lean<RecordingRecord>()
      if (!found) throw notFound('这段录音换过了，请重新打开')
      return { type: found.type, bytes: Buffer.from(found.bytes.buffer) }
    },
    async put(township, { language, page, seconds, bytes, replaces }, viewer) {
      const about: AboutRecording = {
        _id: `${township}.${language}.${page}`,
        recording: new Types.ObjectId(),
        township,
        language,
        page,
        ...(await looked(bytes, seconds)),
      }
      const record: RecordingRecord = { ...about, bytes: new mongo.Binary(bytes) }
      try {
        await inTransaction(db, async (work) => {
          if (replaces === undefined) work.insert(recordings, record)
          else {
            const { modifiedCount } = await recordings.replaceOne(
              { _id: about._id, recording: new Types.ObjectId(replaces) },
              record,
              { session: work.session },
            )
            if (modifiedCount === 0) throw tooLate()
          }
          audit.record(
            {
              actor: viewer.account,
              action: 'recording.put',
              subject: { kind: 'township', id: township },
              details: { language, page, seconds: about.seconds, recording: about.recording.toHexString() },
            },
            now(),
            work,
          )
        })
      } catch (error) {
        throw isDuplicateKey(error) ? tooLate() : error
      }
      audit.sealSoon()
      return about
    },
    async remove(township, id, viewer) {
      await inTransaction(db, async (work) => {
        const gone = await recordings
          .findOneAndDelete(
            { recording: new Types.ObjectId(id), township },
            { session: work.session, projection: withoutSound },
          )
          .lean<AboutRecording>()
        if (!gone) throw notFound('这段录音已经没有了')
        audit.record(
          {
            actor: viewer.account,
            action: 'recording.remove',
            subject: { kind: 'township', id: township },
            details: { language: gone.language, page: gone.page, recording: id },
          },
          now(),
          work,
        )
      })
      audit.sealSoon()
    },
  }
}
