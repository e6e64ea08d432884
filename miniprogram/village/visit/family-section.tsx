import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { mostMembers } from '../../../shared/domain/visit-form'
import { memberInWords } from '../../../shared/domain/visit-in-words'
import type { MemberDraft } from '../../client/visit-drafts'
import { Field } from '../../components/field/field'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'
import { Stepper } from '../../components/stepper/stepper'
import { MemberForm } from './member-form'
import type { SectionProps } from './section-props'
import { memberOf, newMember, peopleOf } from './visit-form'

/** 家里有哪些人: each in one line, opened to be written; the head is one of them and is written nowhere else. */
export function FamilySection({ draft, faults, change }: SectionProps) {
  const { members } = draft
  const [open, setOpen] = useState<string | null>(null)
  const [removed, setRemoved] = useState<{ member: MemberDraft; at: number } | null>(null)
  const named = members.filter(({ name }) => name.trim() !== '')
  const put = (key: string, patch: Partial<MemberDraft>) =>
    change({
      members: members.map((one) => {
        if (one.key === key) return { ...one, ...patch }
        // A family has one head: choosing another takes it from the one before.
        return patch.relation === 'head' && one.relation === 'head' ? { ...one, relation: undefined } : one
      }),
    })
  const add = async () => {
    const member = await newMember()
    change({ members: [...members, member] })
    setOpen(member.key)
  }
  const remove = (member: MemberDraft) => {
    setRemoved({ member, at: members.indexOf(member) })
    change({ members: members.filter((one) => one.key !== member.key) })
    setOpen(null)
  }
  const putBack = () => {
    if (!removed) return
    change({ members: [...members.slice(0, removed.at), removed.member, ...members.slice(removed.at)] })
    setRemoved(null)
  }
  const wrongAt = (at: number) => Object.keys(faults).some((field) => field.startsWith(`form.members.${at}.`))
  return (
    <>
      <Field label="一共几口人" fault={faults['form.people']}>
        <Stepper
          label="人口"
          unit="口人"
          value={peopleOf(draft)}
          least={Math.max(1, named.length)}
          most={mostMembers}
          onChange={(people) => change({ people })}
        />
      </Field>
      <Field label="是哪些人" hint="一个一个点开" fault={faults['form.head'] ?? faults['form.members']}>
        {members.map((member) =>
          member.key === open ? (
            <MemberForm
              key={member.key}
              member={member}
              at={named.indexOf(member)}
              faults={faults}
              onChange={(patch) => put(member.key, patch)}
              onClose={() => setOpen(null)}
              onRemove={members.length > 1 ? () => remove(member) : undefined}
            />
          ) : (
            <MemberLine
              key={member.key}
              member={member}
              wrong={wrongAt(named.indexOf(member))}
              onOpen={() => setOpen(member.key)}
            />
          ),
        )}
        {removed && (
          <View className="put-back">
            <Text>拿掉了 {removed.member.name || '一个人'}</Text>
            <Press className="put-back__do" onPress={putBack}>
              <Text>放回来</Text>
            </Press>
          </View>
        )}
        {members.length < mostMembers && (
          <MainButton tone="plain" icon="user-plus" words="再加一个人" onPress={() => void add()} />
        )}
      </Field>
    </>
  )
}

function MemberLine({ member, wrong, onOpen }: { member: MemberDraft; wrong: boolean; onOpen(): void }) {
  const name = member.name.trim()
  const known = memberInWords(memberOf(member))
  return (
    <Press
      className={`member${wrong ? ' member--wrong' : ''}`}
      label={`写 ${name || '没有写名字的人'}`}
      onPress={onOpen}
    >
      <View className="member__words">
        <Text className="member__name">{name || '还没有写名字'}</Text>
        <Text className="member__known">{known || '点开写'}</Text>
      </View>
      <Icon name="pencil" />
    </Press>
  )
}
