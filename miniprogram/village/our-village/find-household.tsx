import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call, type Reply } from '../../client/api'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { Field, Line } from '../../components/field/field'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'

type Found = Reply<'POST /api/households/search'>

/** Digits are a telephone number, and anything else is a name. */
const askedBy = (typed: string) =>
  /^[\d\s+-]+$/.test(typed.normalize('NFKC')) ? { phone: typed } : { name: typed }

/** Finds a household of one's own village by its name as it sounds, or by its whole number. */
export function FindHousehold() {
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<Found | null>(null)
  const { busy, trouble, act } = useAct()
  const find = () =>
    act(async () => setFound(await call('POST /api/households/search', { body: askedBy(typed.trim()) })))
  return (
    <View className="village-block">
      <Field label="找一家" hint="名字听着一样也找得到；电话要写全">
        <Line
          label="谁家"
          placeholder="名字，或者完整的电话"
          longest={30}
          value={typed}
          onChange={setTyped}
        />
      </Field>
      <MainButton
        words="找"
        busy={busy ? '正在找…' : typed.trim() === '' && '先写名字或者电话'}
        onPress={() => void find()}
      />
      <Warning words={trouble} />
      {found?.households.map((household) => (
        <FoundRow key={household.caseId} household={household} />
      ))}
      {found && (
        <View className="village-block__aside" role="status">
          {found.households.length === 0
            ? '报过的事里没有这一家。名字写错了没有？没有报过的，这里还找不到。'
            : found.more
              ? '还有别的，名字写全一点再找。'
              : `找到 ${found.households.length} 家`}
        </View>
      )}
    </View>
  )
}

function FoundRow({ household }: { household: Found['households'][number] }) {
  const { caseId, name, placeName, cases, open, lastAt } = household
  return (
    <Press
      className="village-row"
      onPress={() => void Taro.navigateTo({ url: `/village/household/household?case=${caseId}` })}
    >
      <View className="village-row__words">
        <Text className="village-row__name">{name ?? '没有留名字'}</Text>
        <Text className="village-row__about">{placeName}</Text>
        <Text className="village-row__about">
          报过 {cases} 件{open > 0 ? `，${open} 件还在办` : ''}，最近一次{' '}
          {spokenMoment(new Date(lastAt), new Date())}
        </Text>
      </View>
      <Icon name="chevron-right" />
    </Press>
  )
}
