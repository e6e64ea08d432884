import Taro from '@tarojs/taro'

/** Shows pictures as large as the screen, beginning with one of them. (`large-pictures.h5.ts` is the browser's.) */
export const showLarge = async (urls: readonly string[], current: string): Promise<void> => {
  await Taro.previewImage({ urls: [...urls], current })
}
