import { Text, View } from '@tarojs/components'
import { useRef } from 'react'
import { longestReadAloud, tooLong } from '../../../shared/domain/attachments'
import { pageScripts, type SpokenLanguage, type SpokenPage } from '../../../shared/domain/page-scripts'
import { call } from '../../client/api'
import { readProblem } from '../../client/problem'
import { type Recording, sendRecording } from '../../client/recordings'
import { chooseSound, type SoundFile } from '../../client/sound-file'
import { serviceAddress } from '../../client/transport'
import { canSpeak, type Voice } from '../../client/voice'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { MainButton } from '../../components/main-button/main-button'
import { Refused } from '../../components/refused/refused'
import { useSpeaking } from '../../components/voice-box/use-speaking'
import { spokenLength, VoiceRow } from '../../components/voice-row/voice-row'

const whyLost = {
  nothing: '没有录到，再念一次。',
  'too-long': `${tooLong(longestReadAloud)}，请念短一点再录一次。`,
}

interface RecordingRowProps {
  township: string
  language: SpokenLanguage
  page: SpokenPage
  recording: Recording | null
  onChange(): Promise<void>
}

/** One page in one language: what is to be said, what was recorded, and recording it (anew). */
export function RecordingRow({ township, language, page, recording, onChange }: RecordingRowProps) {
  const { busy, trouble, act } = useAct({ onOvertaken: onChange })
  const place = useRef({ language, page, replaces: recording?.id })
  place.current = { language, page, replaces: recording?.id }
  const send = ({ file, seconds }: SoundFile) =>
    act(async () => {
      await sendRecording(township, { ...place.current, file, seconds })
      await onChange()
    })
  const speaking = useSpeaking(
    (voice: Voice) => void send({ file: voice.path, seconds: voice.seconds }),
    longestReadAloud,
  )
  const choose = () =>
    act(async () => {
      const chosen = await chooseSound()
      if (chosen === null) return
      if (chosen === 'unreadable') throw readProblem(422, { title: '这个文件放不出来，换一个 mp3 文件试试' })
      await sendRecording(township, { ...place.current, ...chosen })
      await onChange()
    })
  const remove = () =>
    act(async () => {
      if (!recording) return
      await call('DELETE /api/townships/:township/recordings/:recordingId', {
        params: { township, recordingId: recording.id },
      })
      await onChange()
    })
  const { name, sentences } = pageScripts[page]
  const listening = speaking.stage === 'listening'
  return (
    <View className="spoken-page">
      <Text className="spoken-page__name">{name}</Text>
      {sentences.map((sentence) => (
        <Text key={sentence} className="spoken-page__sentence">
          {sentence}
        </Text>
      ))}
      {recording && (
        <VoiceRow
          key={recording.id}
          number={1}
          seconds={recording.seconds}
          source={serviceAddress + recording.link}
          onRemove={() => void remove()}
        />
      )}
      <View className="spoken-page__ways">
        {canSpeak() && (
          <MainButton
            tone={listening ? 'main' : 'plain'}
            icon="mic"
            words={listening ? `念完了 ${spokenLength(speaking.seconds)}` : recording ? '重新录' : '录一段'}
            busy={(busy && '正在存…') || (speaking.stage === 'asking' && '请稍等')}
            onPress={listening ? speaking.finish : speaking.begin}
          />
        )}
        {!listening && (
          <MainButton
            tone="plain"
            words={recording ? '换一个录音文件' : '选一个录音文件'}
            busy={busy && '正在存…'}
            onPress={() => void choose()}
          />
        )}
      </View>
      <Warning words={trouble ?? (speaking.lost && whyLost[speaking.lost])} />
      <Refused of={speaking.trouble} what="麦克风" instead="可以选一个录好的文件。" />
    </View>
  )
}
