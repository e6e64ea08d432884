import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { call } from '../../client/api'
import { Warning } from '../../components/answer/answer'
import { useKept } from '../../components/answer/use-kept'
import { Field, Line } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import type { Person } from './duty-line'
import { Deputy, groupNumber, longestName, longestNumber, longestTitle, usePostAct } from './post-fields'

/** The fields beneath which the form says what is wrong with them. */
const shownFields = ['calledAs', 'phone', 'title', 'group']

const asShown = ({ calledAs, title, deputy, group }: Person) => ({
  calledAs,
  phone: '',
  title,
  deputy,
  group: group === null ? '' : String(group),
})
type Typed = Partial<ReturnType<typeof asShown>>

interface Props {
  person: Person
  onDone(told: string): Promise<void>
  /** Somebody else was quicker: what is shown is read anew, and what was typed stays. */
  onStale(): Promise<void>
  onCancel(): void
}

/** What can be changed of somebody in one post, and ending the post, which is asked for twice. */
export function ChangePerson({ person, onDone, onStale, onCancel }: Props) {
  // What is not typed over follows what is known: a save must not undo what somebody else has changed meanwhile.
  const { typed, type, forget } = useKept<Typed>(`post.${person.id}.${person.post}`, {})
  const { calledAs, phone, title, deputy, group } = { ...asShown(person), ...typed }
  const { busy, trouble, faults, act } = usePostAct(shownFields, onStale)
  const [leaving, setLeaving] = useState(false)
  const params = { person: person.id, post: person.post }

  const done = async (told: string) => {
    forget()
    await onDone(told)
  }
  const save = () =>
    act(async () => {
      await call('PUT /api/people/:person/posts/:post', {
        params,
        body: {
          version: person.version,
          calledAs,
          phone: phone.trim() === '' ? undefined : phone,
          title,
          deputy,
          group: person.group === null ? undefined : groupNumber(group),
        },
      })
      await done(`改好了：${calledAs}`)
    })
  const end = () =>
    act(async () => {
      const { handedOver } = await call('POST /api/people/:person/posts/:post/end', {
        params,
        body: { version: person.version },
      })
      const given = handedOver > 0 ? `，手上 ${handedOver} 件已经交出去` : ''
      await done(`${person.calledAs}不再担任${person.title}${given}`)
    })

  if (leaving)
    return (
      <View className="post-form">
        <Text className="post-form__title">
          {person.calledAs}不再担任{person.title}？
        </Text>
        <Text>马上看不到这里的线索，手上没办完的交给现在管的人。以前办过的还记着是谁办的。</Text>
        <Warning words={trouble} />
        <MainButton words="就这样，不再担任" busy={busy && '正在办…'} onPress={() => void end()} />
        <MainButton tone="plain" words="还是留着" onPress={() => setLeaving(false)} />
      </View>
    )
  const cancel = () => {
    forget()
    onCancel()
  }
  const missing = calledAs.trim() === '' || title.trim() === '' || (person.group !== null && group === '')
  return (
    <View className="post-form">
      <View className="post-form__pair">
        <Field label="称呼" fault={faults.calledAs}>
          <Line
            label="称呼"
            placeholder="比如：鲍老师"
            longest={longestName}
            value={calledAs}
            onChange={(next) => type({ calledAs: next })}
          />
        </Field>
        <Field label="手机号" hint="不换就空着" fault={faults.phone}>
          <Line
            label="手机号"
            placeholder={person.phoneMasked ?? '还没有'}
            type="number"
            longest={longestNumber}
            value={phone}
            onChange={(next) => type({ phone: next })}
          />
        </Field>
        <Field label="职务名称" fault={faults.title}>
          <Line
            label="职务名称"
            placeholder="比如：协理员"
            longest={longestTitle}
            value={title}
            onChange={(next) => type({ title: next })}
          />
        </Field>
        {person.group !== null && (
          <Field label="第几组" fault={faults.group}>
            <Line
              label="第几组"
              placeholder="一个数字"
              type="number"
              longest={3}
              value={group}
              onChange={(next) => type({ group: next })}
            />
          </Field>
        )}
      </View>
      <Deputy deputy={deputy} onChange={(next) => type({ deputy: next })} />
      <Warning words={trouble} />
      <MainButton
        words="改好了"
        busy={busy ? '正在改…' : missing && '先写清楚'}
        onPress={() => void save()}
      />
      <View className="post-form__pair">
        <MainButton tone="plain" words="不改了" onPress={cancel} />
        <MainButton tone="plain" words="不再担任…" onPress={() => setLeaving(true)} />
      </View>
    </View>
  )
}
