const systems: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony/i, '鸿蒙手机'],
  [/iPhone/, '苹果手机'],
  [/iPad/, '苹果平板'],
  [/Android/, '安卓手机'],
  [/Windows/, 'Windows 电脑'],
  [/Macintosh|Mac OS/, '苹果电脑'],
  [/Linux|X11/, 'Linux 电脑'],
]
const browsers: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger|miniProgram/i, '微信'],
  [/Edg\//, 'Edge 浏览器'],
  [/Firefox\//, '火狐浏览器'],
  [/QQBrowser/, 'QQ 浏览器'],
  [/360SE|360EE|QIHU/i, '360 浏览器'],
  [/Chrome\//, '谷歌浏览器'],
  [/Safari\//, 'Safari 浏览器'],
]
const nameIn = (names: typeof systems, userAgent: string) => names.find(([form]) => form.test(userAgent))?.[1]

/** A phone or browser in words by which its owner knows it: 安卓手机 · 微信. What it calls itself is kept nowhere. */
export const deviceName = (userAgent: string): string =>
  [nameIn(systems, userAgent) ?? '没认出来的设备', nameIn(browsers, userAgent)].filter(Boolean).join(' · ')
