import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { stages } from '../../../shared/domain/case-states'
import { call, type Reply } from '../../client/api'
import { Warning } from '../../components/answer/answer'
import { Field, Line } from '../../components/field/field'
import { Hotline } from '../../components/hotline/hotline'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import './status.scss'
import { useAct } from '../../components/answer/use-act'

type Told = Reply<'POST /api/status'>

const receiptLength = 8
const lastDigits = 4
const digits = (typed: string, most: number) => typed.normalize('NFKC').replace(/\D/g, '').slice(0, most)

/** For who reported by telephone: the receipt's number and the phone's last four digits tell the stage, and no more. */
export default function StatusPage() {
  const [receipt, setReceipt] = useState('')
  const [lastFour, setLastFour] = useState('')
  const [told, setTold] = useState<Told | null>(null)
  const { busy, trouble, act } = useAct()
  const missing = receipt.length < receiptLength || lastFour.length < lastDigits
  const ask = () =>
    act(async () => {
      setTold(null)
      setTold(await call('POST /api/status', { body: { receipt, lastFour } }))
    })
  return (
    <Page
      aloud={{ page: 'status' }}
      reader="resident"
      name="查办到哪了"
      foot={
        <MainButton
          words="查一查"
          busy={busy ? '正在查…' : missing && '先把两样填好'}
          onPress={() => void ask()}
        />
      }
    >
      <Field label="收条号" hint="打电话报的时候说给您的，8 个数字">
        <Line
          label="收条号"
          placeholder="比如 12345678"
          type="number"
          longest={receiptLength + 2}
          value={receipt}
          onChange={(typed) => setReceipt(digits(typed, receiptLength))}
        />
      </Field>
      <Field label="电话后四位" hint="您报的时候留的那个电话">
        <Line
          label="电话后四位"
          placeholder="4 个数字"
          type="number"
          longest={lastDigits}
          value={lastFour}
          onChange={(typed) => setLastFour(digits(typed, lastDigits))}
        />
      </Field>
      <Warning words={trouble} />
      {told && (
        <View className="status-told" role="status">
          <Text className="status-told__stage">
            {told.ended ? '这件事不再办了' : `现在：${stages[told.stage]}`}
          </Text>
          <Text>{told.ended ? '想知道为什么，请打热线问。' : '想知道多一点，请打热线问。'}</Text>
          <Hotline number={told.hotline} />
        </View>
      )}
    </Page>
  )
}
