import Taro from '@tarojs/taro'

/** The browser's viewer of pictures; alone in a file so that it is a download of its own. */
export const openViewer = (options: Taro.previewImage.Option): Promise<unknown> => Taro.previewImage(options)
