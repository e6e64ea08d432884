import { Text, View } from '@tarojs/components'
import type { Reply } from '../../client/api'
import { shownCount } from './shown-count'
import './queue-counts.scss'

/** A queue's top line: how many wait, how many of them press, how many are late, how many are still on the phone. */
export function QueueCounts({
  counts: { open, urgent, overdue },
  words,
  besides,
  unsent = 0,
}: {
  counts: Reply<'GET /api/queue'>['counts']
  words: string
  /** What else there is, in a few words. */
  besides?: string
  unsent?: number
}) {
  return (
    <View className="queue-counts" role="status">
      <Text className="queue-counts__open">
        {shownCount(open)} {words}
      </Text>
      {urgent > 0 && <Text className="queue-counts__urgent">{shownCount(urgent)} 件要紧</Text>}
      {overdue > 0 && <Text className="queue-counts__urgent">{shownCount(overdue)} 件超时</Text>}
      {besides && <Text className="queue-counts__besides">{besides}</Text>}
      {unsent > 0 && <Text className="queue-counts__unsent">{unsent} 条没发出去</Text>}
    </View>
  )
}
