import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { dateOf, spokenDate } from '../../../shared/domain/absence-days'
import { call } from '../../client/api'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { Chips } from '../../components/chips/chips'
import { Press } from '../../components/press/press'
import type { Kept } from './cards'

type GroupChat = Kept['groupChats'][number]
interface Props {
  township: string
  kept: Kept
  onChanged(): Promise<void>
}

/** The chat groups that villages have said are theirs; a wrong one is undone here, a claim is decided here. */
export function GroupChats({ township, kept, onChanged }: Props) {
  return (
    <View className="block">
      <View className="block__title" role="heading" aria-level="2">
        微信群
      </View>
      <Text className="block__aside">
        协理员或者书记把名片发进村里的群，自己点开，认一下是哪个村的。以后群里的人点开，就知道是哪个村的。
      </Text>
      {kept.groupChats.length === 0 && <Text>还没有认过的群。</Text>}
      {kept.groupChats.map((chat) => (
        <Chat key={chat.id} chat={chat} township={township} kept={kept} onChanged={onChanged} />
      ))}
    </View>
  )
}

function Chat({ chat, township, kept, onChanged }: Props & { chat: GroupChat }) {
  const [changing, setChanging] = useState(false)
  const { busy, trouble, act } = useAct({ onOvertaken: onChanged })
  const settle = (village: string | null) =>
    act(async () => {
      await call('POST /api/townships/:township/group-chats/:groupChat/settle', {
        params: { township, groupChat: chat.id },
        body: { version: chat.version, village },
      })
      setChanging(false)
      await onChanged()
    })
  const isOurs = kept.forTownship || kept.villages.some(({ code }) => code === chat.village)
  return (
    <View className={`kept-card${chat.claims.length > 0 ? ' kept-card--asked' : ''}`}>
      <View className="kept-card__head">
        <View className="kept-card__words">
          <Text className="kept-card__where">
            {chat.villageName ? `${chat.villageName}的群` : '还没有定'}
          </Text>
          {chat.boundBy && chat.boundAt && (
            <Text className="kept-card__figures">
              {chat.boundBy} {spokenDate(dateOf(new Date(chat.boundAt)), new Date())}认的
            </Text>
          )}
          {chat.claims.map(({ village, villageName, by }) => (
            <Text key={village} className="kept-card__claim">
              {villageName}的{by}说，这个群是他们村的
            </Text>
          ))}
        </View>
        {isOurs && (
          <Press className="tool" onPress={() => setChanging(!changing)}>
            <Text>{chat.claims.length > 0 && kept.forTownship ? '定一下' : '改'}</Text>
          </Press>
        )}
      </View>
      {changing && (
        <View className="kept-card__ending">
          {kept.forTownship && (
            <Chips
              of={kept.villages.map(({ code, name }) => ({ value: code, words: name }))}
              chosen={chat.claims.length > 0 ? undefined : (chat.village ?? undefined)}
              onChoose={(village) => village && void settle(village)}
            />
          )}
          <Press className="tool tool--wait" off={busy} onPress={() => void settle(null)}>
            <Text>不算哪个村的，重新认</Text>
          </Press>
        </View>
      )}
      <Warning words={trouble} />
    </View>
  )
}
