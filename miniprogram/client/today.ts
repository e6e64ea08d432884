import { call, type Reply } from './api'
import { askOrRead, type Read } from './kept-for-reading'

/** The list of the day, as the server gives it. Nothing hidden is ever in it. */
export type Today = Reply<'GET /api/today'>

/** One's day: from the server, or as this phone was shown it last where there is no signal. */
export const fetchToday = (): Promise<Read<Today>> =>
  askOrRead(
    'today',
    () => call('GET /api/today'),
    (today) => today,
  )
