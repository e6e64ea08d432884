import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { formatMoney } from '../../../shared/domain/money'
import { inquiryUnits, reliefRule } from '../../../shared/domain/relief'
import { reliefStates } from '../../../shared/domain/relief-life'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { MainButton } from '../../components/main-button/main-button'
import type { Case } from './case'

/** Where the relief of a case is worked on. */
export const reliefPage = ({ id }: Pick<Case, 'id'>) => `/township/relief/relief?id=${id}`

type Item = Case['relief'][number]

/** What a family got or gets of one item, as far as it is known. */
function amountOf({ advance, outcome }: Item): string {
  if (advance)
    return [advance.amount > 0 && formatMoney(advance.amount), advance.goods].filter(Boolean).join('、')
  if (!outcome) return ''
  const { amount, monthly, what } = outcome
  return [amount !== null && `${monthly ? '每月 ' : ''}${formatMoney(amount)}`, what]
    .filter(Boolean)
    .join('、')
}

/** On the case's page: who goes together and when, and how far each relief item is. */
export function ReliefBlock({ work, now }: { work: Case; now: Date }) {
  const { jointInquiry, relief } = work
  return (
    <>
      {jointInquiry && (
        <View className="block block--part">
          <View className="block__title" role="heading" aria-level="2">
            联合入户
          </View>
          <Text>
            {spokenMoment(new Date(jointInquiry.meetAt), now)}
            {jointInquiry.place && `，${jointInquiry.place}`}
          </Text>
          {jointInquiry.team.map(({ unit, title, name }) => (
            <Text key={`${unit} ${name}`} className="block__aside">
              {inquiryUnits[unit]}：{title} {name}
            </Text>
          ))}
        </View>
      )}
      {relief.length > 0 && (
        <View className="block block--part">
          <View className="block__title" role="heading" aria-level="2">
            救助
          </View>
          {relief.map((item) => (
            <View key={item.id}>
              <Text>
                {[reliefRule(item.type).label, reliefStates[item.state].label, amountOf(item)]
                  .filter(Boolean)
                  .join(' · ')}
              </Text>
              {item.term && (
                <View className="block__aside">
                  {item.term.label}：{spokenMoment(new Date(item.term.dueAt), now)} 前
                </View>
              )}
            </View>
          ))}
          {!work.events.includes('work_on_relief') && (
            <MainButton
              tone="plain"
              words="看救助和材料"
              onPress={() => void Taro.navigateTo({ url: reliefPage(work) })}
            />
          )}
        </View>
      )}
    </>
  )
}
