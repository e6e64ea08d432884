import { z } from 'zod'
import { village } from './cards'
import { endpoints, everyone } from './endpoint'
import { townshipCode } from './fields'

/** Places a reporter can pick from. */
export const placesEndpoints = endpoints({
  'GET /api/townships/:township/villages': {
    summary: '一个乡的村和寨子',
    area: '地方',
    allow: everyone,
    params: z.strictObject({ township: townshipCode }),
    status: 200,
    reply: z.object({ townshipName: z.string(), hotline: z.string(), villages: z.array(village) }),
  },
  'GET /api/service': {
    summary: '这个服务在哪个乡，热线是多少',
    area: '地方',
    allow: everyone,
    status: 200,
    reply: z
      .object({
        township: townshipCode,
        townshipName: z.string(),
        hotline: z.string(),
        officeHours: z.string(),
        demo: z.boolean(),
      })
      .meta({ id: 'Service', description: '服务情况' }),
  },
})
