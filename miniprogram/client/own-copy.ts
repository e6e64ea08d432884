import { takeSheet } from './sheet'

/** Takes along what is stored about oneself: a browser saves a page to read, WeChat opens a sheet that can be sent on. */
export const takeOwnCopy = (): Promise<void> =>
  process.env.TARO_ENV === 'weapp'
    ? takeSheet('/api/my-data/sheet', '我的信息')
    : takeSheet('/api/my-data/page', '我的信息', 'html')
