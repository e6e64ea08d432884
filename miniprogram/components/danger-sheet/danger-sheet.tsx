import { Text, View } from '@tarojs/components'
import type { DangerSign } from '../../../shared/domain/urgency'
import { dial } from '../hotline/hotline'
import { Icon } from '../icon/icon'
import { Press } from '../press/press'
import './danger-sheet.scss'

const calls = [
  { number: '120', words: '救命 叫救护车' },
  { number: '110', words: '报警' },
  { number: '119', words: '火灾 被困' },
] as const

/** Whom to call first is whom the first word of danger asks for. */
const inOrder = (signs: readonly DangerSign[]) => {
  const first = signs.find((sign) => sign.call !== null)?.call
  return [...calls].sort((one, other) => Number(other.number === first) - Number(one.number === first))
}

/** Danger to life: the emergency numbers before anything else, and a plain way on. */
export function DangerSheet({ signs, onClose }: { signs: readonly DangerSign[]; onClose(): void }) {
  const words = signs.flatMap((sign) => (sign.call === null ? [] : [`“${sign.word}”`]))
  return (
    <View className="danger-sheet" role="alertdialog" aria-label="有危险，先打电话">
      <View className="danger-sheet__body">
        <View className="danger-sheet__column">
          <Text className="danger-sheet__title">人有危险，先打电话</Text>
          <Text className="danger-sheet__why">
            您说到{words.join('、')}。先救人，再来报。写的都给您留着。
          </Text>
          <View className="danger-sheet__calls">
            {inOrder(signs).map((call, at) => (
              <Press
                key={call.number}
                className={`danger-sheet__call${at === 0 ? ' danger-sheet__call--first' : ''}`}
                onPress={() => dial(call.number)}
              >
                <Icon name="phone" />
                <Text>
                  打 {call.number} {call.words}
                </Text>
              </Press>
            ))}
          </View>
          <Press className="danger-sheet__on" onPress={onClose}>
            <Text>已经打了，或者不用打，接着写</Text>
          </Press>
        </View>
      </View>
    </View>
  )
}

/** What stays on the page after the sheet is closed, and when somebody marks a report as very urgent. */
export function DangerStrip() {
  return (
    <View className="danger-strip">
      <Text className="danger-strip__words">有人有生命危险，先打：</Text>
      {calls.map((call) => (
        <Press
          key={call.number}
          className="danger-strip__call"
          label={`打 ${call.number} ${call.words}`}
          onPress={() => dial(call.number)}
        >
          <Icon name="phone" />
          <Text>{call.number}</Text>
        </Press>
      ))}
    </View>
  )
}
