import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { discoverers, helpCategoriesInWords, reportGrounds } from '../../../shared/domain/code-lists'
import { consentVersion } from '../../../shared/domain/consent-version'
import type { Draft } from '../../client/draft'
import { Icon } from '../../components/icon/icon'
import { Press } from '../../components/press/press'
import { KeptVoices } from '../../components/voice-row/kept-voices'
import type { StepProps } from './report'
import './look-step.scss'

interface LineToCheck {
  label: string
  words: string
  step: Draft['step']
  urgent?: boolean
}

function linesOf(draft: Draft): LineToCheck[] {
  const kinds = helpCategoriesInWords(draft.categories)
  const village = draft.villageUnknown ? '说不清是哪个村' : (draft.village?.name ?? '')
  const place = [village, draft.hamlet, draft.placeWords.trim()].filter((part) => part !== '').join(' · ')
  const relation = draft.discoverer ? discoverers[draft.discoverer] : '没有写'
  return [
    {
      label: '出了什么事',
      words:
        [kinds, draft.text.trim()].filter(Boolean).join('\n') ||
        (draft.voices.length > 0 ? '听下面的录音' : '看照片'),
      step: 1,
    },
    ...(draft.voices.length > 0
      ? [{ label: '录音', words: `${draft.voices.length} 段`, step: 1 as const }]
      : []),
    { label: '照片', words: draft.photos.length === 0 ? '没有' : `${draft.photos.length} 张`, step: 1 },
    { label: '多急', words: draft.markedUrgent ? '很急' : '不算很急', step: 1, urgent: draft.markedUrgent },
    { label: '住哪', words: place || '没有写', step: 2 },
    ...(draft.position ? [{ label: '位置', words: '给了，只用来认是哪个村', step: 2 as const }] : []),
    {
      label: draft.forWhom === 'self' ? '名字' : '谁家',
      words: draft.subjectName.trim() || '没有写',
      step: 2,
    },
    ...(draft.forWhom === 'other'
      ? [
          { label: '您是', words: relation, step: 2 as const },
          {
            label: '他知道吗',
            words: draft.grounds ? reportGrounds[draft.grounds] : '没有说',
            step: 2 as const,
          },
        ]
      : []),
    { label: '您的电话', words: draft.phone.trim() || '没有写', step: 2 },
  ]
}

/** Under fourteen it is for the guardian to agree (PIPL art. 31); where nobody can be asked, help comes first. */
const ofChildren: Record<Draft['forWhom'], string> = {
  self: '没满 14 岁的，请家里大人来点同意。没有大人在，就打热线。',
  other: '说的是没满 14 岁的娃娃，能问到他家大人就先问一声。问不到，或者怕他受欺负，不用问，直接报。',
}

/** Step 3: 看一眼，对不对. Every line leads back to where it was written; then the consent. */
export function LookStep({ draft, faults, change, onGo }: StepProps & { onGo(step: Draft['step']): void }) {
  return (
    <>
      <View className="question" role="heading" aria-level="1">
        看一眼，对不对？
      </View>
      <View className="sheet">
        {linesOf(draft).map((line) => (
          <Press
            key={line.label}
            className="sheet__line"
            heard={`改${line.label}`}
            onPress={() => onGo(line.step)}
          >
            <Text className="sheet__label">{line.label}</Text>
            <Text className={`sheet__words${line.urgent ? ' sheet__words--urgent' : ''}`}>{line.words}</Text>
            <Text className="sheet__change">改</Text>
          </Press>
        ))}
      </View>
      {draft.voices.length > 0 && (
        <View className="heard">
          <KeptVoices voices={draft.voices} />
        </View>
      )}
      <View className="consent">
        <View className="consent__title" role="heading" aria-level="2">
          要紧的信息，单独问您一次
        </View>
        <Text className="consent__words">
          您写的、说的病情、住址、电话和照片，只给村里和乡里办这件事的人看，只用来帮这家人。
        </Text>
        {draft.position && (
          <Text className="consent__words">您的位置锁起来存着，办事的人只看到“在哪个寨子附近”。</Text>
        )}
        <Text className="consent__words">
          {draft.forWhom === 'self'
            ? '不想再让我们用，随时到“我的信息”里撤回、注销，或者打热线。'
            : '上门的时候，我们会跟这家人说明白是怎么知道的。'}
        </Text>
        <Text className="consent__words">{ofChildren[draft.forWhom]}</Text>
        <Press
          className="consent__link"
          role="link"
          onPress={() => void Taro.navigateTo({ url: '/pages/privacy/privacy' })}
        >
          <Text>看隐私说明</Text>
        </Press>
        <Press
          className={`consent__tick${draft.consent ? ' consent__tick--on' : ''}`}
          role="checkbox"
          checked={draft.consent}
          onPress={() => change({ consent: !draft.consent, consentVersion })}
        >
          <Icon name={draft.consent ? 'square-check-big' : 'square'} large />
          <Text>我同意</Text>
        </Press>
        {faults.consent && (
          <View className="field__fault" role="alert">
            {faults.consent}
          </View>
        )}
      </View>
    </>
  )
}
