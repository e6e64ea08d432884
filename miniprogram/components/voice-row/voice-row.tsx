import { Text, View } from '@tarojs/components'
import { useDidHide } from '@tarojs/taro'
import { useEffect, useMemo, useState } from 'react'
import { pausePlaying, startPlaying, stopPlaying } from '../../client/playing'
import { Icon } from '../icon/icon'
import { Press } from '../press/press'
import './voice-row.scss'

interface VoiceRowProps {
  /** Which of several it is, from one. */
  number: number
  seconds: number
  /** Where it can be played from; null while it is looked for, or when the phone no longer has it. */
  source: string | null
  /** What a machine understood of it; empty when it understood nothing. */
  transcript?: string | null
  /** Why it cannot be sent. */
  refused?: string
  /** It could not be played: a link that is old is made anew by asking for the page again. */
  onFailed?(): void
  onRemove?(): void
}

/** 75 as people read a clock: 1:15. */
export const spokenLength = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

/** One recording: heard by a tap, held by another; how long it is; and the way to be rid of it. */
export function VoiceRow({
  number,
  seconds,
  source,
  transcript = null,
  refused,
  onFailed,
  onRemove,
}: VoiceRowProps) {
  const [playing, setPlaying] = useState(false)
  const [failed, setFailed] = useState(false)
  const listener = useMemo(
    () => ({
      silent: () => setPlaying(false),
      failed: () => {
        setPlaying(false)
        setFailed(true)
      },
    }),
    [],
  )
  useEffect(() => () => stopPlaying(listener), [listener])
  // Another page is opened over this one: what cannot be stopped by a tap must not go on.
  useDidHide(() => pausePlaying(listener))
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each failure
  useEffect(() => {
    if (failed) onFailed?.()
  }, [failed])
  const press = () => {
    if (playing) return pausePlaying(listener)
    if (source === null) return setFailed(true)
    setFailed(false)
    setPlaying(true)
    startPlaying(source, listener)
  }
  const about = `第 ${number} 段录音，${seconds} 秒`
  return (
    <View className={`voice${refused === undefined ? '' : ' voice--refused'}`}>
      <Press className="voice__play" heard={`${playing ? '停下' : '听'}${about}`} onPress={press}>
        <Icon name={playing ? 'pause' : 'play'} />
        <Text className="voice__length" aria-hidden>
          {spokenLength(seconds)}
        </Text>
        <Text className="voice__what" aria-hidden>
          {playing ? '正在放' : `录音 ${number}`}
        </Text>
      </Press>
      {onRemove && (
        <Press className="voice__out" label={`删掉${about}`} onPress={onRemove}>
          <Icon name="x" />
          <Text>删掉</Text>
        </Press>
      )}
      {transcript !== null && (
        <View className="voice__transcript">
          <Text className="voice__machine">机器转写，可能有误</Text>
          <Text selectable userSelect>
            {transcript || '没有听懂'}
          </Text>
        </View>
      )}
      {failed && (
        <View className="voice__trouble" role="alert">
          放不出来。再点一次；还不行，换一部手机或者电脑听。
        </View>
      )}
      {refused !== undefined && (
        <View className="voice__trouble" role="alert">
          {refused}
        </View>
      )}
    </View>
  )
}
