import { useEffect, useState } from 'react'
import { release, sourceOf } from '../../client/attachment'
import type { Voice } from '../../client/voice'
import { VoiceRow } from './voice-row'

interface KeptVoicesProps {
  voices: readonly Voice[]
  /** Given where they can still be taken out. */
  onChange?(voices: Voice[]): void
}

/** Recordings that lie on this phone. */
export function KeptVoices({ voices, onChange }: KeptVoicesProps) {
  const remove = (voice: Voice) => {
    release([voice])
    onChange?.(voices.filter(({ key }) => key !== voice.key))
  }
  return (
    <>
      {voices.map((voice, at) => (
        <KeptVoice
          key={voice.key}
          voice={voice}
          number={at + 1}
          onRemove={onChange && (() => remove(voice))}
        />
      ))}
    </>
  )
}

function KeptVoice({ voice, number, onRemove }: { voice: Voice; number: number; onRemove?(): void }) {
  const [source, setSource] = useState<string | null>(null)
  useEffect(() => {
    void sourceOf(voice).then(setSource)
  }, [voice])
  return (
    <VoiceRow
      number={number}
      seconds={voice.seconds}
      source={source}
      refused={voice.refused}
      onRemove={onRemove}
    />
  )
}
