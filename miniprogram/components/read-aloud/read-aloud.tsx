import { Text, View } from '@tarojs/components'
import { useDidHide } from '@tarojs/taro'
import { useEffect, useMemo, useState } from 'react'
import { type SpokenLanguage, type SpokenPage, spokenLanguages } from '../../../shared/domain/page-scripts'
import { startPlaying, stopPlaying } from '../../client/playing'
import { chosenLanguage, type Reading, readingsOf } from '../../client/read-aloud'
import { Chips } from '../chips/chips'
import { Icon } from '../icon/icon'
import { Press } from '../press/press'
import './read-aloud.scss'

/** 听一听: the page read to somebody who does not read, in the language they choose. Not there where nothing can be heard. */
export function ReadAloud({ page, also }: { page: SpokenPage; also: string }) {
  const [readings, setReadings] = useState<Reading[]>([])
  const [language, setLanguage] = useState<SpokenLanguage | null>(() => chosenLanguage.read())
  const [playing, setPlaying] = useState(false)
  const [failed, setFailed] = useState(false)
  const [choosing, setChoosing] = useState(false)
  const listener = useMemo(
    () => ({
      silent: () => setPlaying(false),
      failed: () => {
        setPlaying(false)
        setFailed(true)
      },
    }),
    [],
  )
  useEffect(() => {
    let here = true
    void readingsOf(page, also).then((found) => {
      if (here) setReadings(found)
    })
    return () => {
      here = false
    }
  }, [page, also])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the next step of a form is another page to read
  useEffect(() => () => stopPlaying(listener), [listener, page])
  useDidHide(() => stopPlaying(listener))
  const reading = readings.find((one) => one.language === language) ?? readings[0]
  if (!reading) return null

  const press = () => {
    if (playing) return stopPlaying(listener)
    setFailed(false)
    setPlaying(true)
    startPlaying(reading.source, listener)
  }
  const choose = (chosen: SpokenLanguage | undefined) => {
    setChoosing(false)
    if (!chosen) return
    stopPlaying(listener)
    chosenLanguage.write(chosen)
    setLanguage(chosen)
  }
  return (
    <View className="aloud">
      <View className="aloud__row">
        <Press className="aloud__play" onPress={press}>
          <Icon name={playing ? 'pause' : 'volume-2'} />
          <Text>{playing ? '停下' : `听一听（${spokenLanguages[reading.language]}）`}</Text>
        </Press>
        {readings.length > 1 && (
          <Press className="aloud__other" expanded={choosing} onPress={() => setChoosing(!choosing)}>
            <Text>换一种话</Text>
          </Press>
        )}
      </View>
      {choosing && (
        <Chips
          of={readings.map((one) => ({ value: one.language, words: spokenLanguages[one.language] }))}
          chosen={reading.language}
          onChoose={choose}
        />
      )}
      {failed && (
        <View className="aloud__trouble" role="alert">
          现在放不出来，看字或者打电话都行。
        </View>
      )}
    </View>
  )
}
