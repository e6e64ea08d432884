import { View } from '@tarojs/components'
import { type Department, departmentCodes, departments } from '../../../shared/domain/code-lists'
import { type Role, roles as roleWords } from '../../../shared/domain/roles'
import { call } from '../../client/api'
import { Warning } from '../../components/answer/answer'
import { useKept } from '../../components/answer/use-kept'
import { Chips } from '../../components/chips/chips'
import { Field, Line } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import type { Person } from './duty-line'
import { Deputy, groupNumber, longestName, longestNumber, longestTitle, usePostAct } from './post-fields'

/** How a post is called where nothing else is written. */
const usualTitles: Partial<Record<Role, string>> = {
  village_coordinator: '协理员',
  village_secretary: '村党总支书记',
  group_leader: '小组长',
  township_officer: '乡社会救助经办人',
  township_lead: '乡分管领导',
  county_officer: '县民政局工作人员',
}

/** The fields beneath which the form says what is wrong with them. */
const shownFields = ['role', 'department', 'calledAs', 'phone', 'title', 'group']

interface Typed {
  role?: Role
  department?: Department
  calledAs: string
  phone: string
  group: string
  /** Until they are written, title and deputy follow the post that is chosen. */
  ownTitle: string | null
  ownDeputy: boolean | null
}

interface Props {
  territory: string
  /** The posts that may be given here. */
  roles: readonly Role[]
  /** Who is here already. */
  people: readonly Person[]
  onDone(told: string): Promise<void>
  onCancel(): void
}

/** 加一个人: somebody new, or somebody known by their number who gets one post more. */
export function AddPerson({ territory, roles, people, onDone, onCancel }: Props) {
  const { typed, type, forget } = useKept<Typed>(`add.${territory}.${roles.join()}`, {
    role: roles.length === 1 ? roles[0] : undefined,
    calledAs: '',
    phone: '',
    group: '',
    ownTitle: null,
    ownDeputy: null,
  })
  const { role, department, calledAs, phone, group, ownTitle, ownDeputy } = typed
  const { busy, trouble, faults, act } = usePostAct(shownFields)

  const leads = role === 'group_leader'
  const answersFor = role === 'department_contact'
  const holder = people.find(
    (one) =>
      one.role === role &&
      !one.deputy &&
      (!leads || one.group === groupNumber(group)) &&
      (!answersFor || one.department === department),
  )
  const title = ownTitle ?? (role && usualTitles[role]) ?? ''
  const deputy = ownDeputy ?? holder !== undefined
  const missing =
    !role ||
    calledAs.trim() === '' ||
    phone.trim() === '' ||
    title.trim() === '' ||
    (leads && group.trim() === '') ||
    (answersFor && !department)

  const save = async () => {
    if (!role || busy) return
    await act(async () => {
      const { known } = await call('POST /api/posts', {
        body: {
          calledAs,
          phone,
          role,
          territory,
          title,
          deputy,
          group: leads ? groupNumber(group) : undefined,
          department: answersFor ? department : undefined,
        },
      })
      forget()
      await onDone(known ? `${calledAs}原来就有职务，又加了${title}` : `加上了：${calledAs} ${title}`)
    })
  }
  const cancel = () => {
    forget()
    onCancel()
  }
  return (
    <View className="post-form">
      {roles.length > 1 && (
        <Field label="什么职务" fault={faults.role}>
          <Chips
            of={roles.map((value) => ({ value, words: roleWords[value] }))}
            chosen={role}
            onChoose={(next) => type({ role: next })}
          />
        </Field>
      )}
      {answersFor && (
        <Field label="哪个部门" fault={faults.department}>
          <Chips
            of={departmentCodes.map((value) => ({ value, words: departments[value] }))}
            chosen={department}
            onChoose={(next) => type({ department: next })}
          />
        </Field>
      )}
      <View className="post-form__pair">
        <Field label="称呼" fault={faults.calledAs}>
          <Line
            label="称呼"
            placeholder="比如：鲍老师"
            longest={longestName}
            value={calledAs}
            onChange={(words) => type({ calledAs: words })}
          />
        </Field>
        <Field label="手机号" hint="登录认这个号，一个号一个人" fault={faults.phone}>
          <Line
            label="手机号"
            placeholder="本人的，11 位"
            type="number"
            longest={longestNumber}
            value={phone}
            onChange={(words) => type({ phone: words })}
          />
        </Field>
        <Field label={answersFor ? '单位' : '职务名称'} fault={faults.title}>
          <Line
            label={answersFor ? '单位' : '职务名称'}
            placeholder={answersFor ? '比如：派出所' : '比如：协理员'}
            longest={longestTitle}
            value={title}
            onChange={(words) => type({ ownTitle: words })}
          />
        </Field>
        {leads && (
          <Field label="第几组" fault={faults.group}>
            <Line
              label="第几组"
              placeholder="一个数字"
              type="number"
              longest={3}
              value={group}
              onChange={(words) => type({ group: words })}
            />
          </Field>
        )}
      </View>
      <Deputy deputy={deputy} onChange={(is) => type({ ownDeputy: is })} />
      {holder && !deputy && (
        <Warning
          words={`${holder.calledAs}已经是${holder.title}了。两个都是正的，线索先到${holder.calledAs}`}
        />
      )}
      <Warning words={trouble} />
      <MainButton words="加上" busy={busy ? '正在加…' : missing && '先写清楚'} onPress={() => void save()} />
      <MainButton tone="plain" words="不加了" onPress={cancel} />
    </View>
  )
}
