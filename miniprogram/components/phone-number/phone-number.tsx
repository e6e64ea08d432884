import { Button, Text, View } from '@tarojs/components'
import { useState } from 'react'
import { inDetail } from '../../client/problem'
import { Warning } from '../answer/answer'
import './phone-number.scss'

interface Props {
  words: string
  /** What is said when the person does not give it, or WeChat has no more to give: there is always another way. */
  otherwise: string
  tone?: 'main' | 'plain'
  /** What WeChat gave stands for the number, once, for five minutes. Throws what went wrong. */
  onCode(phoneCode: string): Promise<unknown>
}

/** WeChat's own button for the phone's number; nothing outside WeChat, where nobody can vouch for a number. */
export function PhoneNumber({ words, otherwise, tone = 'plain', onCode }: Props) {
  const [busy, setBusy] = useState(false)
  const [told, setTold] = useState<string | null>(null)
  if (process.env.TARO_ENV !== 'weapp') return null
  const take = async (code: string | undefined) => {
    setTold(null)
    if (!code) return setTold(otherwise)
    setBusy(true)
    try {
      await onCode(code)
    } catch (error) {
      setTold(inDetail(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <View className="phone-number">
      <Button
        className={`phone-number__button phone-number__button--${tone}`}
        openType="getPhoneNumber"
        disabled={busy}
        onGetPhoneNumber={({ detail }) => void take(detail.code)}
      >
        <Text>{busy ? '正在认号码…' : words}</Text>
      </Button>
      <Warning words={told} />
    </View>
  )
}
