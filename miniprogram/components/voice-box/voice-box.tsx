import { Text, View } from '@tarojs/components'
import type { PropsWithChildren } from 'react'
import { longestVoice, mostVoices, tooLong } from '../../../shared/domain/attachments'
import { fleetingIn } from '../../client/attachment'
import { canSpeak, type Voice } from '../../client/voice'
import { Warning } from '../answer/answer'
import { Icon } from '../icon/icon'
import { Press } from '../press/press'
import { Refused } from '../refused/refused'
import { KeptVoices } from '../voice-row/kept-voices'
import { spokenLength } from '../voice-row/voice-row'
import { type Grip, useHold } from './use-hold'
import { useSpeaking } from './use-speaking'
import './voice-box.scss'

type VoiceBoxProps = PropsWithChildren<{
  voices: readonly Voice[]
  onAdd(voice: Voice): void
  onChange(voices: Voice[]): void
}>

/** From so many seconds before its end the microphone says how much time is left. */
const soonOver = 10

/** Why there is no recording of what was just said, where the phone did let us listen. */
const whyLost = {
  nothing: '没有录到，再说一次。',
  'too-long': `这一段没有收下：${tooLong(longestVoice)}，请分几段再说一次。前面录的、写的都还在。`,
}

const whatToDo: Record<Grip, string> = { held: '松手就好', sliding: '松手不要了', tapped: '说完点一下' }

/** A place to say it instead of writing it: the big microphone beside the text box (children), recordings below. */
export function VoiceBox({ voices, onAdd, onChange, children }: VoiceBoxProps) {
  const { stage, seconds, trouble, lost, begin, finish, drop } = useSpeaking(onAdd)
  const on = stage !== 'quiet'
  const { grip, handlers } = useHold(on, { begin, finish, drop })
  const left = longestVoice - seconds
  const full = voices.length >= mostVoices
  // Attributes of a browser; WeChat takes the role and the label under the same names.
  const spoken = {
    role: 'button',
    tabIndex: 0,
    'aria-pressed': on ? 'true' : 'false',
    // At rest the words on it say it all.
    ...(on && {
      'aria-label': `${stage === 'asking' ? '请稍等' : whatToDo[grip]}，正在录音，点一下就说完了`,
    }),
  }
  const dress = !on ? '' : grip === 'sliding' ? ' speak--away' : ' speak--on'
  return (
    <View className="voice-box">
      <View className="voice-box__ways">
        <View className="voice-box__words">{children}</View>
        {canSpeak() && !full && (
          <View {...spoken} {...handlers} catchMove className={`speak${dress}`}>
            <Icon name="mic" large />
            <Text className="speak__what">
              {stage === 'quiet' ? '按住说' : stage === 'asking' ? '请稍等' : whatToDo[grip]}
            </Text>
            {stage === 'quiet' && <Text>点一下也行</Text>}
            {stage === 'listening' && (
              <Text className="speak__seconds" aria-hidden>
                {spokenLength(seconds)}
              </Text>
            )}
          </View>
        )}
      </View>
      {stage === 'listening' && (
        <View className="voice-box__hint" role="status">
          {grip === 'tapped' ? (
            <Press className="voice-box__drop" onPress={drop}>
              <Icon name="x" />
              <Text>这段不要了</Text>
            </Press>
          ) : (
            <Text>正在听您说。手指往上滑，这段就不要了。</Text>
          )}
          {left <= soonOver && <Text>这段还能说 {Math.max(left, 0)} 秒，说不完再录一段。</Text>}
        </View>
      )}
      {stage === 'quiet' && voices.length > 0 && (
        <Text className="voice-box__hint">
          {full ? `录满 ${mostVoices} 段了，要重录就删掉一段` : `没说完可以再录，最多 ${mostVoices} 段`}
        </Text>
      )}
      <Warning words={lost ? whyLost[lost] : fleetingIn(voices)} />
      <Refused of={trouble} what="麦克风" instead="写几句或者打电话说，都一样。" />
      <KeptVoices voices={voices} onChange={onChange} />
    </View>
  )
}
