import escapeHtml from 'escape-html'
import type { PosterDesign } from '../../shared/domain/posters'
import type { CodeImage } from './card-codes.service'
import { posterStyle } from './poster-style'

/** All that stands on one poster. */
export interface Poster {
  card: string
  townshipName: string
  villageName: string | null
  group: number | null
  hotline: string
  officeHours: string
  help: readonly string[]
  /** One line in the township's own languages; empty leaves room to write it by hand. */
  ownWords: string
  code: CodeImage
  /** Whether it is WeChat's own code, which only WeChat reads. */
  byWeChat: boolean
}

/** How wide a line is, in ems: a Chinese character one, a digit of the heavy type somewhat more than half. */
const emsOf = (line: string) =>
  [...line].reduce((width, sign) => {
    if (/[\u2e80-\uffef]/u.test(sign)) return width + 1
    return width + (/\d/.test(sign) ? 0.585 : /[A-Z]/.test(sign) ? 0.75 : /\p{L}/u.test(sign) ? 0.58 : 0.34)
  }, 0)

/** The size, in millimetres, at which the longest of these lines fits into the room; never larger than `most`. */
const sizeFor = (lines: readonly string[], room: number, most: number) =>
  `font-size:${Math.min(most, room / Math.max(1, ...lines.map(emsOf))).toFixed(2)}mm`

/** 19900000883 as people say it aloud: 199 0000 0883. */
const spokenNumber = (number: string) =>
  /^1\d{10}$/.test(number) ? number.replace(/^(\d{3})(\d{4})/, '$1 $2 ') : number

const placeOf = ({ villageName, townshipName, group }: Poster) =>
  `${escapeHtml(villageName ?? townshipName)}${group === null ? '' : `<span class="group">${group} 组</span>`}`

const codeOf = ({ code }: Poster) =>
  `<img class="code" alt="扫这个码" src="data:${code.type};base64,${code.bytes.toString('base64')}">`

const helpOf = ({ help }: Poster, room: number, most: number) =>
  `<ul style="${sizeFor(help, room, most)}">${help.map((one) => `<li>${escapeHtml(one)}</li>`).join('')}</ul>`

const ownWordsOf = ({ ownWords }: Poster, room: number) =>
  `<p class="own${ownWords ? '' : ' own--blank'}" style="${sizeFor([ownWords], room, 6)}">${escapeHtml(ownWords)}</p>`

const footOf = ({ card, townshipName }: Poster) =>
  `<footer><span>${escapeHtml(townshipName)}</span><span>有人昏迷、大出血打 120　着火打 119　有人伤害您打 110</span><span>${card}</span></footer>`

/** For a notice board: the number is read from across the road, the rest from before it. */
function board(poster: Poster): string {
  const number = spokenNumber(poster.hotline)
  return `<section class="poster poster--board">
<header><p class="place">${placeOf(poster)}</p><h1>家里有难处，早点说<br>有人上门看</h1></header>
<div class="call"><p class="call__words">打这个电话</p>
<p class="number" style="${sizeFor([number], 182, 36)}">${escapeHtml(number)}</p>
<p class="hours" style="${sizeFor([poster.officeHours], 180, 5.4)}">${escapeHtml(poster.officeHours)}</p></div>
<div class="scan">${codeOf(poster)}<div class="scan__words"><h2>用${poster.byWeChat ? '微信' : '手机'}扫一扫也能报</h2>
<ol><li>扫左边的码</li><li>打字、说话、拍照，说出了什么事</li><li>村里有人上门看，办到哪了看得见</li></ol>
<p>自己报、帮邻居报都行。不会用手机，打电话就好。</p></div></div>
<div class="help"><h2>能帮上什么</h2>${helpOf(poster, 170, 6)}</div>
${ownWordsOf(poster, 180)}${footOf(poster)}</section>`
}

/** For the window: who stands here is helped here; the code is for who comes when it is shut. */
function window(poster: Poster): string {
  const number = spokenNumber(poster.hotline)
  return `<section class="poster poster--window">
<div class="window__left"><p class="place">${placeOf(poster)}</p><h1>有难处，在这里说</h1>
<p class="lead">不用写申请，不用找几个部门。<br>您说，我们记，我们帮您跑。</p>
<div class="help">${helpOf(poster, 150, 5.6)}</div>
<div class="call"><p class="call__words">不方便来，打电话</p>
<p class="number" style="${sizeFor([number], 150, 24)}">${escapeHtml(number)}</p>
<p class="hours" style="${sizeFor([poster.officeHours], 160, 5.4)}">${escapeHtml(poster.officeHours)}</p></div></div>
<div class="window__right"><h2>窗口没人？<br>用${poster.byWeChat ? '微信' : '手机'}扫一扫报</h2>${codeOf(poster)}
<p>报了有收条，办到哪了看得见</p></div>
${ownWordsOf(poster, 260)}${footOf(poster)}</section>`
}

const draw: Record<PosterDesign, (poster: Poster) => string> = { board, window }

/**
 * The posters as one page to print, one A4 sheet each. It is whole in itself: no script, no font and no file from
 * elsewhere, so that it prints in an office without the internet.
 */
export const posterPage = (sheets: readonly { poster: Poster; design: PosterDesign }[]): string =>
  `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>求助热线海报</title><style>${posterStyle}</style></head>
<body>${sheets.map(({ poster, design }) => draw[design](poster)).join('\n')}</body></html>`
