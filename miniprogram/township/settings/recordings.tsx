import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import {
  type SpokenLanguage,
  type SpokenPage,
  spokenLanguageCodes,
  spokenLanguages,
  spokenPageCodes,
} from '../../../shared/domain/page-scripts'
import { recordingsOf } from '../../client/recordings'
import { Loading, Trouble } from '../../components/answer/answer'
import { useAnswer } from '../../components/answer/use-answer'
import { Chips } from '../../components/chips/chips'
import { RecordingRow } from './recording-row'
import './recordings.scss'

/** 念给人听: what is to be read of each page, and what the township has recorded of it in which language. */
export function Recordings({ township }: { township: string }) {
  const asked = useAnswer(() => recordingsOf(township), township)
  const [language, setLanguage] = useState<SpokenLanguage>('wa')
  const recordings = asked.value
  const here = recordings?.filter((one) => one.language === language) ?? []
  const missing = spokenPageCodes.length - here.length
  const of = (page: SpokenPage) => here.find((one) => one.page === page) ?? null
  return (
    <View className="block block--wide">
      <View className="block__title" role="heading" aria-level="2">
        念给人听
      </View>
      <Text className="block__aside">
        不识字的人点“听一听”，听的就是这里的录音。请说这种话的人，照下面的意思念。没有录的页，手机会念的就用普通话念。
      </Text>
      <Chips
        of={spokenLanguageCodes.map((code) => ({
          value: code,
          words: `${spokenLanguages[code]} ${recordings?.filter((one) => one.language === code).length ?? 0}/${spokenPageCodes.length}`,
        }))}
        chosen={language}
        onChoose={(chosen) => chosen && setLanguage(chosen)}
      />
      {asked.error !== null && !recordings && (
        <Trouble error={asked.error} onAgain={() => void asked.again()} />
      )}
      {!recordings && asked.asking && <Loading />}
      {recordings && (
        <>
          <Text className="spoken-count">
            {missing === 0
              ? `${spokenLanguages[language]}都录齐了`
              : `${spokenLanguages[language]}还缺 ${missing} 段`}
          </Text>
          {spokenPageCodes.map((page) => (
            <RecordingRow
              key={`${language}.${page}`}
              township={township}
              language={language}
              page={page}
              recording={of(page)}
              onChange={asked.again}
            />
          ))}
        </>
      )}
    </View>
  )
}
