import { Text, View } from '@tarojs/components'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { transferStates } from '../../../shared/domain/transfers'
import { Press } from '../../components/press/press'
import type { Line } from './transfers'

/** The columns of the ledger as the office keeps it on paper (facts: 转办台账). */
const columns = [
  '文号',
  '转往部门',
  '事项',
  '要求办结时限',
  '签收人',
  '签收时间',
  '办理结果',
  '反馈时间',
  '销案人',
]

/** The ledger's lines, each of which opens beside the table. */
export function LedgerTable({
  lines,
  openId,
  onOpen,
}: {
  lines: readonly Line[]
  openId: string | null
  onOpen(id: string): void
}) {
  const now = new Date()
  return (
    <View className="ledger__table">
      <View className="ledger__row ledger__row--head" aria-hidden>
        {columns.map((words) => (
          <Text key={words} className="ledger__cell">
            {words}
          </Text>
        ))}
      </View>
      {lines.map((line) => (
        <Press
          key={line.id}
          className={`ledger__row${line.id === openId ? ' ledger__row--on' : ''}`}
          heard={`打开 ${line.number} ${line.departmentCalled}`}
          onPress={() => onOpen(line.id)}
        >
          {cellsOf(line, now).map((words, at) => (
            <View
              key={columns[at]}
              className={`ledger__cell${at === byWhen && line.late ? ' ledger__cell--late' : ''}`}
            >
              {/* On a phone there is no head, and to a screen reader none: each cell says what it is. */}
              <Text className="ledger__name">{columns[at]}</Text>
              <Text className={at === matter || at === result ? 'ledger__long' : ''}>{words}</Text>
            </View>
          ))}
        </Press>
      ))}
    </View>
  )
}

const matter = columns.indexOf('事项')
const byWhen = columns.indexOf('要求办结时限')
const result = columns.indexOf('办理结果')

function cellsOf(line: Line, now: Date): string[] {
  const at = (moment: string | undefined) => (moment ? spokenMoment(new Date(moment), now) : '')
  const { received, said, closed } = line
  return [
    line.number,
    line.departmentCalled,
    `${line.case.subjectName ?? '没有留名字'}，${line.case.placeName}：${line.matter}`,
    at(line.answerBy),
    received?.name ?? '',
    at(received?.at),
    said ? `${said.kind === 'refusal' ? '不归他们办：' : ''}${said.words}` : transferStates[line.state],
    at(said?.at),
    closed?.by.calledAs ?? '',
  ]
}
