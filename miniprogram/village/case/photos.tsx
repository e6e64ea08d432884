import { Image, View } from '@tarojs/components'
import { showLarge } from '../../client/large-pictures'
import { serviceAddress } from '../../client/transport'
import { Press } from '../../components/press/press'

/** Photographs as they came, each shown large on a tap. */
export function Photos({ photos }: { photos: readonly string[] }) {
  const urls = photos.map((photo) => serviceAddress + photo)
  if (urls.length === 0) return null
  return (
    <View className="case-photos">
      {urls.map((url, at) => (
        <Press
          key={url}
          className="case-photo"
          label={`看第 ${at + 1} 张照片`}
          onPress={() => void showLarge(urls, url)}
        >
          <Image className="case-photo__image" src={url} mode="aspectFill" />
        </Press>
      ))}
    </View>
  )
}
