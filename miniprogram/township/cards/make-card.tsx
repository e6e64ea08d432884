import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { type CardKind, cardKindCodes, cardKinds } from '../../../shared/domain/code-lists'
import { call } from '../../client/api'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { useKept } from '../../components/answer/use-kept'
import { Chips } from '../../components/chips/chips'
import { Field, Line } from '../../components/field/field'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'
import type { Kept } from './cards'

/** Where the card is to be, before it is one. */
const ownWindow = 'township'

/** A new card: what it is for, which village, which group, where it will hang. */
export function MakeCard({
  township,
  kept,
  onDone,
}: {
  township: string
  kept: Kept
  onDone(): Promise<void>
}) {
  const [open, setOpen] = useState(false)
  const [kind, setKind] = useState<CardKind>('poster')
  const [place, setPlace] = useState<string | undefined>(kept.villages[0]?.code)
  const [group, setGroup] = useState<string | undefined>()
  const { typed, type, reset } = useKept(`card.${township}`, { hangs: '' })
  const { hangs } = typed
  const { busy, trouble, act, forget } = useAct()
  const village = kept.villages.find(({ code }) => code === place)
  const places = [
    ...(kept.forTownship && kind === 'window' ? [{ value: ownWindow, words: '乡里的窗口' }] : []),
    ...kept.villages.map(({ code, name }) => ({ value: code, words: name })),
  ]
  const make = () =>
    act(async () => {
      await call('POST /api/townships/:township/cards', {
        params: { township },
        body: {
          kind,
          village: village?.code,
          group: village && group ? Number(group) : undefined,
          hangs,
        },
      })
      setOpen(false)
      reset()
      await onDone()
    })
  if (!open) {
    return (
      <Press className="tool" onPress={() => setOpen(true)}>
        <Icon name="plus" />
        <Text>做一张名片</Text>
      </Press>
    )
  }
  return (
    <View className="make-card">
      <Field label="放在哪">
        <Chips
          of={cardKindCodes.map((value) => ({ value, words: cardKinds[value] }))}
          chosen={kind}
          onChoose={(next) => {
            setKind(next ?? kind)
            if (next !== 'window' && place === ownWindow) setPlace(kept.villages[0]?.code)
          }}
        />
      </Field>
      {places.length > 1 && (
        <Field label="哪个村">
          <Chips
            of={places}
            chosen={place}
            onChoose={(next) => {
              setPlace(next ?? place)
              setGroup(undefined)
            }}
          />
        </Field>
      )}
      {village && village.groups.length > 0 && (
        <Field label="哪个组" hint="一个组单独一张才点">
          <Chips
            of={village.groups.map((number) => ({ value: String(number), words: `${number} 组` }))}
            chosen={group}
            onChoose={setGroup}
          />
        </Field>
      )}
      <Field label="挂在哪里" hint="可以不写">
        <Line
          label="挂在哪里"
          placeholder="比如：村委会公示栏"
          value={hangs}
          longest={30}
          onChange={(words) => type({ hangs: words })}
        />
      </Field>
      <Warning words={trouble} />
      <MainButton words="做好这张" busy={busy && '正在做…'} onPress={() => void make()} />
      <MainButton
        tone="plain"
        words="不做了"
        onPress={() => {
          forget()
          setOpen(false)
        }}
      />
    </View>
  )
}
