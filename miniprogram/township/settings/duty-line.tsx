import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { spokenAbsence } from '../../../shared/domain/absence-days'
import { departments } from '../../../shared/domain/code-lists'
import { call, type Reply } from '../../client/api'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { Icon } from '../../components/icon/icon'
import { Leave } from '../../components/leave/leave'
import { Press } from '../../components/press/press'
import { BringIn } from './bring-in'
import { ChangePerson } from './change-person'

/** One post on the roster with whoever holds it. */
export type Person = Reply<'GET /api/townships/:township/roster'>['desk'][number]

/** 协理员 3组（副）: a post as the roster writes it. */
export const postInWords = ({ title, group, deputy }: Pick<Person, 'title' | 'group' | 'deputy'>): string =>
  `${title}${group === null ? '' : ` ${group}组`}${deputy ? '（副）' : ''}`

type Form = 'leave' | 'code' | 'change'

interface LineProps {
  person: Person
  /** Of one's own territory: then one may write down that they are away. */
  ours: boolean
  /** Something has been done: what is told of it. */
  onChanged(told: string): Promise<void>
}

/** One person in one post: whether they are there, their leave, and what can be changed of them. */
export function DutyLine({ person, ours, onChanged }: LineProps) {
  const [open, setOpen] = useState<Form | null>(null)
  const { trouble, act } = useAct()
  const done = async (told: string) => {
    setOpen(null)
    await onChanged(told)
  }
  const turn = (form: Form) => setOpen(open === form ? null : form)
  const { away, calledAs } = person
  const back = () =>
    act(async () => {
      await call('DELETE /api/absences/:absenceId', { params: { absenceId: away?.id ?? '' } })
      await done(`${calledAs}回来了`)
    })
  const leave = (absence: { from: string; until: string }) =>
    act(async () => {
      const { handedOver } = await call('POST /api/absences', { body: { account: person.id, ...absence } })
      const given = `${calledAs}手上 ${handedOver} 件已经交出去`
      await done(`记下了，${handedOver > 0 ? given : `${calledAs}请假`}`)
    })
  return (
    <View className="duty__person">
      <Text className="duty__who">
        {person.department ? `${departments[person.department]} · ` : ''}
        {calledAs} {postInWords(person)}
      </Text>
      {away && <Text className="duty__away">{spokenAbsence(away, new Date())} 不在</Text>}
      {person.phoneMasked && <Text className="duty__phone">{person.phoneMasked}</Text>}
      {ours && away && (
        <Press className="tool" label={`${calledAs}回来了`} onPress={() => void back()}>
          <Icon name="circle-check" />
          <Text>回来了</Text>
        </Press>
      )}
      {ours && !away && (
        <Press className="tool" label={`${calledAs}要请假`} onPress={() => turn('leave')}>
          <Icon name="calendar-off" />
          <Text>请假</Text>
        </Press>
      )}
      {person.bringable && (
        <Press className="tool" label={`给${calledAs}开登录码`} onPress={() => turn('code')}>
          <Icon name="key-round" />
          <Text>登录码</Text>
        </Press>
      )}
      {person.changeable && (
        <Press
          className="tool"
          label={`改${calledAs}的${postInWords(person)}`}
          onPress={() => turn('change')}
        >
          <Icon name="pencil" />
          <Text>改</Text>
        </Press>
      )}
      <Warning words={trouble} />
      {open === 'leave' && <Leave words="记下，交出手上的" onLeave={(absence) => void leave(absence)} />}
      {open === 'code' && <BringIn person={person} onDone={() => setOpen(null)} />}
      {open === 'change' && (
        <ChangePerson
          person={person}
          onCancel={() => setOpen(null)}
          onStale={() => onChanged('')}
          onDone={(told) => {
            setOpen(null)
            return onChanged(told)
          }}
        />
      )}
    </View>
  )
}
