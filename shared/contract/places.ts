import { z } from 'zod'
import { endpoints, everyone } from './endpoint'
import { cardId, publicPerson, townshipCode, villageCode } from './fields'

const village = z
  .object({ code: villageCode, name: z.string(), hamlets: z.array(z.string()) })
  .meta({ id: 'Village', description: '村和它的寨子' })

/** Places a reporter can pick from, and the cards that stand for them. */
export const placesEndpoints = endpoints({
  'GET /api/townships/:township/villages': {
    summary: '一个乡的村和寨子',
    area: '地方',
    allow: everyone,
    params: z.strictObject({ township: townshipCode }),
    status: 200,
    reply: z.object({ townshipName: z.string(), hotline: z.string(), villages: z.array(village) }),
  },
  'GET /api/cards/:cardId': {
    summary: '热线名片',
    area: '地方',
    allow: everyone,
    params: z.strictObject({ cardId }),
    status: 200,
    reply: z
      .object({
        id: cardId,
        township: townshipCode,
        townshipName: z.string(),
        village: village.nullable(),
        contact: publicPerson.nullable(),
        hotline: z.string(),
        officeHours: z.string(),
        help: z.array(z.string()),
      })
      .meta({ id: 'Card', description: '热线名片' }),
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
