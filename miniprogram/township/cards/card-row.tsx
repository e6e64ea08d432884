import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { dateOf, spokenDate } from '../../../shared/domain/absence-days'
import { cardKinds } from '../../../shared/domain/code-lists'
import { call } from '../../client/api'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { Icon } from '../../components/icon/icon'
import { Press } from '../../components/press/press'
import { type KeptCard, openCard } from './cards'

interface Props {
  card: KeptCard
  printed: boolean
  onPrint(): void
  onChanged(): Promise<void>
}

const dayOf = (at: string) => spokenDate(dateOf(new Date(at)), new Date())

/** Where a card hangs, in one line. */
export const whereOf = ({ kind, group, hangs }: KeptCard): string =>
  [cardKinds[kind], ...(group === null ? [] : [`${group} 组`]), ...(hangs === '' ? [] : [hangs])].join(' · ')

/** One card: what came of it, opening, printing, putting a new one in its place, taking it back. */
export function CardRow({ card, printed, onPrint, onChanged }: Props) {
  const [ending, setEnding] = useState(false)
  const { busy, trouble, act } = useAct({ onOvertaken: onChanged })
  const where = whereOf(card)
  const end = (deed: 'withdraw' | 'replace') =>
    act(async () => {
      await call(`POST /api/cards/:cardId/${deed}`, { params: { cardId: card.id }, body: {} })
      setEnding(false)
      await onChanged()
    })
  if (card.withdrawnAt !== null) {
    return (
      <View className="kept-card kept-card--gone">
        <Text>
          {where} · {card.id}
        </Text>
        <Text>
          {dayOf(card.withdrawnAt)} {card.replacedBy ? `换成了 ${card.replacedBy}` : '收回了'}
        </Text>
      </View>
    )
  }
  return (
    <View className="kept-card">
      <View className="kept-card__head">
        <View className="kept-card__words">
          <Text className="kept-card__where">{where}</Text>
          <Text className="kept-card__figures">
            近 30 天打开 {card.opens} 次，报了 {card.reports} 件 · {card.id}
          </Text>
        </View>
        <View className="kept-card__tools">
          <Press
            className="tool"
            label={`打开、发出去 ${where} ${card.id}`}
            onPress={() => openCard(card.id)}
          >
            <Icon name="share-2" />
            <Text>打开、发出去</Text>
          </Press>
          <Press
            className={`tool${printed ? ' tool--on' : ''}`}
            role="checkbox"
            checked={printed}
            label={`印海报 ${where} ${card.id}`}
            onPress={onPrint}
          >
            <Icon name={printed ? 'square-check-big' : 'square'} />
            <Text>印海报</Text>
          </Press>
          <Press
            className="tool tool--plain"
            label={`换、收回 ${where} ${card.id}`}
            expanded={ending}
            onPress={() => setEnding(!ending)}
          >
            <Text>换、收回</Text>
          </Press>
        </View>
      </View>
      {ending && (
        <View className="kept-card__ending">
          <Text>换一张：旧的收回，扫旧码的人会到新名片。收回：不再算是这个村的，电话照样能打。</Text>
          <View className="kept-card__tools">
            <Press className="tool" off={busy} onPress={() => void end('replace')}>
              <Icon name="refresh-cw" />
              <Text>换一张新的</Text>
            </Press>
            <Press className="tool tool--wait" off={busy} onPress={() => void end('withdraw')}>
              <Icon name="x" />
              <Text>收回</Text>
            </Press>
            <Press className="tool tool--plain" onPress={() => setEnding(false)}>
              <Text>不动</Text>
            </Press>
          </View>
        </View>
      )}
      <Warning words={trouble} />
    </View>
  )
}
