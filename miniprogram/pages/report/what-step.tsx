import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { dangerSigns } from '../../../shared/domain/urgency'
import { DangerSheet, DangerStrip } from '../../components/danger-sheet/danger-sheet'
import { Field, Story } from '../../components/field/field'
import { Hotline } from '../../components/hotline/hotline'
import { Icon } from '../../components/icon/icon'
import { PhotoStrip } from '../../components/photo-strip/photo-strip'
import { Press } from '../../components/press/press'
import { VoiceBox } from '../../components/voice-box/voice-box'
import { CategoryTiles } from './category-tiles'
import type { StepProps } from './report'
import './what-step.scss'

/** Step 1: 出了什么事. Words of danger bring the emergency numbers before anything else. */
export function WhatStep({ draft, faults, hotline, change, attach }: StepProps) {
  const [answered, setAnswered] = useState<readonly string[]>([])
  const dangers = dangerSigns(draft.text).filter((sign) => sign.call !== null)
  const unanswered = dangers.some((sign) => !answered.includes(sign.word))
  return (
    <>
      <View className="question" role="heading" aria-level="1">
        出了什么事？
      </View>
      {(dangers.length > 0 || draft.markedUrgent) && <DangerStrip />}
      <Field label="点一样或几样">
        <CategoryTiles chosen={draft.categories} onChange={(categories) => change({ categories })} />
      </Field>
      <Field label="说一说" hint="写几句，或者按住说" fault={faults.text ?? faults.voices}>
        <VoiceBox
          voices={draft.voices}
          onAdd={(voice) => attach({ voices: [voice] })}
          onChange={(voices) => change({ voices })}
        >
          <Story
            label="说一说出了什么事"
            placeholder="用自己的话说就行。哪个、咋个了、现在要什么"
            value={draft.text}
            wrong={faults.text !== undefined}
            onChange={(text) => change({ text })}
          />
        </VoiceBox>
      </Field>
      <Field label="照片" hint={`有就拍，最多 6 张，没有也行`} fault={faults.photos}>
        <PhotoStrip
          photos={draft.photos}
          onAdd={(photos) => attach({ photos: [...photos] })}
          onChange={(photos) => change({ photos })}
        />
      </Field>
      <Press
        className={`urgent${draft.markedUrgent ? ' urgent--on' : ''}`}
        role="switch"
        checked={draft.markedUrgent}
        onPress={() => change({ markedUrgent: !draft.markedUrgent })}
      >
        <Icon name="siren" large />
        <View className="urgent__words">
          <Text className="urgent__title">很急</Text>
          <Text className="urgent__hint">今天就要有人来管</Text>
        </View>
        <View className="urgent__knob">
          <View className="urgent__dot" />
        </View>
      </Press>
      {hotline && (
        <View className="spoken">
          <Text className="spoken__words">不想写，也不想录？打电话说也一样</Text>
          <Hotline number={hotline} />
        </View>
      )}
      {unanswered && (
        <DangerSheet signs={dangers} onClose={() => setAnswered(dangers.map((sign) => sign.word))} />
      )}
    </>
  )
}
