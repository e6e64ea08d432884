import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import type { Sent, VisitWriting } from './use-visit'

const reasons = {
  'no-signal': '没有信号。存在手机里了，有信号会自己发出去，不用再写。',
  busy: '系统正忙。存在手机里了，过一会儿会自己发出去，不用再写。',
  'signed-out': '登录过期了。存在手机里了，重新登录以后会自己发出去，不用再写。',
  'too-old': '这个版本旧了。存在手机里了，更新以后会自己发出去，不用再写。',
} as const

/** Back to the case where one came from it, so that 返回 does not lead through it twice. */
function openCase(caseId: string): void {
  const pages = Taro.getCurrentPages()
  const before = pages[pages.length - 2]
  const cameFrom = before?.route?.includes('village/case/case') && before.options?.id === caseId
  if (cameFrom) void Taro.navigateBack()
  else void Taro.redirectTo({ url: `/village/case/case?id=${caseId}` })
}

/** What became of a visit that was sent: it did its work, it is kept beside another's, or it waits for signal. */
export function SentVisit({ sent, writing, caseId }: { sent: Sent; writing: VisitWriting; caseId: string }) {
  if (sent.state === 'arrived') {
    const { moved, told, case: work } = sent.reply
    return (
      <View className="visit-sent">
        <Icon name="circle-check" large />
        <View className="visit-sent__title" role="status">
          {moved ? '发出去了' : '记下了'}
        </View>
        <Text>{moved ? `${told}。${work.nextAction ? `接下来：${work.nextAction}。` : ''}` : told}</Text>
        <MainButton words="看这件事" onPress={() => openCase(work.id)} />
      </View>
    )
  }
  return (
    <View className="visit-sent visit-sent--waiting">
      <Icon name="wifi-off" large />
      <View className="visit-sent__title" role="status">
        还没发出去
      </View>
      <Text>{reasons[sent.reason]}</Text>
      <MainButton
        words="现在再发一次"
        busy={writing.sending && '正在发…'}
        onPress={() => void writing.retry()}
      />
      <MainButton tone="plain" words="拿回来改一改" onPress={writing.takeBack} />
      <MainButton tone="plain" words="去看这件事" onPress={() => openCase(caseId)} />
    </View>
  )
}
