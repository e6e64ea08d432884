import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { cardKindCodes } from '../../../shared/domain/code-lists'
import { type Role, townshipRoles, villageRoles } from '../../../shared/domain/roles'
import { townshipOf } from '../../../shared/domain/territory'
import { call, type Reply } from '../../client/api'
import { signedInPerson } from '../../client/session'
import { Loading, Trouble } from '../../components/answer/answer'
import { type Asked, useAnswer, useRefresh } from '../../components/answer/use-answer'
import { DeskWays } from '../../components/desk-ways/desk-ways'
import { Page } from '../../components/page/page'
import { NotSignedIn, PersonBar } from '../../components/person-bar/person-bar'
import { CardRow } from './card-row'
import { GroupChats } from './group-chats'
import { HotlineWords } from './hotline-words'
import { MakeCard } from './make-card'
import { Posters } from './posters'
import '../../components/block/block.scss'
import './cards.scss'

/** The cards of a township or of one village, as the server gives them. */
export type Kept = Reply<'GET /api/townships/:township/cards'>
export type KeptCard = Kept['cards'][number]

const keepers: readonly Role[] = [...townshipRoles, ...villageRoles]
const onDesk: readonly Role[] = townshipRoles

/** 名片和海报: the cards that hang about, what came of them, printing them, and the chat groups (R4, R14). */
export default function CardsPage() {
  const me = signedInPerson()
  const post = me?.posts.find(({ role }) => keepers.includes(role))
  const ofTownship = post !== undefined && onDesk.includes(post.role)
  return (
    <Page reader={ofTownship ? 'desk' : 'worker'} name="名片和海报" wide>
      {post ? (
        <>
          <PersonBar />
          {ofTownship && <DeskWays ofTownship here="/township/cards/cards" />}
          <Cards township={townshipOf(post.territory)} />
        </>
      ) : (
        <NotSignedIn />
      )}
    </Page>
  )
}

function Cards({ township }: { township: string }) {
  const asked = useAnswer(
    () => call('GET /api/townships/:township/cards', { params: { township } }),
    township,
  )
  useRefresh(asked.again)
  const [chosen, setChosen] = useState<string[]>([])
  const kept = asked.value
  if (!kept) return <NotYet asked={asked} />
  const standing = kept.cards.filter(({ withdrawnAt }) => withdrawnAt === null)
  // A poster that was taken back meanwhile is not printed.
  const toPrint = chosen.filter((id) => standing.some((card) => card.id === id))
  return (
    <>
      {kept.forTownship && <HotlineWords township={township} />}
      <View className="cards-halves">
        <View className="block">
          <View className="block__title" role="heading" aria-level="2">
            名片
          </View>
          <Text className="block__aside">
            每张名片有自己的码：从哪张进来，就知道是哪个村的。打开几次、报了几件只数数，不记是谁。
          </Text>
          <MakeCard township={township} kept={kept} onDone={asked.again} />
          <CardList kept={kept} chosen={toPrint} onChoose={setChosen} onChanged={asked.again} />
        </View>
        <Posters
          township={township}
          kept={kept}
          cards={toPrint}
          onChoose={setChosen}
          onChanged={asked.again}
        />
      </View>
      <GroupChats township={township} kept={kept} onChanged={asked.again} />
    </>
  )
}

function NotYet({ asked }: { asked: Asked<unknown> }) {
  if (asked.error !== null) return <Trouble error={asked.error} onAgain={() => void asked.again()} />
  return <Loading />
}

/** What stands before what was taken back; within them the chat group's before what hangs on a wall. */
const byStanding = (one: KeptCard, other: KeptCard) =>
  Number(one.withdrawnAt !== null) - Number(other.withdrawnAt !== null) ||
  cardKindCodes.indexOf(one.kind) - cardKindCodes.indexOf(other.kind) ||
  (one.group ?? 0) - (other.group ?? 0)

interface ListProps {
  kept: Kept
  chosen: readonly string[]
  onChoose(ids: string[]): void
  onChanged(): Promise<void>
}

/** The cards by place: the township's own, then village by village; those that were taken back come last. */
function CardList({ kept, chosen, onChoose, onChanged }: ListProps) {
  const places = [
    ...(kept.forTownship ? [{ code: null, name: `${kept.townshipName}（乡里的窗口）` }] : []),
    ...kept.villages,
  ]
  const toggle = (id: string) =>
    onChoose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  return (
    <>
      {places.map(({ code, name }) => {
        const here = kept.cards.filter(({ village }) => village === code).sort(byStanding)
        return (
          <View key={name} className="cards-place">
            <Text className="cards-place__name">{name}</Text>
            {here.length === 0 && <Text className="block__aside">还没有名片</Text>}
            {here.map((card) => (
              <CardRow
                key={card.id}
                card={card}
                printed={chosen.includes(card.id)}
                onPrint={() => toggle(card.id)}
                onChanged={onChanged}
              />
            ))}
          </View>
        )
      })}
    </>
  )
}

/** Opens a card as residents see it, from where it can be sent into a chat. */
export const openCard = (id: string): void => void Taro.navigateTo({ url: `/pages/card/card?c=${id}` })
