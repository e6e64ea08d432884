import type { Reply } from '../../client/api'
import { serviceAddress } from '../../client/transport'
import { VoiceRow } from './voice-row'

type Voice = Reply<'GET /api/cases/:caseId'>['reports'][number]['voices'][number]

/** Recordings that the server holds, for the staff to hear in place. */
export function SentVoices({ voices, onFailed }: { voices: readonly Voice[]; onFailed(): void }) {
  return (
    <>
      {voices.map(({ link, seconds, transcript }, at) => (
        // Not by the whole link, which is signed anew with every answer: a row that is playing must stay.
        <VoiceRow
          key={link.split('?')[0]}
          number={at + 1}
          seconds={seconds}
          source={serviceAddress + link}
          transcript={transcript}
          onFailed={onFailed}
        />
      ))}
    </>
  )
}
