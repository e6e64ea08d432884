import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useEffect, useRef, useState } from 'react'
import {
  onDeedSent,
  sendWaitingDeeds,
  waitingCaseDeeds,
  waitingDeeds,
  waitingVisitOf,
} from '../../client/deed-outbox'
import { visitsOnPhone } from '../../client/visit-drafts'
import { whyWaiting } from '../../client/waiting-line'
import { Icon } from '../../components/icon/icon'
import { Press } from '../../components/press/press'

/** How many deeds wait on this phone; looks again whenever a try to send one has ended. */
export function useUnsentDeeds(onArrived: () => Promise<void>): number {
  const [, setTries] = useState(0)
  const latest = useRef(onArrived)
  latest.current = onArrived
  useEffect(() => {
    // Whoever has just signed in may have left something on this phone before.
    void sendWaitingDeeds(true)
    return onDeedSent((_key, { ended }) => {
      setTries((tries) => tries + 1)
      if (ended === 'arrived') void latest.current()
    })
  }, [])
  return waitingDeeds().length
}

/**
 * The visits that lie on this phone: those that are not sent or not finished yet, and where the queue itself cannot be
 * had, those whose forms were fetched beforehand.
 */
export function VisitsOnPhone({ offline }: { offline: boolean }) {
  const lines = visitsOnPhone().flatMap(({ caseId, name, placeName, begun }) => {
    const deed = waitingVisitOf(caseId)
    if (!deed && !begun && !offline) return []
    const state = deed?.refused
      ? '没发成，点开改一改'
      : deed
        ? '写好了，还没发出去'
        : begun
          ? '上门记录写了一半'
          : '没有信号也能写上门记录'
    const url = `/village/visit/visit?id=${caseId}`
    return [{ key: caseId, url, who: name, where: placeName, state, waits: deed !== undefined }]
  })
  for (const { endpoint, key, title, page, reason, refused } of waitingDeeds())
    if (endpoint === 'POST /api/entries')
      lines.push({
        key,
        url: page,
        who: title,
        where: '替人记的',
        state: refused ? '没发成，点开改一改' : whyWaiting[reason],
        waits: true,
      })
  for (const { key, title, page, reason, refused, told } of waitingCaseDeeds())
    lines.push({
      key,
      url: page,
      who: title,
      where: told?.label ?? '',
      state: refused ? '没发成，点开看看' : whyWaiting[reason],
      waits: true,
    })
  if (lines.length === 0) return null
  return (
    <View className="on-phone">
      {lines.map(({ key, url, who, where, state, waits }) => (
        <Press
          key={key}
          className={`on-phone__line${waits ? ' on-phone__line--waits' : ''}`}
          onPress={() => void Taro.navigateTo({ url })}
        >
          <Icon name={waits ? 'wifi-off' : 'pencil'} />
          <View className="on-phone__words">
            <Text className="on-phone__who">
              {who} {where}
            </Text>
            <Text>{state}</Text>
          </View>
          <Icon name="chevron-right" />
        </Press>
      ))}
    </View>
  )
}
