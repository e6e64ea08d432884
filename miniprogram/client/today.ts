import { call, type Reply } from './api'
import { askOrRead, type Read } from './kept-for-reading'

/** The list of the day, as the server gives it. */
export type Today = Reply<'GET /api/today'>

/** What of the day may lie on a phone: nothing of what is kept from all but two. */
const readable = (today: Today): Today => ({
  ...today,
  tasks: today.tasks.filter(({ keptApart }) => !keptApart),
})

/** The day's list: from the server, or as this phone was shown it last where there is no signal. */
export const fetchToday = (): Promise<Read<Today>> =>
  askOrRead('today', () => call('GET /api/today'), readable)
