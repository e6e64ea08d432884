import escapeHtml from 'escape-html'
import type { MadeCheck } from './checks'
import type { MadeCode } from './codes-and-links'
import type { ArrivedMessage } from './messages'

/** What the page shows: everything that would have gone to WeChat. */
export interface Shown {
  /** Where the service is. */
  front: string
  messages: readonly ArrivedMessage[]
  checks: readonly MadeCheck[]
  codes: readonly MadeCode[]
}

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const when = (at: Date) => `<time>${clock.format(at)}</time>`
const empty = (words: string) => `<p class="empty">${words}</p>`
const list = <T>(items: readonly T[], card: (item: T) => string, words: string) =>
  items.length > 0 ? items.map(card).join('\n') : empty(words)

const messageCard =
  (front: string) =>
  ({ at, openid, fields, page }: ArrivedMessage) =>
    `<article><header><b>服务通知</b>${when(at)}</header>
${Object.values(fields)
  .map((value) => `<p>${escapeHtml(value)}</p>`)
  .join('')}
<footer>到 ${escapeHtml(openid)} · <a href="${escapeHtml(`${front}/${page}`)}">点开</a></footer></article>`

const verdicts = { pass: '通过', review: '请人看', risky: '有风险' } as const
const kinds = { text: '文字', image: '照片', audio: '录音' } as const
const checkCard = ({ at, what, seen, suggest, label }: MadeCheck) =>
  `<article><header><b>${kinds[what]}</b><span class="verdict verdict--${suggest}">${verdicts[suggest]}</span>${when(at)}</header>
<p>${escapeHtml(seen)}</p><footer>标签 ${label}</footer></article>`

const codeCard = ({ at, id, kind, page, with: said, address }: MadeCode) =>
  `<article class="code">${kind === 'code' ? `<img src="/code/${id}.png" alt="演示码" width="132" height="132">` : ''}
<div><header><b>${kind === 'code' ? '小程序码' : '链接'}</b>${when(at)}</header>
<p>${escapeHtml(page)}<br>${escapeHtml(said)}</p><footer><a href="${escapeHtml(address)}">打开</a></footer></div></article>`

const style = `
:root { color-scheme: light }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.55 "PingFang SC", "HarmonyOS Sans SC", "Noto Sans CJK SC", sans-serif; color: #1d2320; background: #faf8f4 }
.band { background: #b3261e; color: #fff; padding: 8px 32px; font-weight: 600 }
main { max-width: 1216px; margin: 0 auto; padding: 20px 32px 48px }
h1 { font-size: 28px; line-height: 1.3; margin: 0 0 4px } .lead { color: #4a544e; margin: 0 0 20px; max-width: 780px }
.rooms { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 24px; align-items: start }
h2 { font-size: 18px; margin: 0 0 8px; display: flex; justify-content: space-between } h2 span { color: #6b756f; font-weight: 400 }
article { background: #fff; border: 1px solid #e7e2d8; border-radius: 12px; padding: 12px 16px; margin-bottom: 12px; overflow-wrap: anywhere }
header { display: flex; gap: 8px; align-items: center } time { margin-left: auto; color: #6b756f; font-size: 14px; white-space: nowrap }
p { margin: 4px 0 } footer { color: #6b756f; font-size: 14px } a { color: #17694c }
.empty { color: #6b756f; border: 1px dashed #d6cfc0; border-radius: 12px; padding: 20px 16px; margin: 0 }
.verdict { border-radius: 999px; padding: 0 10px; font-size: 14px } .verdict--pass { background: #e5f1eb; color: #17694c }
.verdict--review { background: #fff3d6; color: #8a5a00 } .verdict--risky { background: #fdebe9; color: #b3261e }
.code { display: flex; gap: 12px } .code div { flex: 1; min-width: 0 } .code img { flex: none; margin: -4px }`

/** The stand-in's page: what this trial would have sent to WeChat. Whole in itself, and looked at again by itself. */
export function standInPage({ front, messages, checks, codes }: Shown): string {
  const room = (title: string, items: readonly unknown[], inside: string) =>
    `<section><h2>${title}<span>${items.length}</span></h2>${inside}</section>`
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="10"><title>演示：代替微信</title><style>${style}</style></head>
<body>
<div class="band">演示：这里不是微信，什么也没有发出去</div>
<main>
<h1>早发现本来会发给微信的</h1>
<p class="lead">没有设置小程序，所以由这一页代替微信。人都是编的，关掉就没有了，每 10 秒自己刷新。<a href="${escapeHtml(front)}/">回到早发现</a></p>
<div class="rooms">
${room('订阅消息', messages, list(messages, messageCard(front), '还没有消息。有人在微信里点了“允许”，办到下一步时就会有。'))}
${room('内容检查', checks, list(checks, checkCard, '还没有检查。用微信登录的人报了事，一分钟内就会有。'))}
${room('小程序码和链接', codes, list(codes, codeCard, '还没有做过码。做海报、发名片时就会有。'))}
</div>
</main>
</body></html>`
}
