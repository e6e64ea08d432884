/** 199****0001: enough to recognise one's own number by, not enough to call it. */
export const maskPhone = (phone: string): string =>
  phone.length >= 11 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `${phone.slice(0, 3)}****`

/** 530924********123X: enough to tell one's own identity number by. */
export const maskIdentity = (number: string): string => `${number.slice(0, 6)}********${number.slice(-4)}`

/** 岩*: whose it is can be told by who knows the family, and by nobody else (facts: 公示). */
export const maskName = (name: string): string => `${[...name][0] ?? ''}*`

/** Identity numbers (17 digits and a check character) and bank cards (16 to 19 digits), as people type them. */
const longNumber = /(?<!\d)(?:\d[ -]?){15,18}[\dXx](?!\d)/g

/**
 * Hides identity and bank card numbers that somebody typed into free text, before anyone else reads it
 * (facts: a bank card in free text). Keeps the length, so that places found in the text stay where they were.
 */
export const maskNumbersIn = (text: string): string =>
  text.replace(longNumber, (found) => {
    const shown = 4
    return [...found]
      .map((c, i) => (i < shown || i >= found.length - shown || !/[\dXx]/.test(c) ? c : '*'))
      .join('')
  })
