import escapeHtml from 'escape-html'
import type { CardFace } from './card-face'

/**
 * The hotline card in plain HTML, for the moment before the app has come over a weak signal, and for phones on which it
 * never runs: whom to call, as something to tap. The app takes its place when it is there.
 */
export function firstCard({ townshipName, village, contact, hotline, officeHours }: CardFace): string {
  const words = (text: string) => escapeHtml(text)
  return [
    `<p class="first-card__place">${words(townshipName)}</p>`,
    `<h1 class="first-card__village">${words(village?.name ?? '全乡')}</h1>`,
    contact ? `<p>${words(`${contact.title} ${contact.calledAs}`)}：有难处找我，我上门看</p>` : '',
    hotline ? `<a class="first-card__call" href="tel:${words(hotline)}">打电话 ${words(hotline)}</a>` : '',
    `<p>${words(officeHours)}</p>`,
    '<p>正在打开报事的页面…信号不好就先打电话。</p>',
  ].join('')
}
