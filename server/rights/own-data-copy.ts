import escapeHtml from 'escape-html'
import { helpCategoriesInWords } from '../../shared/domain/code-lists'
import type { OwnRecord } from '../intake/own-reports.service'
import { workbookOf } from '../ledgers/workbook'
import { consentLog } from './own-data.presenter'
import type { Stored } from './own-data.service'

/** One line of the copy: under which heading, what it is, and what is stored. */
export interface CopiedLine {
  part: string
  what: string
  words: string
}

const inChina = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'long',
  timeStyle: 'short',
})
const spoken = (at: Date) => inChina.format(at)

/**
 * Everything stored about one person, in full and not masked: it is theirs, and goes to nobody else. Photographs and
 * recordings come as links, which hold for a day.
 */
export function copyOf(stored: Stored, linkTo: (id: OwnRecord['photos'][number]) => string): CopiedLine[] {
  const { account, reports } = stored
  const line = (part: string) => (what: string, words: string | null | false) =>
    words ? [{ part, what, words }] : []
  const own = line('账号')
  return [
    ...own('账号编号', account._id.toHexString()),
    ...own('从什么时候起', spoken(account.createdAt)),
    ...own('称呼', account.calledAs),
    ...own('职务', account.posts.map(({ title }) => title).join('、')),
    ...own('微信绑定', stored.byWeChat ? '绑着' : '没有'),
    ...own('登录着的手机、电脑', `${stored.sessionCount} 处`),
    ...own('消息', `${stored.noticeCount} 条`),
    ...own('还允许发几条微信提醒', String(stored.allowedMessages)),
    ...reports.flatMap(({ report, additions, transcripts, open }) => {
      const of = line(`收条 ${report.receipt}`)
      const heard = (what: string, { id, seconds }: OwnRecord['voices'][number]) => [
        ...of(`${what} ${seconds} 秒`, linkTo(id)),
        ...of('机器听写的，可能有误', transcripts.get(id.toHexString()) ?? null),
      ]
      return [
        ...of('什么时候报的', spoken(report.receivedAt)),
        ...of('现在', open ? '在办' : '不在办了'),
        ...of('哪一类', helpCategoriesInWords(report.categories)),
        ...of('说的话', report.text),
        ...of('我的电话', report.phone),
        ...of('我的称呼', report.reporterName),
        ...of('手机当时的位置', report.hasPosition && '存着，锁起来的，没有人看'),
        ...report.photos.flatMap((id) => of('照片', linkTo(id))),
        ...report.voices.flatMap((voice) => heard('录音', voice)),
        ...additions.flatMap((said) => [
          ...of(`${spoken(said.at)} 补的`, said.text || '（没有写字）'),
          ...said.photos.flatMap((id) => of('补的照片', linkTo(id))),
          ...said.voices.flatMap((voice) => heard('补的录音', voice)),
        ]),
      ]
    }),
    ...consentLog(stored).flatMap(({ at, kind, version, receipt }) =>
      line('同意')(
        spoken(at),
        `${kind === 'given' ? '同意了' : '撤回了同意'}${receipt ? `（收条 ${receipt}）` : ''}${version ? `，同意书 ${version}` : ''}`,
      ),
    ),
  ]
}

const style = `body{font:18px/1.6 system-ui,sans-serif;max-width:44em;margin:2em auto;padding:0 1em;color:#222}
table{border-collapse:collapse;width:100%}td{border:1px solid #ccc;padding:.4em .6em;vertical-align:top;overflow-wrap:anywhere}
td:first-child{width:11em}pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:14px}`

const isLink = (words: string) => /^https?:\/\//.test(words)

/** The copy as one page that a person reads, with the same as JSON at its end. */
export function copyAsPage(lines: readonly CopiedLine[], at: Date): string {
  const parts = [...new Set(lines.map(({ part }) => part))]
  const cell = (words: string) =>
    isLink(words)
      ? `<a href="${escapeHtml(words)}">打开看（一天内有效）</a>`
      : escapeHtml(words).replaceAll('\n', '<br>')
  const tables = parts.map((part) => {
    const rows = lines
      .filter((one) => one.part === part)
      .map(({ what, words }) => `<tr><td>${escapeHtml(what)}</td><td>${cell(words)}</td></tr>`)
    return `<h2>${escapeHtml(part)}</h2><table>${rows.join('')}</table>`
  })
  const json = JSON.stringify({ madeAt: at.toISOString(), lines }, null, 1)
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>早发现：我的信息</title><style>${style}</style><h1>早发现里存着的我的信息</h1><p>${spoken(at)} 导出。里面有您的电话和说过的话，别发给不相干的人。</p>${tables.join('')}<details><summary>给机器读的（JSON）</summary><pre>${escapeHtml(json)}</pre></details></html>`
}

/** The copy as a sheet, which WeChat opens by itself and can send on. */
export const copyAsSheet = (lines: readonly CopiedLine[], at: Date): Promise<Buffer> =>
  workbookOf({
    title: '我的信息',
    unit: '早发现',
    period: `${spoken(at)} 导出`,
    columns: [
      { key: 'part', label: '哪一项', width: 16 },
      { key: 'what', label: '是什么', width: 20 },
      { key: 'words', label: '存着的', width: 60 },
    ],
    rows: lines.map(({ part, what, words }) => ({ part, what, words })),
  })
