import Taro from '@tarojs/taro'

let asked = false

/** Puts the newer version in place of this one; what lies on the phone stays there, and goes out after it. */
function update(): void {
  if (process.env.TARO_ENV !== 'weapp') {
    window.location.reload()
    return
  }
  // WeChat fetches a new version by itself; it calls back at once when it has done so before.
  const manager = Taro.getUpdateManager()
  manager.onUpdateReady(() => manager.applyUpdate())
}

/** Tells the person, once in a life of the app, that the server no longer understands this version. */
export function askToUpdate(): void {
  if (asked) return
  asked = true
  void Taro.showModal({
    title: '请更新',
    content:
      process.env.TARO_ENV === 'weapp'
        ? '这个版本旧了。写的都还在手机里，更新好会自己发出去。点了要是没有动静，关掉小程序，过一会儿再打开。'
        : '这个版本旧了。写的都还在，更新好会自己发出去。',
    confirmText: '更新',
    cancelText: '等一下',
  })
    .then(({ confirm }) => confirm && update())
    .catch(() => undefined)
}
