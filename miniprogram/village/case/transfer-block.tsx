import { View } from '@tarojs/components'
import { TransferPanel } from '../../components/transfer-panel/transfer-panel'
import type { Case } from './case'

/** 转办: what of the case lies with other departments, and what has come of it. */
export function TransferBlock({
  work,
  onChange,
  onStale,
}: {
  work: Case
  onChange(newer: Case): void
  onStale(): void
}) {
  if (work.transfers.length === 0) return null
  return (
    <View className="block block--part">
      <View className="block__title" role="heading" aria-level="2">
        转办
      </View>
      {[...work.transfers].reverse().map((transfer) => (
        <View key={transfer.id} className="case-transfer">
          <TransferPanel transfer={transfer} work={work} onChange={onChange} onStale={onStale} />
        </View>
      ))}
    </View>
  )
}
