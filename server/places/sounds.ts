import { pinyin } from 'pinyin-pro'

/** The sounds that south-western Mandarin, and so its voice transcripts, do not tell apart (design: routing). */
const mergers: readonly [RegExp, string][] = [
  [/^zh/, 'z'],
  [/^ch/, 'c'],
  [/^sh/, 's'],
  [/^n/, 'l'],
  [/^hu(?=a)/, 'f'],
  [/^hui$/, 'fei'],
  [/^hun$/, 'fen'],
  [/^hu$/, 'fu'],
  [/ing$/, 'in'],
  [/eng$/, 'en'],
  [/ü/, 'v'],
]

const merged = (syllable: string) =>
  mergers.reduce((sound, [heard, said]) => sound.replace(heard, said), syllable)

const spoken = new Map<string, string>()

/** How one character sounds. There are only so many of them, and each is looked up in the dictionary once. */
function soundOf(character: string): string {
  const sound = spoken.get(character) ?? merged(pinyin(character, { toneType: 'none', v: true }))
  spoken.set(character, sound)
  return sound
}

const han = /\p{Script=Han}/u
/** Each merged syllable stands as one character of its own, so that a text keeps its length and its places. */
const firstSign = 0xe000
const signs = new Map<string, string>()
const known = new Map<string, string>()

const signOf = (sound: string): string => {
  const sign = signs.get(sound) ?? String.fromCharCode(firstSign + signs.size)
  signs.set(sound, sign)
  return sign
}

/**
 * A text by its sounds: every Chinese character becomes the sign of its merged syllable, without tone; anything else
 * stays. Two texts that sound alike in south-western Mandarin give the same. As long as the text it was made of.
 */
export function soundsOf(text: string): string {
  let sounds = ''
  for (let i = 0; i < text.length; i += 1) {
    const character = text.charAt(i)
    let sign = known.get(character)
    if (sign === undefined) {
      sign = han.test(character) ? signOf(soundOf(character)) : character
      // Every character there is fits, so this cannot grow without end.
      known.set(character, sign)
    }
    sounds += sign
  }
  return sounds
}

/** A name as it is pronounced, the same on every machine: for hashes that outlive the process. */
export const syllablesOf = (name: string): string =>
  [...name.normalize('NFKC')]
    .filter((character) => /[\p{L}\p{N}]/u.test(character))
    .map((character) => (han.test(character) ? soundOf(character) : character.toLowerCase()))
    .join(' ')

const mostReadings = 8
const tooShortForRareReadings = 2

/**
 * All that a name may sound like: 圩 is read wéi in one province and xū in another, and a transcript writes what it
 * hears. A name with many such characters is given only its commonest readings; one of two characters as well, or 那座
 * would be 南榨, because 南 can be read nā.
 */
export function readingsOf(name: string): string[] {
  if (name.length <= tooShortForRareReadings) return [soundsOf(name)]
  let readings = ['']
  for (const character of name) {
    const syllables = han.test(character)
      ? pinyin(character, { toneType: 'none', v: true, multiple: true, type: 'array' })
      : []
    const signsHere = [soundsOf(character), ...syllables.map((syllable) => signOf(merged(syllable)))]
    const longer = [...new Set(signsHere)].flatMap((sign) => readings.map((before) => before + sign))
    readings = longer.length > mostReadings ? readings.map((before) => before + soundsOf(character)) : longer
  }
  return readings
}
