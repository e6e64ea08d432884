import { Image, Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { mostPhotos } from '../../../shared/domain/attachments'
import { fleetingIn, release, sourceOf } from '../../client/attachment'
import { showLarge } from '../../client/large-pictures'
import { choosePhotos, type Photo } from '../../client/photo'
import type { Refusal } from '../../client/refusal'
import { Warning } from '../answer/answer'
import { Icon } from '../icon/icon'
import { Press } from '../press/press'
import { Refused } from '../refused/refused'
import './photo-strip.scss'

interface PhotoStripProps {
  photos: Photo[]
  onAdd(photos: readonly Photo[]): void
  onChange(photos: Photo[]): void
}

/** Up to six photographs; each shown, each can be taken out again. */
export function PhotoStrip({ photos, onAdd, onChange }: PhotoStripProps) {
  const left = mostPhotos - photos.length
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const add = async () => {
    setRefusal(null)
    const chosen = await choosePhotos(left)
    if (typeof chosen === 'string') setRefusal(chosen)
    else onAdd(chosen)
  }
  const remove = (photo: Photo) => {
    release([photo])
    onChange(photos.filter((other) => other.key !== photo.key))
  }
  return (
    <>
      <View className="photos">
        {photos.map((photo, at) => (
          <View key={photo.key} className={`photo${photo.refused === undefined ? '' : ' photo--refused'}`}>
            <Thumbnail photo={photo} number={at + 1} />
            <Press className="photo__out" label={`拿掉第 ${at + 1} 张照片`} onPress={() => remove(photo)}>
              <Icon name="x" />
              <Text>拿掉</Text>
            </Press>
          </View>
        ))}
        {left > 0 && (
          <Press className="photo photo--add" onPress={() => void add()}>
            <Icon name="camera" large />
            <Text>{photos.length === 0 ? '拍张照片' : '再加一张'}</Text>
          </Press>
        )}
      </View>
      <Warning words={fleetingIn(photos)} />
      <Refused of={refusal} what="相机和照片" instead="不用照片也行，写几句、说几句都一样。" />
    </>
  )
}

function Thumbnail({ photo, number }: { photo: Photo; number: number }) {
  const [source, setSource] = useState<string | null>(null)
  useEffect(() => {
    void sourceOf(photo).then(setSource)
  }, [photo])
  const preview = () => {
    if (source !== null) void showLarge([source], source)
  }
  return (
    <Press className="photo__picture" label={`看第 ${number} 张照片`} onPress={preview}>
      {source === null ? (
        <Text className="photo__gone">照片</Text>
      ) : (
        <Image className="photo__image" src={source} mode="aspectFill" />
      )}
    </Press>
  )
}
