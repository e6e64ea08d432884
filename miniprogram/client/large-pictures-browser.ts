import Taro from '@tarojs/taro'

/** The browser's viewer, in a file of its own so that it is a download of its own. */
export const showInBrowser = (options: Taro.previewImage.Option): Promise<unknown> =>
  Taro.previewImage(options)
