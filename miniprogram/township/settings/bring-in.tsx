import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { spokenCode } from '../../../shared/domain/sign-in-codes'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call, type Reply } from '../../client/api'
import { serviceAddress } from '../../client/transport'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { MainButton } from '../../components/main-button/main-button'
import type { Person } from './duty-line'

type Made = Reply<'POST /api/people/:person/sign-in-link'>

const origin = () => (process.env.TARO_ENV === 'weapp' ? serviceAddress : window.location.origin)
const addressOf = (code: string) => `${origin()}/pages/sign-in/sign-in?c=${code}`

/** 开登录码: asked for once more, because it makes an older one void; then shown once, with whose it is. */
export function BringIn({ person, onDone }: { person: Person; onDone(): void }) {
  const [made, setMade] = useState<Made | null>(null)
  const [copied, setCopied] = useState(false)
  const { busy, trouble, act } = useAct()
  const make = () =>
    act(async () =>
      setMade(await call('POST /api/people/:person/sign-in-link', { params: { person: person.id } })),
    )
  const copy = (address: string) =>
    Taro.setClipboardData({ data: address }).then(
      () => setCopied(true),
      () => undefined,
    )
  if (!made)
    return (
      <View className="post-form">
        <Text className="post-form__title">给{person.calledAs}开一个登录码？</Text>
        <Text>
          没有微信也能登录：本人用登录码，再写自己手机号（{person.phoneMasked}
          ）的后四位。以前开的没用过的就不能用了。
        </Text>
        <Warning words={trouble} />
        <MainButton words="开登录码" busy={busy && '正在开…'} onPress={() => void make()} />
        <MainButton tone="plain" words="不开了" onPress={onDone} />
      </View>
    )
  const address = addressOf(made.code)
  return (
    <View className="post-form" role="status">
      <Text className="post-form__title">{made.calledAs}的登录码</Text>
      <View className="bring-in__code" aria-label={spokenCode(made.code)}>
        {spokenCode(made.code)}
      </View>
      <Text>
        当面或者打电话告诉本人，别发到群里。本人打开早发现，点「工作人员登录」「有人给了我登录码」，写这 12
        位数字；也可以直接打开下面的链接。
      </Text>
      <Text className="bring-in__address" selectable>
        {address}
      </Text>
      <Text className="block__aside">
        只能用一次，{spokenMoment(new Date(made.expiresAt), new Date())}{' '}
        前有效；只显示这一次，没记住就再开一个。
      </Text>
      <MainButton
        icon="share-2"
        words={copied ? '复制好了' : '复制链接'}
        onPress={() => void copy(address)}
      />
      <MainButton tone="plain" words="告诉本人了，收起来" onPress={onDone} />
    </View>
  )
}
