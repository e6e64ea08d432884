import { z } from 'zod'

/**
 * Every problem the API can answer with (RFC 9457): a stable name, its HTTP status, and a title that a villager
 * understands. The `type` of a problem document is `/api/docs#<name>`, where the name is explained.
 */
export const problems = {
  'invalid-input': { status: 400, title: '有的地方没填对，改一改再发' },
  'malformed-body': { status: 400, title: '发来的内容读不懂，请再试一次' },
  'not-signed-in': { status: 401, title: '请先登录' },
  'session-expired': { status: 401, title: '登录过期了，请重新登录' },
  'not-allowed': { status: 403, title: '这件事不归您办' },
  'not-found': { status: 404, title: '没有找到' },
  'method-not-allowed': { status: 405, title: '不能这样操作' },
  'changed-meanwhile': { status: 409, title: '刚才有别人先办了，请看看最新情况' },
  'not-yet': { status: 409, title: '现在还不能这样办，先把前面的办完' },
  'sign-in-anew': { status: 409, title: '微信登录换过了，请再打开一次' },
  'already-sent': { status: 409, title: '这件事已经报过了' },
  'too-large': { status: 413, title: '发来的内容太大了' },
  'unsupported-type': { status: 415, title: '这种内容收不了' },
  'not-an-attachment': { status: 422, title: '这里只收照片和录音，请换一个' },
  'client-too-old': { status: 426, title: '版本旧了，请更新。写的都还在，更新好会自己发出去' },
  'too-many': { status: 429, title: '试得太多了，请过一会儿再试，急事直接打电话' },
  'internal-error': { status: 500, title: '我们这边出了点问题，您填的还在，请过一会儿再发' },
  unavailable: { status: 503, title: '系统正忙，您填的还在，请过一会儿再发' },
} as const satisfies Record<string, { status: number; title: string }>

/** The stable name of a problem. */
export type ProblemName = keyof typeof problems
export const problemNames = Object.keys(problems) as [ProblemName, ...ProblemName[]]

/** One field that was not right, named by its path in the request, with one plain sentence. */
export const failingField = z.object({
  in: z.enum(['body', 'query', 'path', 'header']),
  field: z.string(),
  message: z.string(),
})

/** A problem document as RFC 9457 defines it, with the failing fields. */
export const problemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string(),
    fields: z.array(failingField).optional(),
    receipt: z.string().optional(),
  })
  .meta({ id: 'Problem', description: '出错时的答复 (RFC 9457)' })

export type ProblemDocument = z.infer<typeof problemDocument>
export type FailingField = z.infer<typeof failingField>
