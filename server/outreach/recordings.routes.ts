import type { recordingsEndpoints } from '../../shared/contract/recordings'
import { answerBytes } from '../http/answer-bytes'
import { readUpload } from '../http/read-upload'
import type { RoutesOf } from '../http/serve-contract'
import { ownTownship } from '../settings/own-township'
import type { AboutRecording, Recordings } from './recordings.service'

const wanted = { largest: 4 * 1024 * 1024, tooLarge: '录音最大 4 MB', missing: '没有收到录音' }

const shown = ({ recording, language, page, seconds }: AboutRecording) => {
  const id = recording.toHexString()
  return { id, language, page, seconds, link: `/api/recordings/${id}` }
}

/** Pages read aloud: everybody hears them, the township's desk makes them. */
export function recordingsRoutes({
  recordings,
}: {
  recordings: Recordings
}): RoutesOf<keyof typeof recordingsEndpoints> {
  return {
    async 'GET /api/townships/:township/recordings'({ params }) {
      return { recordings: (await recordings.of(params.township)).map(shown) }
    },
    async 'GET /api/recordings/:recordingId'({ params, ctx }) {
      const { type, bytes } = await recordings.open(params.recordingId)
      // A new recording has a new address: what was fetched once need not be fetched again.
      ctx.set('Cache-Control', 'public, max-age=604800, immutable')
      ctx.set('Content-Disposition', 'inline; filename="recording"')
      answerBytes(ctx, type, bytes)
      return undefined
    },
    async 'POST /api/townships/:township/recordings'({ params: { township }, query, viewer, ctx }) {
      const by = ownTownship(viewer, township)
      const bytes = await readUpload(ctx, wanted)
      return shown(await recordings.put(township, { ...query, seconds: Number(query.seconds), bytes }, by))
    },
    async 'DELETE /api/townships/:township/recordings/:recordingId'({ params, viewer }) {
      await recordings.remove(params.township, params.recordingId, ownTownship(viewer, params.township))
      return undefined
    },
  }
}
