import type { attachmentsEndpoints } from '../../shared/contract/attachments'
import { answerBytes } from '../http/answer-bytes'
import { readUpload } from '../http/read-upload'
import { known, type RoutesOf } from '../http/serve-contract'
import type { Attachments } from './attachments.service'

const wanted = { largest: 10 * 1024 * 1024, tooLarge: '照片最大 10 MB', missing: '没有收到照片或者录音' }

/** Sending photographs and recordings, and showing them. */
export function attachmentsRoutes({
  attachments,
}: {
  attachments: Attachments
}): RoutesOf<keyof typeof attachmentsEndpoints> {
  return {
    async 'POST /api/attachments'({ ctx, query, viewer }) {
      const seconds = query.seconds === undefined ? undefined : Number(query.seconds)
      const bytes = await readUpload(ctx, wanted)
      return { id: await attachments.store(bytes, seconds, known(viewer).account) }
    },
    async 'GET /api/attachments/:attachmentId'({ params, query, ctx }) {
      const { kind, type, bytes } = await attachments.open(
        params.attachmentId,
        query.expires,
        query.signature,
      )
      ctx.set('Cache-Control', 'private, max-age=300')
      // Looked at or played where it is, under a name of ours: what the file was called is nobody's business.
      ctx.set('Content-Disposition', `inline; filename="${kind}"`)
      answerBytes(ctx, type, bytes)
      return undefined
    },
  }
}
