import Taro from '@tarojs/taro'

/**
 * Shows pictures as large as the screen, beginning with one of them. In a browser the viewer is fetched at the first
 * look: it weighs as much as half the app, and most people never need it.
 */
export async function showLarge(urls: readonly string[], current: string): Promise<void> {
  const options = { urls: [...urls], current }
  if (process.env.TARO_ENV === 'weapp') await Taro.previewImage(options)
  else await (await import('./large-pictures-browser')).showInBrowser(options)
}
