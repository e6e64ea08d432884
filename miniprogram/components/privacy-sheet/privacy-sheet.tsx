import { Button, Text, View } from '@tarojs/components'
import Taro, { useDidHide, useDidShow } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { agreeButtonId, onPrivacyQuestion, openGuideline, openQuestion } from '../../client/privacy'
import { Press } from '../press/press'
import './privacy-sheet.scss'

const explanation = '/pages/privacy/privacy'

interface Wanted {
  what: string
  why: string
}

/** What an interface of WeChat takes, and what for: as the person who is asked would say it. */
const wantedBy: Record<string, Wanted> = {
  chooseMedia: { what: '拍照、选照片', why: '您拍的照片跟着报的事一起发，只给办事的人看。' },
  authorize: { what: '用麦克风录音', why: '您录的话跟着报的事一起发，只给办事的人听。' },
  startRecord: { what: '用麦克风录音', why: '您录的话跟着报的事一起发，只给办事的人听。' },
  getLocation: { what: '看手机在哪', why: '只用来认是哪个村、哪一家，不跟着您走。' },
  getPhoneNumber: { what: '用您的电话号码', why: '办事的人要联系您的时候才用。' },
  chooseMessageFile: { what: '选一个文件', why: '您选的表、录音，只用来做您点的这件事。' },
  setClipboardData: { what: '复制一段话', why: '方便您粘贴给别人。' },
}
const anything: Wanted = { what: '用手机里的东西', why: '只用来办您报的事。' }

/** WeChat's question before the first use of something private, in plain words; saying no is as easy as saying yes. */
export function PrivacySheet() {
  const [question, setQuestion] = useState(openQuestion)
  const [onTop, setOnTop] = useState(true)
  const [noGuideline, setNoGuideline] = useState(false)
  useEffect(() => onPrivacyQuestion(setQuestion), [])
  // Pages underneath are still there: only the one that is looked at asks.
  useDidShow(() => setOnTop(true))
  useDidHide(() => setOnTop(false))
  if (!question || !onTop) return null
  const { what, why } = wantedBy[question.referrer] ?? anything
  return (
    <View className="privacy-sheet" role="alertdialog" aria-label={`${what}，先问您一声`}>
      <View className="privacy-sheet__body">
        <View className="privacy-sheet__title" role="heading" aria-level="2">
          {what}，先问您一声
        </View>
        <Text>{why}不同意也能报事：写几句，或者打电话，都一样办。</Text>
        <Press
          className="privacy-sheet__link"
          role="link"
          onPress={() => openGuideline(() => setNoGuideline(true))}
        >
          <Text>看《用户隐私保护指引》</Text>
        </Press>
        {noGuideline && (
          <Press
            className="privacy-sheet__link"
            role="link"
            onPress={() => void Taro.navigateTo({ url: explanation })}
          >
            <Text>打不开，看我们自己写的隐私说明</Text>
          </Press>
        )}
        <Button
          id={agreeButtonId}
          className="main-button"
          openType="agreePrivacyAuthorization"
          onAgreePrivacyAuthorization={question.agree}
        >
          同意
        </Button>
        <Press className="main-button main-button--plain" onPress={question.disagree}>
          <Text>不同意</Text>
        </Press>
      </View>
    </View>
  )
}
