import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'
import { TransferPanel } from '../../components/transfer-panel/transfer-panel'
import type { Line } from './transfers'

/** One line of the ledger beside the table: whose matter it is, what was said, and what to do now. */
export function SidePanel({ line, onChange, onClose }: { line: Line; onChange(): void; onClose(): void }) {
  return (
    <View className="ledger__side">
      <View className="ledger__side-head">
        <View className="ledger__side-who">
          <Text className="ledger__side-name">{line.case.subjectName ?? '没有留名字'}</Text>
          <Text>{line.case.placeName}</Text>
        </View>
        <Press className="ledger__close" label="关上这一件" onPress={onClose}>
          <Icon name="x" />
          <Text>关上</Text>
        </Press>
      </View>
      <TransferPanel
        key={line.id}
        main
        transfer={line}
        work={line.case}
        onChange={onChange}
        onStale={onChange}
      />
      <MainButton
        tone="plain"
        words="看整条线索"
        onPress={() => void Taro.navigateTo({ url: `/village/case/case?id=${line.case.id}` })}
      />
    </View>
  )
}
