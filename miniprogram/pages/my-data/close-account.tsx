import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { Fragment, useState } from 'react'
import { type ErasedWhen, erasedWhen, erasedWhenWords } from '../../../shared/domain/erasure'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call, type Reply } from '../../client/api'
import { waitingReports } from '../../client/outbox'
import { wipeOwn } from '../../client/wipe-own'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import type { OwnData } from './my-data'

type Receipt = Reply<'POST /api/my-data/erase'>

const moments = Object.keys(erasedWhenWords) as ErasedWhen[]

/** 注销账号: first what becomes of what, then asked once more, then done. */
export function CloseAccount({ data, onErased }: { data: OwnData; onErased(receipt: Receipt): void }) {
  const [sure, setSure] = useState(false)
  const { busy, trouble, act } = useAct()
  const running = data.reports.filter(({ open }) => open).length
  const unsent = waitingReports().length
  const erase = () =>
    act(async () => {
      const receipt = await call('POST /api/my-data/erase', { body: { sure: true } })
      await wipeOwn()
      onErased(receipt)
    })
  if (data.postTitles.length > 0)
    return (
      <View className="mine-of">
        <View className="mine-of__title" role="heading" aria-level="2">
          注销账号
        </View>
        <Text>
          您现在是{data.postTitles.join('、')}，手上的事要先交出去。请找乡里的经办人免去职务，再来注销。
        </Text>
      </View>
    )
  return (
    <View className="mine-of">
      <View className="mine-of__title" role="heading" aria-level="2">
        注销账号
      </View>
      {!sure && (
        <>
          <Text className="mine-of__aside">不想用了，把我的东西删掉。先看清删什么、留什么。</Text>
          <MainButton tone="plain" icon="log-out" words="注销账号" onPress={() => setSure(true)} />
        </>
      )}
      {sure && (
        <>
          {moments.map((when) => (
            <Fragment key={when}>
              <Text className="mine-of__when">{erasedWhenWords[when]}</Text>
              {erasedWhen(when).map((words) => (
                <View key={words} className="mine-of__rule">
                  <Icon name={when === 'kept' ? 'square' : 'check'} />
                  <Text className="mine-of__words">{words}</Text>
                </View>
              ))}
            </Fragment>
          ))}
          {running > 0 && (
            <Text>
              您有 {running}{' '}
              件还在办。注销了，手机上就看不到办到哪了；记下收条号，用“打电话报的，查一查”能查。不想让办了，先去那件事里点“撤回”。
            </Text>
          )}
          <Warning words={unsent > 0 ? `还有 ${unsent} 件没发出去，注销就清掉了。` : null} />
          <Text className="mine-of__when">注销了不能反悔。</Text>
          <Warning words={trouble} />
          <MainButton words="不注销，留着" onPress={() => setSure(false)} />
          <MainButton tone="plain" words="确定注销" busy={busy && '正在注销…'} onPress={() => void erase()} />
        </>
      )}
    </View>
  )
}

/** 注销回执: what somebody has in hand afterwards. Nothing of it is kept on the phone. */
export function ErasedReceipt({ receipt: { number, at, held } }: { receipt: Receipt }) {
  return (
    <View className="mine-of" role="status">
      <View className="mine-of__title" role="heading" aria-level="1">
        账号注销了
      </View>
      <Text className="mine-of__aside">注销回执号</Text>
      <Text className="mine-of__number">{number}</Text>
      <Text>
        {spokenMoment(new Date(at), new Date())} 办的。想留着，记下来或者截个图；有疑问，打热线报这个号。
      </Text>
      <Text>
        {held > 0
          ? `还有 ${held} 件在办。办完了，里面您的电话和称呼就删，不用再来说。`
          : '报过的事里，您的电话和称呼都删了。'}
      </Text>
      <Text className="mine-of__aside">以后有难处，照样能报，重新开始。</Text>
      <MainButton words="回首页" onPress={() => void Taro.reLaunch({ url: '/pages/home/home' })} />
    </View>
  )
}
