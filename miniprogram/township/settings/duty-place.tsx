import { Text, View } from '@tarojs/components'
import { type PropsWithChildren, useState } from 'react'
import { rolesToGive } from '../../../shared/domain/appointments'
import type { Role } from '../../../shared/domain/roles'
import { isWithin } from '../../../shared/domain/territory'
import { signedInPerson } from '../../client/session'
import { Icon } from '../../components/icon/icon'
import { Press } from '../../components/press/press'
import { AddPerson } from './add-person'
import { DutyLine, type Person } from './duty-line'

type Props = PropsWithChildren<{
  name: string
  /** Where the post of whoever is added will be. */
  territory: string
  people: readonly Person[]
  /** Which of the posts that may be given there are this section's. */
  shows(role: Role): boolean
  /** How it stands here, in a few words beside the name; red when nobody is to be had. */
  about?: string
  alarming?: boolean
  onChanged(): Promise<void>
}>

/** One place of the roster: who is there, and a form in place to put somebody in. */
export function DutyPlace({
  name,
  territory,
  people,
  shows,
  about = '',
  alarming = false,
  onChanged,
  children,
}: Props) {
  const [adding, setAdding] = useState(false)
  const [told, setTold] = useState('')
  const held = signedInPerson()?.posts ?? []
  const roles = rolesToGive(held, territory).filter(shows)
  const changed = async (words: string) => {
    setTold(words)
    await onChanged()
  }
  return (
    <View className={`duty${alarming ? ' duty--blind' : ''}`}>
      <View className="duty__head">
        <Text className="duty__name">{name}</Text>
        <Text className="duty__about">{about}</Text>
        {roles.length > 0 && (
          <Press className="tool" label={`${name}加一个人`} onPress={() => setAdding(!adding)}>
            <Icon name="user-plus" />
            <Text>加一个人</Text>
          </Press>
        )}
      </View>
      {told && (
        <View className="block__told" role="status">
          {told}
        </View>
      )}
      {adding && (
        <AddPerson
          territory={territory}
          roles={roles}
          people={people}
          onCancel={() => setAdding(false)}
          onDone={async (words) => {
            setAdding(false)
            await changed(words)
          }}
        />
      )}
      {people.map((person) => (
        <DutyLine
          key={`${person.id} ${person.post}`}
          person={person}
          ours={held.some((post) => isWithin(person.territory, post.territory))}
          onChanged={changed}
        />
      ))}
      {people.length === 0 && <Text className="duty__away">还没有安排人</Text>}
      {children}
    </View>
  )
}
