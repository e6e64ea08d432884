import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import type { Role } from '../../../shared/domain/roles'
import { call, type Reply } from '../../client/api'
import { Loading, Trouble } from '../../components/answer/answer'
import { type Asked, useAnswer, useRefresh } from '../../components/answer/use-answer'
import { MainButton } from '../../components/main-button/main-button'
import type { Person } from './duty-line'
import { DutyPlace } from './duty-place'
import './roster.scss'

type Village = Reply<'GET /api/townships/:township/roster'>['villages'][number]

const isContact = (role: Role) => role === 'department_contact'
/** Who works on cases and watches over groups; a department's contact stands in a section apart. */
export const isOnDuty = (role: Role): boolean => !isContact(role)

const standing = ({ blind, acting }: Village) => {
  if (!acting) return blind ? '村里没有人在，没有人管' : '现在没有人管'
  const who = `${acting.title} ${acting.calledAs}`
  return blind ? `村里没有人在，${who}管` : `现在找${who}`
}

/** 值班表: who of each village is there, who acts for them, and where nobody is; then the departments' contacts. */
export function Roster({ township }: { township: string }) {
  const asked = useAnswer(
    () => call('GET /api/townships/:township/roster', { params: { township } }),
    township,
  )
  useRefresh(asked.again)
  const duty = asked.value
  return (
    <>
      <View className="block block--wide">
        <View className="block__title" role="heading" aria-level="2">
          值班表
        </View>
        <Text className="block__aside">
          人不在的时候，手上的线索会交给副手；没有副手交给书记，再没有就到乡里。
        </Text>
        <MainButton
          tone="plain"
          icon="list"
          words="用花名册一次导入（Excel 或者 CSV）"
          onPress={() => void Taro.navigateTo({ url: '/township/roster-import/roster-import' })}
        />
        <Waiting asked={asked} />
        <View className="duties">
          {duty && (
            <DutyPlace
              name="乡里"
              territory={township}
              people={duty.desk}
              shows={isOnDuty}
              onChanged={asked.again}
            />
          )}
          {duty?.villages.map((village) => (
            <DutyPlace
              key={village.code}
              name={village.name}
              about={standing(village)}
              alarming={village.blind}
              territory={village.code}
              people={village.people}
              shows={isOnDuty}
              onChanged={asked.again}
            >
              {village.unwatched.length > 0 && (
                <Text className="duty__away">没有人看的组：{village.unwatched.join('、')}组</Text>
              )}
            </DutyPlace>
          ))}
        </View>
      </View>
      {duty && (
        <Contacts name="乡里的站所" territory={township} people={duty.contacts} onChanged={asked.again}>
          转给别的部门的事，先找乡里站所的联系人；乡里没有的，找县里的。
        </Contacts>
      )}
    </>
  )
}

/** While a roster is being read, or when it cannot be. */
export function Waiting({ asked: { value, error, asking, again } }: { asked: Asked<unknown> }) {
  if (value) return null
  if (error !== null) return <Trouble error={error} onAgain={() => void again()} />
  return asking ? <Loading /> : null
}

interface ContactsProps {
  name: string
  territory: string
  people: readonly Person[]
  onChanged(): Promise<void>
  children: string
}

/** 部门联系人: one's own, and beneath them those of the county that answer where one has none. */
export function Contacts({ name, territory, people, onChanged, children }: ContactsProps) {
  const own = people.filter((person) => person.territory === territory)
  const above = people.filter((person) => person.territory !== territory)
  return (
    <View className="block block--wide">
      <View className="block__title" role="heading" aria-level="2">
        部门联系人
      </View>
      <Text className="block__aside">{children}</Text>
      <View className="duties">
        <DutyPlace name={name} territory={territory} people={own} shows={isContact} onChanged={onChanged} />
        {above[0] && (
          <DutyPlace
            name="县里的"
            about="县民政局安排"
            territory={above[0].territory}
            people={above}
            shows={isContact}
            onChanged={onChanged}
          />
        )}
      </View>
    </View>
  )
}
