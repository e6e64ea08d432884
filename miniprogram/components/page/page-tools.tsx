import { Text } from '@tarojs/components'
import { Icon } from '../icon/icon'
import { Press } from '../press/press'
import { useContrast } from './contrast'
import { offeredAt, useTypeSize } from './type-size'

/** What makes a page easier to read, on every page at the same place: larger type, black on white. */
export function PageTools({ type }: { type: boolean }) {
  const [size, changeSize] = useTypeSize()
  const [strong, changeContrast] = useContrast()
  return (
    <>
      <Press
        className="page__tool page__tool--end"
        role="switch"
        checked={strong}
        label={strong ? '换回彩色' : '换成黑白分明'}
        onPress={changeContrast}
      >
        <Icon name="contrast" />
        <Text>{strong ? '彩色' : '黑白'}</Text>
      </Press>
      {type && (
        <Press className="page__tool page__tool--end" label={offeredAt[size].label} onPress={changeSize}>
          <Icon name="a-large-small" />
          <Text>{offeredAt[size].words}</Text>
        </Press>
      )}
    </>
  )
}
