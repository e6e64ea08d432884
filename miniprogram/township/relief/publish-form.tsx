import { Text, View } from '@tarojs/components'
import { readMoney } from '../../../shared/domain/money'
import { call } from '../../client/api'
import { Warning } from '../../components/answer/answer'
import { useKept } from '../../components/answer/use-kept'
import { Chips } from '../../components/chips/chips'
import { Field, Line } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import { MoneyLine } from './money-line'
import type { Desk, Doing, Item, ReliefCase } from './use-relief'

const longestName = 30
const longestPeople = 2

interface Typed {
  name: string
  people: string
  amount: string
  age?: 'adult' | 'minor'
}

/** What hangs on the notice board: whose (the name masked), how many they are, how much. A minor never does. */
export function PublishForm({
  work,
  item,
  desk,
  doing,
  onDone,
}: {
  work: ReliefCase
  item: Item
  desk: Desk
  doing: Doing
  onDone(): void
}) {
  const { typed, type, forget } = useKept<Typed>(`publish.${item.id}`, {
    name: work.subjectName ?? '',
    people: desk.people === null ? '' : String(desk.people),
    amount: '',
  })
  const { name, people, amount, age } = typed
  const count = Number(people.normalize('NFKC').trim())
  const counted = Number.isInteger(count) && count >= 1
  const minor = age === 'minor'
  const missing =
    (name.trim() === '' && '先写公示谁') ||
    (age === undefined && '先答满没满 18 岁') ||
    (!minor && !counted && '先写几口人') ||
    (!minor && amount.trim() !== '' && readMoney(amount, 1).fault !== null && '先把金额改对')

  const publish = async () => {
    const sent = await doing.send(
      ({ caseId, version }) =>
        minor
          ? call('POST /api/cases/:caseId/relief-work', {
              params: { caseId },
              body: { version, item: item.id, work: { does: 'spare_publication' } },
            })
          : call('POST /api/cases/:caseId/relief-publication', {
              params: { caseId },
              body: {
                version,
                item: item.id,
                name,
                isMinor: false,
                people: count,
                amount: amount.trim() || null,
              },
            }),
      '记下了',
    )
    if (!sent) return
    forget()
    onDone()
  }

  return (
    <View className="relief-form">
      <View className="relief-note">
        <Text>从今天起公示 {item.publicationDays} 天。名字只露姓，身份证号、电话、病情都不上墙。</Text>
      </View>
      <Field label="公示谁">
        <Line
          label="公示谁"
          placeholder="名字"
          longest={longestName}
          value={name}
          onChange={(words) => type({ name: words })}
        />
      </Field>
      <Field label="满 18 岁了吗" hint="没满的不公示，照样能批">
        <Chips
          of={[
            { value: 'adult', words: '满了' },
            { value: 'minor', words: '没满' },
          ]}
          chosen={age}
          onChoose={(chosen) => type({ age: chosen })}
        />
      </Field>
      {!minor && (
        <>
          <Field label="家里几口人">
            <Line
              label="家里几口人"
              placeholder="比如 3"
              type="number"
              longest={longestPeople}
              wrong={people !== '' && !counted}
              value={people}
              onChange={(words) => type({ people: words })}
            />
          </Field>
          <MoneyLine
            label="打算给多少"
            hint="元，还没有定就不写"
            value={amount}
            onChange={(words) => type({ amount: words })}
          />
        </>
      )}
      <Warning words={doing.trouble} />
      <View className="relief-foot">
        <MainButton
          words={minor ? '不公示，接着办' : '开始公示'}
          busy={doing.busy ? '正在记…' : missing}
          onPress={() => void publish()}
        />
      </View>
    </View>
  )
}
