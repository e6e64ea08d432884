import type { Config } from './config'
import type { Rooms } from './rooms'

/** What the terminal says when the server is up: where to click, and as whom. */
export async function welcome(
  config: Config,
  rooms: Rooms,
  store: string,
  port: number,
  standIn: string | undefined,
): Promise<string> {
  const at = `http://${['127.0.0.1', '0.0.0.0', '::'].includes(config.host) ? 'localhost' : config.host}:${port}`
  const where = store === 'embedded' ? `embedded store, data in ${config.dataDirectory}` : 'MongoDB'
  const lines = ['', `早发现 Zaofaxian is running at ${at} (${where})`]
  if (config.demo) {
    const [cards, people] = await Promise.all([rooms.cards.all(config.township), rooms.people.demoPeople()])
    const open = cards.filter(({ withdrawnAt }) => !withdrawnAt)
    const card = open.find((one) => one.village === '530924205203') ?? open[0]
    const named = (id: string) => people.find((person) => person.demoId === id)?.calledAs ?? id
    lines.push(
      '',
      'Demo data: invented people, groups and hamlets. Try the story:',
      `  1. as a villager, open a hotline card and report   ${at}/pages/card/card?c=${card?._id ?? ''}`,
      `  2. as the village coordinator, take the lead        ${at}/  → 演示 → ${named('coordinator-203')}`,
      `  3. as the township officer, place a doubtful lead   ${at}/  → 演示 → ${named('officer')}`,
    )
  }
  if (standIn) lines.push('', `WeChat is stood in for: what it would be sent   ${standIn}/`)
  lines.push('', `API: ${at}/api/docs   health: ${at}/api/health   stop with Ctrl-C`, '')
  return lines.join('\n')
}
