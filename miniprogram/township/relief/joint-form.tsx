import { Text, View } from '@tarojs/components'
import { dateOf } from '../../../shared/domain/absence-days'
import { type InquiryUnit, inquiryUnitCodes, inquiryUnits } from '../../../shared/domain/relief'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call } from '../../client/api'
import { Warning } from '../../components/answer/answer'
import { useKeptOver } from '../../components/answer/use-kept'
import { Field, Line } from '../../components/field/field'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import {
  instantOf,
  MomentPicker,
  type PickedMoment,
  pickedMoment,
} from '../../components/moment-picker/moment-picker'
import { Press } from '../../components/press/press'
import { TwoSides } from '../../components/two-sides/two-sides'
import type { Desk, Doing, ReliefCase } from './use-relief'

/** One of the team while it is written down; the key is the line's own, whatever stands in it. */
type Member = Desk['team'][number] & { key: number }

interface Typed {
  team: Member[]
  at: PickedMoment
  place: string
}

const longestName = 30
const longestPlace = 60
const mostMembers = 12
const furthest = 7 * 86_400_000
const day = 86_400_000

/** Who goes with whom at first: by the roster, and at least one line for each level. */
const firstTeam = (work: ReliefCase, desk: Desk): Member[] => {
  const known = work.jointInquiry?.team ?? desk.team
  const without = inquiryUnitCodes.filter((unit) => !known.some((member) => member.unit === unit))
  return [...known, ...without.map((unit) => ({ name: '', title: '', unit }))].map((member, key) => ({
    ...member,
    key,
  }))
}

const namesOf = (team: readonly { name: string }[]) => team.map(({ name }) => name).join('、')

const tomorrowMorning = (): PickedMoment => ({ date: dateOf(new Date(Date.now() + day)), time: '10:00' })

/** 约联合入户: who of county, township and village goes, when, and where they meet. */
export function JointForm({
  work,
  desk,
  doing,
  onDone,
}: {
  work: ReliefCase
  desk: Desk
  doing: Doing
  onDone(): void
}) {
  const agreed = work.jointInquiry
  const { typed, type, forget, reset, overtaken, look } = useKeptOver<Typed>(
    `joint.${work.id}`,
    {
      team: firstTeam(work, desk),
      at: agreed ? pickedMoment(new Date(agreed.meetAt)) : tomorrowMorning(),
      place: agreed?.place ?? '',
    },
    agreed ? JSON.stringify([agreed.meetAt, agreed.place, agreed.team]) : '',
  )
  const { team, at, place } = typed
  const change = (key: number, changes: Partial<Member>) =>
    type({ team: team.map((member) => (member.key === key ? { ...member, ...changes } : member)) })
  const add = (unit: InquiryUnit) =>
    type({ team: [...team, { name: '', title: '', unit, key: team.length }] })
  const named = team.flatMap(({ key: _, ...member }) => (member.name.trim() === '' ? [] : [member]))
  const absent = inquiryUnitCodes.find((unit) => !named.some((member) => member.unit === unit))
  const past = new Date(instantOf(at)) <= new Date()
  const missing = (absent && `${inquiryUnits[absent]}里还没有人`) || (past && '这个时间已经过去了')

  const agree = async () => {
    const sent = await doing.send(
      ({ caseId, version }) =>
        call(
          agreed ? 'POST /api/cases/:caseId/joint-inquiry/change' : 'POST /api/cases/:caseId/joint-inquiry',
          { params: { caseId }, body: { version, team: named, meetAt: instantOf(at), place } },
        ),
      agreed ? '改好了' : '约好了',
    )
    if (!sent) return
    forget()
    onDone()
  }

  if (overtaken && agreed)
    return (
      <TwoSides
        why="您写了以后，别人改过约好的事。您写的还在，什么也没有盖掉。"
        sides={[
          {
            label: '几时',
            mine: spokenMoment(new Date(instantOf(at)), new Date()),
            now: spokenMoment(new Date(agreed.meetAt), new Date()),
          },
          { label: '在哪里', mine: place, now: agreed.place ?? '' },
          { label: '谁去', mine: namesOf(named), now: namesOf(agreed.team) },
        ].filter(({ mine, now }) => mine !== now)}
        mine={{ words: '接着用我写的', onPress: look }}
        now={{ words: '用现在的', onPress: reset }}
      />
    )
  return (
    <View className="relief-form">
      {inquiryUnitCodes.map((unit) => (
        <Field key={unit} label={`${inquiryUnits[unit]}里谁去`}>
          {team.map((member) =>
            member.unit === unit ? (
              <View key={member.key} className="relief-member">
                <Line
                  label={`${inquiryUnits[unit]}里谁去`}
                  placeholder="名字"
                  longest={longestName}
                  value={member.name}
                  onChange={(name) => change(member.key, { name })}
                />
                <Line
                  label={`${inquiryUnits[unit]}里去的人的职务`}
                  placeholder="职务"
                  longest={longestName}
                  value={member.title}
                  onChange={(title) => change(member.key, { title })}
                />
              </View>
            ) : null,
          )}
          {team.length < mostMembers && (
            <Press
              className="block-tool block-tool--start"
              label={`${inquiryUnits[unit]}里再加一个`}
              onPress={() => add(unit)}
            >
              <Icon name="user" />
              <Text>再加一个</Text>
            </Press>
          )}
        </Field>
      ))}
      <Field label="几时碰头" hint="一周以内">
        <MomentPicker
          label="几时碰头"
          value={at}
          start={dateOf(new Date())}
          end={dateOf(new Date(Date.now() + furthest))}
          onChange={(picked) => type({ at: picked })}
        />
      </Field>
      <Field label="在哪里碰头" hint="可以不写">
        <Line
          label="在哪里碰头"
          placeholder="比如：村委会门口"
          longest={longestPlace}
          value={place}
          onChange={(words) => type({ place: words })}
        />
      </Field>
      <Warning words={doing.trouble} />
      <View className="relief-foot">
        <MainButton
          words={agreed ? '就改成这样' : '约好了'}
          busy={doing.busy ? '正在记…' : (missing ?? false)}
          onPress={() => void agree()}
        />
      </View>
    </View>
  )
}
