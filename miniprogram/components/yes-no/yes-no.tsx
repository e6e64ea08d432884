import { Text, View } from '@tarojs/components'
import { Press } from '../press/press'
import './yes-no.scss'

/** A question with two large answers; tapping the given one takes it back. */
export function YesNo({
  question,
  value,
  yes = '是',
  no = '不是',
  onAnswer,
}: {
  question: string
  value: boolean | undefined
  yes?: string
  no?: string
  onAnswer(value: boolean | undefined): void
}) {
  const answer = (given: boolean, words: string) => (
    <Press
      className={`yes-no__answer${value === given ? ` yes-no__answer--${given ? 'yes' : 'no'}` : ''}`}
      role="radio"
      label={`${question}：${words}`}
      checked={value === given}
      onPress={() => onAnswer(value === given ? undefined : given)}
    >
      <Text>{words}</Text>
    </Press>
  )
  return (
    <View className="yes-no" role="radiogroup" aria-label={question}>
      <Text className="yes-no__question">{question}</Text>
      <View className="yes-no__answers">
        {answer(true, yes)}
        {answer(false, no)}
      </View>
    </View>
  )
}
