import { z } from 'zod'
import type { EventHandlers } from '../wechat/push.service'
import type { ContentChecks } from './content-checks.service'

/** The file was not to be had. Some versions write it as a number without a sign. */
const notFetched = [-1008, 4294966288]

/** A verdict as version 2 pushes it; version 1's, which some accounts still get, says only whether it is risky. */
const verdict = z.object({
  trace_id: z.string().min(1).max(128),
  errcode: z.coerce.number().default(0),
  status_code: z.coerce.number().default(0),
  result: z.object({ suggest: z.enum(['pass', 'review', 'risky']), label: z.coerce.number() }).optional(),
  isrisky: z.coerce.number().optional(),
})

/** WeChat's verdicts on photographs and recordings. */
export const contentCheckEvents = ({ contentChecks }: { contentChecks: ContentChecks }): EventHandlers => ({
  async wxa_media_check({ said }) {
    const { data } = verdict.safeParse(said)
    if (!data) return
    const { trace_id: traceId, errcode, status_code: status, result, isrisky } = data
    if (notFetched.includes(errcode) || notFetched.includes(status) || (!result && isrisky === undefined))
      await contentChecks.told(traceId, { suggest: null, label: 0 })
    else if (result) await contentChecks.told(traceId, result)
    else await contentChecks.told(traceId, { suggest: isrisky === 1 ? 'risky' : 'pass', label: 21000 })
  },
})
