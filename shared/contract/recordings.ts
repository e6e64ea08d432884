import { z } from 'zod'
import { longestReadAloud, tooLong, voiceTypes } from '../domain/attachments'
import { spokenLanguageCodes, spokenPageCodes } from '../domain/page-scripts'
import { townshipRoles } from '../domain/roles'
import { endpoints, everyone, staff } from './endpoint'
import { objectId, townshipCode } from './fields'

const ofTownship = z.strictObject({ township: townshipCode })

const recording = z
  .object({
    id: objectId,
    language: z.enum(spokenLanguageCodes),
    page: z.enum(spokenPageCodes),
    seconds: z.int(),
    link: z.string(),
  })
  .meta({ id: 'Recording', description: '一页念给人听的录音' })

/** Pages read aloud in a township's languages: recordings that it makes itself, heard by everybody. */
export const recordingsEndpoints = endpoints({
  'GET /api/townships/:township/recordings': {
    summary: '本乡有哪些念给人听的录音',
    area: '地方',
    allow: everyone,
    params: ofTownship,
    status: 200,
    reply: z.object({ recordings: z.array(recording) }),
  },
  'GET /api/recordings/:recordingId': {
    summary: '听一段念给人听的录音',
    area: '地方',
    allow: everyone,
    params: z.strictObject({ recordingId: objectId }),
    status: 200,
    gives: [...voiceTypes],
  },
  'POST /api/townships/:township/recordings': {
    summary: '录好一页：新的，或者换掉原来的',
    area: '设置',
    allow: staff('own', ...townshipRoles),
    params: ofTownship,
    query: z.strictObject({
      language: z.enum(spokenLanguageCodes, '没有这种话'),
      page: z.enum(spokenPageCodes, '没有这一页'),
      seconds: z
        .string()
        .regex(/^[1-9]\d{0,3}$/, '录音有几秒，写一个整数')
        .refine((seconds) => !(Number(seconds) > longestReadAloud), tooLong(longestReadAloud)),
      /** The recording that this one takes the place of. */
      replaces: objectId.optional(),
    }),
    takes: 'multipart/form-data',
    status: 201,
    reply: recording,
    problems: ['not-an-attachment', 'too-large', 'malformed-body', 'unsupported-type', 'changed-meanwhile'],
  },
  'DELETE /api/townships/:township/recordings/:recordingId': {
    summary: '删掉一段念给人听的录音',
    area: '设置',
    allow: staff('own', ...townshipRoles),
    params: z.strictObject({ township: townshipCode, recordingId: objectId }),
    status: 204,
  },
})
