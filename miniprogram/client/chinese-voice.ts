/** Words for the browser's own voice. */
export interface Spoken {
  voice: SpeechSynthesisVoice
  words: string
}

/** Browsers load their voices after the page; one that has none says nothing at all. */
const patience = 1500

const inChinese = () =>
  speechSynthesis.getVoices().find(({ lang }) => /^(?:zh|cmn)(?:[-_](?:CN|Hans))?/i.test(lang))

let asked: Promise<SpeechSynthesisVoice | null> | null = null

/** The browser's voice for Mandarin; null where there is none. */
export function chineseVoice(): Promise<SpeechSynthesisVoice | null> {
  if (process.env.TARO_ENV === 'weapp' || typeof speechSynthesis === 'undefined') return Promise.resolve(null)
  asked ??= new Promise((resolve) => {
    const known = inChinese()
    if (known) return resolve(known)
    const timer = setTimeout(() => resolve(inChinese() ?? null), patience)
    speechSynthesis.addEventListener?.('voiceschanged', () => {
      clearTimeout(timer)
      resolve(inChinese() ?? null)
    })
  })
  return asked
}
