import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import {
  type Discoverer,
  discovererCodes,
  discoverers,
  reportGrounds,
  reportGroundsCodes,
  reportsByDuty,
} from '../../../shared/domain/code-lists'
import { call } from '../../client/api'
import type { Places } from '../../client/places'
import { Loading, Trouble } from '../../components/answer/answer'
import type { Asked } from '../../components/answer/use-answer'
import { Chips } from '../../components/chips/chips'
import { Field, Line } from '../../components/field/field'
import { PhoneNumber } from '../../components/phone-number/phone-number'
import { Press } from '../../components/press/press'
import { PositionField } from './position-field'
import type { StepProps } from './report'
import './where-step.scss'

const unknown = 'unknown'
const relations = discovererCodes
  .filter((code) => code !== 'self')
  .map((value: Discoverer) => ({ value, words: discoverers[value] }))

const grounds = reportGroundsCodes.map((value) => ({ value, words: reportGrounds[value] }))

/** Step 2: 谁家，住哪. The card's village is filled in; a person may say that they cannot tell which it is. */
export function WhereStep({ draft, faults, change, places }: StepProps & { places: Asked<Places> }) {
  const [picking, setPicking] = useState(false)
  const forSelf = draft.forWhom === 'self'
  /** Whose office it is to report need not say so a second time. */
  const choose = (discoverer: Discoverer | undefined) =>
    change({
      discoverer,
      ...(draft.grounds === undefined &&
        discoverer &&
        reportsByDuty(discoverer) && { grounds: 'duty' as const }),
    })
  const settled = (draft.village !== undefined || draft.villageUnknown) && !picking
  // Where the village is known, a position says nothing more, and is not asked for.
  const unsure = draft.villageUnknown || (!draft.village && places.error !== null)
  const village = places.value?.villages.find((other) => other.code === draft.village?.code)
  return (
    <>
      <View className="question" role="heading" aria-level="1">
        {forSelf ? '您家住哪？' : '谁家？住哪？'}
      </View>
      <Field label="哪个村" fault={faults.village}>
        {settled ? (
          <Press className="picked" heard="改村" onPress={() => setPicking(true)}>
            <Text className="picked__words">
              {draft.villageUnknown ? '说不清是哪个村' : draft.village?.name}
            </Text>
            <Text className="picked__change">改</Text>
          </Press>
        ) : (
          <VillageChoice draft={draft} places={places} change={change} onPicked={() => setPicking(false)} />
        )}
        {draft.villageUnknown && <Text className="field__note">不要紧，乡里会看是哪个村。</Text>}
      </Field>
      {(unsure || draft.position) && <PositionField draft={draft} change={change} />}
      {village && village.hamlets.length > 0 && !draft.villageUnknown && (
        <Field label="哪个寨子" hint="知道就点">
          <Chips
            of={village.hamlets.map((hamlet) => ({ value: hamlet, words: hamlet }))}
            chosen={draft.hamlet || undefined}
            onChoose={(hamlet) => change({ hamlet: hamlet ?? '' })}
          />
        </Field>
      )}
      <Field label="怎么找到" hint="可以不写" fault={faults.place}>
        <Line
          label="怎么找到这家"
          placeholder="比如：小学背后，核桃树旁边"
          value={draft.placeWords}
          longest={200}
          onChange={(placeWords) => change({ placeWords })}
        />
      </Field>
      <Field label={forSelf ? '您叫什么名字' : '这家人叫什么名字'} fault={faults.name}>
        <Line
          label={forSelf ? '您的名字' : '这家人的名字'}
          placeholder={forSelf ? '您的名字' : '写一个就行，不知道就空着'}
          value={draft.subjectName}
          longest={30}
          wrong={faults.name !== undefined}
          onChange={(subjectName) => change({ subjectName })}
        />
      </Field>
      {!forSelf && (
        <Field label="您是他家的什么人">
          <Chips of={relations} chosen={draft.discoverer} onChoose={choose} />
        </Field>
      )}
      {!forSelf && (
        <Field label="他知道您在帮他报吗" hint="能问就先问一声">
          <Chips of={grounds} chosen={draft.grounds} onChoose={(chosen) => change({ grounds: chosen })} />
        </Field>
      )}
      <Field label="怎么联系您" hint="可以不写" fault={faults.phone}>
        <Line
          label="您的电话"
          placeholder="电话号码"
          type="number"
          value={draft.phone}
          longest={20}
          wrong={faults.phone !== undefined}
          onChange={(phone) => change({ phone: phone.normalize('NFKC') })}
        />
        <PhoneNumber
          words="用微信的手机号"
          otherwise="没有给号码也能报，自己写上面，不写也行。"
          onCode={async (phoneCode) =>
            change({
              phone: (await call('POST /api/wechat/phone-number', { body: { phoneCode } }, 'device')).phone,
            })
          }
        />
      </Field>
    </>
  )
}

function VillageChoice({
  draft,
  places,
  change,
  onPicked,
}: Pick<StepProps, 'draft' | 'change'> & { places: Asked<Places>; onPicked(): void }) {
  if (!places.value) {
    return places.asking ? (
      <Loading words="正在看有哪些村…" />
    ) : (
      <Trouble error={places.error} onAgain={() => void places.again()}>
        <Text>也可以直接在下面写住哪里。</Text>
      </Trouble>
    )
  }
  const { villages } = places.value
  const choose = (code: string | undefined) => {
    const picked = villages.find((village) => village.code === code)
    const moved = picked?.code !== draft.village?.code
    change({
      village: picked && { code: picked.code, name: picked.name },
      villageFrom: picked && 'reporter',
      villageUnknown: code === unknown,
      ...(moved && { hamlet: '' }),
    })
    if (code !== undefined) onPicked()
  }
  return (
    <Chips
      of={[
        ...villages.map((village) => ({ value: village.code, words: village.name })),
        { value: unknown, words: '说不清是哪个村' },
      ]}
      chosen={draft.villageUnknown ? unknown : draft.village?.code}
      onChoose={choose}
    />
  )
}
