import { z } from 'zod'
import { longestVoice, tooLong, voiceTypes } from '../domain/attachments'
import { endpoints, everyone, signedIn } from './endpoint'
import { objectId } from './fields'

/** Photographs and recordings: sent before the report that they belong to, shown by links that soon end. */
export const attachmentsEndpoints = endpoints({
  'POST /api/attachments': {
    summary: '传一张照片或者一段录音',
    area: '报事',
    allow: signedIn,
    query: z.strictObject({
      /** How long a recording is, as the phone counted; a photograph has no length. */
      seconds: z
        .string()
        .regex(/^[1-9]\d{0,3}$/, '录音有几秒，写一个整数')
        .refine((seconds) => !(Number(seconds) > longestVoice), tooLong(longestVoice))
        .optional(),
    }),
    takes: 'multipart/form-data',
    status: 201,
    reply: z.object({ id: objectId }).meta({ id: 'Attachment', description: '存好的照片或者录音' }),
    problems: ['not-an-attachment', 'too-large', 'malformed-body', 'unsupported-type'],
  },
  'GET /api/attachments/:attachmentId': {
    summary: '看一张照片或者听一段录音（链接几分钟内有效）',
    area: '报事',
    allow: everyone,
    params: z.strictObject({ attachmentId: objectId }),
    query: z.strictObject({
      expires: z.string().regex(/^\d{10,13}$/),
      signature: z.string().regex(/^[\w-]{43}$/),
    }),
    status: 200,
    gives: ['image/jpeg', ...voiceTypes],
  },
})
