import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { signInCodeDigits, typedDigits } from '../../../shared/domain/sign-in-codes'
import { call } from '../../client/api'
import { keepPerson } from '../../client/session'
import { goToWork } from '../../client/workplaces'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { Field, Line } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'

/** As many as a code has, and the blanks that people type between them. */
const longestCode = signInCodeDigits + 5
const lastDigits = 4

/** Signing in by a one-time code, with the last four digits of one's own number; a link has brought the code along. */
export function ByCode({ given }: { given: string }) {
  const [code, setCode] = useState(given)
  const [lastFour, setLastFour] = useState('')
  const { busy, trouble, act } = useAct()
  const body = { code: typedDigits(code), lastFour: typedDigits(lastFour) }
  const missing =
    body.code.length !== signInCodeDigits
      ? `先写 ${signInCodeDigits} 位登录码`
      : body.lastFour.length !== lastDigits && '先写手机号后四位'
  const enter = () =>
    act(async () => goToWork(keepPerson(await call('POST /api/sessions/sign-in-link', { body }))))
  return (
    <View className="sign-in">
      <View className="sign-in__title" role="heading" aria-level="1">
        用登录码登录
      </View>
      {given === '' && (
        <>
          <Text className="sign-in__words">登录码由乡里的经办人开，当面或者打电话告诉您，只能用一次。</Text>
          <Field label="登录码" hint={`${signInCodeDigits} 位数字`}>
            <Line
              label="登录码"
              placeholder="比如 1234 5678 9012"
              type="number"
              longest={longestCode}
              value={code}
              onChange={setCode}
            />
          </Field>
        </>
      )}
      <Field label="您手机号的后四位" hint="值班表上的那个号，证明是您本人">
        <Line
          label="您手机号的后四位"
          placeholder="四位数字"
          type="number"
          longest={lastDigits}
          value={lastFour}
          onChange={setLastFour}
        />
      </Field>
      <Warning words={trouble} />
      <MainButton words="登录" busy={busy ? '正在登录…' : missing} onPress={() => void enter()} />
      <Text className="sign-in__words">登录后这里就记住您，用的是别人的手机、电脑，用完点「退出」。</Text>
    </View>
  )
}
