import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { privacyAnswers } from '../../../shared/domain/privacy-words'
import { fetchService, knownHotline } from '../../client/places'
import { openGuideline } from '../../client/privacy'
import { useAnswer } from '../../components/answer/use-answer'
import { Hotline } from '../../components/hotline/hotline'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import './privacy.scss'

/** 隐私说明: what becomes of what people say here, in plain words. Readable without the server. */
export default function PrivacyPage() {
  const { value } = useAnswer(fetchService, '')
  const [noGuideline, setNoGuideline] = useState(false)
  const hotline = value?.hotline ?? knownHotline()
  const place = { townshipName: value?.townshipName ?? '乡里', hotline: hotline ?? '见村里的名片' }
  return (
    <Page reader="resident" aloud={{ page: 'privacy' }} name="隐私说明">
      <View className="privacy-title" role="heading" aria-level="1">
        您说的，我们怎么用
      </View>
      {privacyAnswers(place).map(({ question, sentences }) => (
        <View key={question} className="privacy-answer">
          <View className="privacy-answer__question" role="heading" aria-level="2">
            {question}
          </View>
          {sentences.map((sentence) => (
            <Text key={sentence} className="privacy-answer__sentence">
              {sentence}
            </Text>
          ))}
        </View>
      ))}
      <MainButton
        tone="plain"
        icon="user"
        words="我的信息：看、改、导出、注销"
        onPress={() => void Taro.navigateTo({ url: '/pages/my-data/my-data' })}
      />
      {process.env.TARO_ENV === 'weapp' && !noGuideline && (
        <MainButton
          tone="plain"
          words="看微信里的《用户隐私保护指引》"
          onPress={() => openGuideline(() => setNoGuideline(true))}
        />
      )}
      {hotline && <Hotline number={hotline} />}
    </Page>
  )
}
