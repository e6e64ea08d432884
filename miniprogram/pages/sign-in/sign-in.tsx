import { Image, Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { typedDigits } from '../../../shared/domain/sign-in-codes'
import { call, type Reply } from '../../client/api'
import { ApiProblem } from '../../client/problem'
import { keepPerson, signInAsStaff } from '../../client/session'
import { serviceAddress } from '../../client/transport'
import { goToWork } from '../../client/workplaces'
import { Trouble } from '../../components/answer/answer'
import { type Asked, useAnswer } from '../../components/answer/use-answer'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { PhoneNumber } from '../../components/phone-number/phone-number'
import { ByCode } from './by-code'
import './sign-in.scss'

type Ended = 'refused' | 'over'
type Code = Reply<'POST /api/sign-in-codes'>
/** How often the browser asks whether the phone has said yes. */
const everyMilliseconds = 2_000

/** 工作人员登录: in WeChat by its number, in a browser by what a phone confirms, and in both by a one-time code. */
export default function SignInPage() {
  return (
    <Page reader="worker" name="工作人员登录">
      {process.env.TARO_ENV === 'weapp' ? <ByNumber /> : <InBrowser />}
    </Page>
  )
}

/** WeChat knows one number; whose roster has another one, and a reviewer who has none on it, are handed a code. */
function ByNumber() {
  const [byCode, setByCode] = useState(false)
  if (byCode) return <ByCode given="" />
  const signIn = async (phoneCode: string) => {
    const me = await signInAsStaff(phoneCode)
    if (me) goToWork(me)
  }
  return (
    <View className="sign-in">
      <View className="sign-in__title" role="heading" aria-level="1">
        工作人员登录
      </View>
      <Text className="sign-in__words">
        用手机号登录：您的手机号要在乡里的值班表上。登录一次，以后打开就认得；换了手机再点一次，原来的手机会退出。
      </Text>
      <PhoneNumber
        words="用微信的手机号登录"
        otherwise="没有拿到手机号，登录不了。再点一次，选值班表上的那个号；还不行就找乡里的经办人。"
        tone="main"
        onCode={signIn}
      />
      <MainButton tone="plain" words="有人给了我登录码" onPress={() => setByCode(true)} />
    </View>
  )
}

/** In a browser: the code that was handed over, and where there is WeChat, the phone that says that it is them. */
function InBrowser() {
  const { c = '' } = useRouter().params
  const given = typedDigits(decodeURIComponent(c))
  return given === '' ? <TwoWays /> : <ByCode given={given} />
}

function TwoWays() {
  const asked = useAnswer(() => call('POST /api/sign-in-codes'), '')
  const [byCode, setByCode] = useState(false)
  if (byCode || asked.value?.byPhone === false) return <ByCode given="" />
  return (
    <>
      <ByPhone asked={asked} />
      <MainButton tone="plain" words="有人给了我登录码" onPress={() => setByCode(true)} />
    </>
  )
}

function ByPhone({ asked }: { asked: Asked<Code> }) {
  const code = asked.value
  const [ended, setEnded] = useState<{ of: Code; how: Ended } | null>(null)
  const how = ended && ended.of === code ? ended.how : null
  useEffect(() => {
    if (!code || how) return
    const ask = async () => {
      try {
        const { id, secret } = code
        const told = await call('POST /api/sign-in-codes/:id/session', { params: { id }, body: { secret } })
        if (told.session) goToWork(keepPerson(told.session))
        else if (told.state !== 'waiting')
          setEnded({ of: code, how: told.state === 'refused' ? 'refused' : 'over' })
      } catch (error) {
        // Without signal the next question may go through.
        if (error instanceof ApiProblem && !error.passing) setEnded({ of: code, how: 'over' })
      }
    }
    const asking = setInterval(() => void ask(), everyMilliseconds)
    return () => clearInterval(asking)
  }, [code, how])

  return (
    <View className="sign-in">
      <View className="sign-in__title" role="heading" aria-level="1">
        工作人员登录
      </View>
      {asked.error !== null && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
      {code && !how && (
        <>
          {code.hasImage && (
            <Image
              className="sign-in__image"
              ariaLabel="登录用的小程序码"
              src={`${serviceAddress}/api/sign-in-codes/${code.id}/image`}
            />
          )}
          <Text className="sign-in__words">
            {code.hasImage ? '用微信扫上面的码。扫不了，就' : ''}
            在手机上打开早发现，点自己的名字，再点「确认电脑登录」，写这六位数字：
          </Text>
          <View className="sign-in__code" aria-label={[...code.code].join(' ')}>
            {code.code.slice(0, 3)} {code.code.slice(3)}
          </View>
          <Text className="sign-in__words">两分钟内有效。码只给自己用，别发给别人，也别替别人确认。</Text>
        </>
      )}
      {how && (
        <>
          <View className="sign-in__words" role="status">
            {how === 'refused' ? '手机上说不是本人，这次没有登录。' : '这个码过期了。'}
          </View>
          <MainButton icon="refresh-cw" words="换一个新的码" onPress={() => void asked.again()} />
        </>
      )}
    </View>
  )
}
