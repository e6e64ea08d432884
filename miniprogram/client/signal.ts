import Taro from '@tarojs/taro'

/** Calls back whenever the phone finds signal again. Not every browser tells of it in the same way. */
export function whenSignalReturns(act: () => void): void {
  Taro.onNetworkStatusChange(({ isConnected }) => {
    if (isConnected) act()
  })
  if (process.env.TARO_ENV !== 'weapp') window.addEventListener('online', act)
}
