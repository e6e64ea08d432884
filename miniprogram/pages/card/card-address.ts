const wellFormed = /^[0-9A-Za-z]{8}$/

/** What WeChat hands over is encoded once more than it looks; what cannot be decoded is taken as it came. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const cardOf = (text: string): string =>
  (/(?:^|[?&])c=([0-9A-Za-z]{8})(?:$|[&#])/.exec(text)?.[1] ?? text).trim()

/**
 * The card named in the address: `c=…` in links and shares, `scene=…` in WeChat's code images, `q=…` where WeChat has
 * read a QR code of our web address. Empty when none of them names a card: then there is still a way on.
 */
export function cardIn({ c, scene, q }: Partial<Record<string, string>>): string {
  const named = [c, scene, q].find((one) => one !== undefined && one !== '')
  const id = named === undefined ? '' : cardOf(decoded(named))
  return wellFormed.test(id) ? id : ''
}
