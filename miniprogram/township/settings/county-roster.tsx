import { Text, View } from '@tarojs/components'
import { call } from '../../client/api'
import { useAnswer, useRefresh } from '../../components/answer/use-answer'
import { DutyPlace } from './duty-place'
import { Contacts, isOnDuty, Waiting } from './roster'

/** The county's desk, those of its townships, and its bureaus' contacts: the county sets up who sets up the rest. */
export function CountyRoster({ county }: { county: string }) {
  const asked = useAnswer(() => call('GET /api/counties/:county/roster', { params: { county } }), county)
  useRefresh(asked.again)
  const duty = asked.value
  return (
    <>
      <View className="block block--wide">
        <View className="block__title" role="heading" aria-level="2">
          值班表
        </View>
        <Text className="block__aside">这里安排县里和各乡镇的人；村里的人由乡里安排。</Text>
        <Waiting asked={asked} />
        <View className="duties">
          {duty && (
            <DutyPlace
              name="县民政局"
              territory={county}
              people={duty.desk}
              shows={isOnDuty}
              onChanged={asked.again}
            />
          )}
          {duty?.townships.map(({ code, name, people }) => (
            <DutyPlace
              key={code}
              name={name}
              about={people.length === 0 ? '乡里没有人，线索先到县里' : ''}
              alarming={people.length === 0}
              territory={code}
              people={people}
              shows={isOnDuty}
              onChanged={asked.again}
            />
          ))}
        </View>
      </View>
      {duty && (
        <Contacts name="县里的局" territory={county} people={duty.contacts} onChanged={asked.again}>
          乡里的站所没有联系人的，转办就找县里的。
        </Contacts>
      )}
    </>
  )
}
