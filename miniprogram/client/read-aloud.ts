import {
  pageScripts,
  type SpokenLanguage,
  type SpokenPage,
  spokenLanguageCodes,
} from '../../shared/domain/page-scripts'
import { chineseVoice, type Spoken } from './chinese-voice'
import { recordingsHere } from './recordings'
import { shelf } from './shelf'
import { serviceAddress } from './transport'

/** One way in which a page can be heard: a recording's address, or words for the phone's own voice to say. */
export interface Reading {
  language: SpokenLanguage
  source: string | Spoken
}

/** Somewhere that readings of pages come from. `also` is what stands on the page beside its script. */
export interface ReadingSource {
  readingsOf(page: SpokenPage, also: string): Promise<Reading[]>
}

/** What the township has recorded. */
const recorded: ReadingSource = {
  readingsOf: async (page) =>
    (await recordingsHere())
      .filter((recording) => recording.page === page)
      .map(({ language, link }) => ({ language, source: serviceAddress + link })),
}

/** A browser's own voice, which knows Mandarin. WeChat has none. */
const synthesised: ReadingSource = {
  async readingsOf(page, also) {
    const voice = await chineseVoice()
    if (!voice) return []
    return [
      { language: 'mandarin', source: { voice, words: [...pageScripts[page].sentences, also].join('') } },
    ]
  },
}

/** A recording by a person of the place comes before a machine's voice. */
const sources: readonly ReadingSource[] = [recorded, synthesised]

/** All ways in which this page can be heard here, one a language. None: then nothing is offered. */
export async function readingsOf(page: SpokenPage, also: string): Promise<Reading[]> {
  const all = (await Promise.all(sources.map((source) => source.readingsOf(page, also)))).flat()
  return spokenLanguageCodes.flatMap((language) => all.find((reading) => reading.language === language) ?? [])
}

/** The language somebody has chosen, once for all pages. */
export const chosenLanguage = shelf<SpokenLanguage>('spoken-language')
