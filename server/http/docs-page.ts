import escapeHtml from 'escape-html'
import { contractEntries } from '../../shared/contract/contract'
import type { Endpoint } from '../../shared/contract/endpoint'
import { problemNames, problems } from '../../shared/contract/problem'
import { allowInWords, jsonSchemaOf, problemsOf } from './openapi'

const schemaBlock = (heading: string, schema: Parameters<typeof jsonSchemaOf>[0] | undefined) => {
  if (!schema) return ''
  const { $schema: _, ...shown } = jsonSchemaOf(schema)
  return `<details><summary>${heading}</summary><pre>${escapeHtml(JSON.stringify(shown, null, 2))}</pre></details>`
}

function section(key: string, endpoint: Endpoint): string {
  const [method = '', path = ''] = key.split(' ')
  const failures = problemsOf(endpoint)
    .map((name) => `<a href="#${name}">${problems[name].status} ${name}</a>`)
    .join('、')
  return `<section id="${escapeHtml(encodeURIComponent(key))}">
<h3><code class="method">${method}</code> <code>${escapeHtml(path)}</code></h3>
<p>${escapeHtml(endpoint.summary)}</p>
<p class="who">谁可以用：${escapeHtml(allowInWords(endpoint.allow))}</p>
${schemaBlock('路径', endpoint.params)}${schemaBlock('查询', endpoint.query)}${schemaBlock('发送', endpoint.body)}
${schemaBlock(`答复 ${endpoint.status}`, endpoint.reply)}
${failures ? `<p class="who">可能的问题：${failures}</p>` : ''}
</section>`
}

const style = `
:root { color-scheme: light }
body { font: 16px/1.6 "PingFang SC", "HarmonyOS Sans SC", "Noto Sans CJK SC", sans-serif; color: #1d2320; background: #faf8f4; margin: 0 auto; max-width: 860px; padding: 24px }
section { background: #fff; border: 1px solid #e7e2d8; border-radius: 12px; padding: 8px 20px; margin: 12px 0 }
h1, h2, h3 { line-height: 1.3 } h3 { margin: 8px 0 } p { margin: 6px 0 }
.method { color: #17694c; font-weight: 700 } .who, td { color: #4a544e }
pre { background: #f4f1ea; border-radius: 8px; padding: 12px; overflow: auto; font-size: 13px; line-height: 1.45 }
summary { cursor: pointer; padding: 6px 0 } a { color: #3a5a78 } td, th { padding: 4px 16px 4px 0; text-align: left }
tr:target { background: #fff3d6 }`

/**
 * The readable page of the API, for whoever connects to it. Made from the contract, whole in itself: no script, no
 * font and no file from elsewhere, so that it works in an office without the internet.
 */
export function docsPage(version: string): string {
  const areas = [...new Set(contractEntries.map(([, endpoint]) => endpoint.area))]
  const listed = areas.map((area) => {
    const inArea = contractEntries.filter(([, endpoint]) => endpoint.area === area)
    return `<h2>${escapeHtml(area)}</h2>${inArea.map(([key, endpoint]) => section(key, endpoint)).join('\n')}`
  })
  const rows = problemNames.map(
    (name) =>
      `<tr id="${name}"><td>${problems[name].status}</td><td><code>${name}</code></td><td>${escapeHtml(problems[name].title)}</td></tr>`,
  )
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>早发现 接口文档</title><style>${style}</style></head>
<body>
<h1>早发现 接口文档</h1>
<p>版本 ${escapeHtml(version)}。机器读的同一份文档：<a href="/api/openapi.json">/api/openapi.json</a>(OpenAPI 3.1)。</p>
<p>登录后把 <code>accessToken</code> 放在请求头 <code>Authorization: Bearer …</code> 里。时间都是 UTC 的 ISO 8601。</p>
${listed.join('\n')}
<h2>出错时的答复</h2>
<p>出错时答复是 <code>application/problem+json</code>(RFC 9457):<code>type</code> 固定不变，<code>title</code> 是给人看的一句话，<code>fields</code> 指出哪一项不对。</p>
<table><thead><tr><th>状态</th><th>名称</th><th>给人看的话</th></tr></thead><tbody>${rows.join('')}</tbody></table>
</body></html>`
}
