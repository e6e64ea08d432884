import { z } from 'zod'
import { village } from './cards'
import { endpoints, everyone, staff } from './endpoint'
import { countyCode, townshipCode } from './fields'

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
  'GET /api/counties/:county/townships': {
    summary: '一个县里开通了的乡镇',
    area: '地方',
    allow: staff('own', 'county_officer'),
    params: z.strictObject({ county: countyCode }),
    status: 200,
    reply: z.object({ townships: z.array(z.object({ code: townshipCode, name: z.string() })) }),
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
