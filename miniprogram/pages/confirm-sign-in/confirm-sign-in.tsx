import { Text, View } from '@tarojs/components'
import Taro, { useRouter } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call, type Reply } from '../../client/api'
import { signedInPerson } from '../../client/session'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { Field, Line } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn } from '../../components/person-bar/person-bar'
import './confirm-sign-in.scss'

type Asking = Reply<'POST /api/sign-in-codes/look'>
const digits = 6

/** What a scanned code says: `s=` and the id of the browser that waits. */
const scannedId = (scene: string) => /^s=([\w-]{22})$/.exec(decodeURIComponent(scene))?.[1] ?? null

/** 确认电脑登录: which browser it is, and whether it is one's own (是我 / 不是我). */
export default function ConfirmSignInPage() {
  const { scene = '' } = useRouter().params
  return (
    <Page reader="worker" name="确认电脑登录">
      {signedInPerson() ? <Confirm id={scannedId(scene)} /> : <NotSignedIn />}
    </Page>
  )
}

function Confirm({ id }: { id: string | null }) {
  const [typed, setTyped] = useState('')
  const [asking, setAsking] = useState<Asking | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const { busy, trouble, act } = useAct()
  const look = (body: { id: string } | { code: string }) =>
    act(async () => setAsking(await call('POST /api/sign-in-codes/look', { body })))
  // biome-ignore lint/correctness/useExhaustiveDependencies: a scanned code is looked at once
  useEffect(() => {
    if (id) void look({ id })
  }, [id])
  const answer = (of: Asking, isMe: boolean) =>
    act(async () => {
      await call('POST /api/sign-in-codes/:id/answer', { params: { id: of.id }, body: { isMe } })
      setDone(isMe ? '确认了，看电脑上，已经登录了。' : '没有登录。要是常有人这样问您，告诉乡里。')
      setAsking(null)
    })
  const code = typed.normalize('NFKC').replace(/\s/g, '')

  if (done)
    return (
      <View className="confirm">
        <View className="confirm__lead" role="status">
          {done}
        </View>
        <MainButton icon="house" words="好" onPress={() => void Taro.reLaunch({ url: '/pages/home/home' })} />
      </View>
    )
  if (asking)
    return (
      <View className="confirm">
        <View className="confirm__lead" role="heading" aria-level="1">
          是您在这台电脑上登录吗？
        </View>
        <Text className="confirm__browser">{asking.browser}</Text>
        <Text>{spokenMoment(new Date(asking.startedAt), new Date())} 要的登录码</Text>
        <Warning words="只有码就在您眼前的屏幕上，才点「是我」。别人发来的码、电话里念的码，都点「不是我」：点了「是我」，那台电脑就能看您能看的一切。" />
        <Warning words={trouble} />
        <MainButton words="是我，登录" busy={busy && '正在确认…'} onPress={() => void answer(asking, true)} />
        <MainButton
          tone="plain"
          words="不是我"
          busy={busy && '正在确认…'}
          onPress={() => void answer(asking, false)}
        />
      </View>
    )
  return (
    <View className="confirm">
      <Field label="电脑上的六位数字" hint="在电脑上打开早发现，点「工作人员登录」就有">
        <Line
          label="电脑上的六位数字"
          placeholder="比如 123 456"
          type="number"
          longest={digits + 1}
          value={typed}
          onChange={setTyped}
        />
      </Field>
      <Warning words={trouble} />
      <MainButton
        words="看看是哪台电脑"
        busy={busy ? '正在看…' : code.length !== digits && '先写六位数字'}
        onPress={() => void look({ code })}
      />
    </View>
  )
}
