import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { type Asked, answering } from './answering'
import { openPrivacy, type Privacy } from './privacy'
import { openSound, type Sound } from './sound'

interface Request extends Asked {
  url: string
  method?: string
  data?: unknown
  header?: Record<string, string>
}
interface Upload extends Asked {
  url: string
  filePath: string
  name: string
  header?: Record<string, string>
}

/** The phone around the mini-program: what it holds, what was asked of it, and whether it has signal. */
export interface Phone {
  /** The `wx` object, with exactly the documented interfaces that the app may use here. */
  wx: Record<string, unknown>
  /** Requests fail before the server sees them (`none`), or after it has answered (`lost`). */
  signal: 'good' | 'none' | 'lost'
  setSignal(signal: Phone['signal']): void
  /** Puts a photograph where the next choice of one will find it. */
  givePhoto(picture: Buffer): void
  /** Where the phone is, by WGS-84; null when its owner does not let the app know. */
  place: { latitude: number; longitude: number; accuracy: number } | null
  /** What its owner agreed to. */
  privacy: Privacy
  /** What WeChat says of its owner's setting of type, as a factor of the usual size. */
  typeFactor: number
  /** Its owner lets the app use the camera. */
  camera: 'allowed' | 'refused'
  /** What `wx.login` gives; without it WeChat is out of reach. */
  loginCode?: () => string
  /** Its microphone and loudspeaker. */
  sound: Sound
  calls: string[]
  storage: Map<string, string>
  close(): void
}

/** What the pages' navigation is, from the side of the phone. */
export interface Navigator {
  go(how: 'navigateTo' | 'redirectTo' | 'reLaunch', url: string): void
  back(): void
}

const largestValue = 1_048_576
const largestStorage = 10 * 1_048_576

/**
 * A phone with WeChat on it, as far as the app needs one. `serverOf` maps the address that was built into the app to
 * the test's server. An interface that is not here is not there: the app's call fails as it would on an old phone.
 */
export function openPhone(
  navigator: Navigator,
  serverOf: (url: string) => string,
  onAnswer: () => void,
): Phone {
  const files = mkdtempSync(join(tmpdir(), 'zaofaxian-phone-'))
  const storage = new Map<string, string>()
  const calls: string[] = []
  const photos: string[] = []
  const privacy = openPrivacy()
  const sound = openSound(files, onAnswer, privacy)
  const signalListeners = new Set<(status: { isConnected: boolean; networkType: string }) => void>()
  let saved = 0

  const onTheAir = async (act: () => Promise<object>) => {
    if (phone.signal === 'none')
      throw new Error('errcode:-118 cronet_error_code:-118 error_msg:net::ERR_INTERNET_DISCONNECTED')
    const answer = await act()
    if (phone.signal === 'lost') throw new Error('errcode:-101 error_msg:net::ERR_CONNECTION_RESET')
    return answer
  }

  const wx: Record<string, unknown> = {
    ...sound.wx,
    ...privacy.wx,
    request: answering('request', ({ url, method = 'GET', data, header = {} }: Request) =>
      onTheAir(async () => {
        const answer = await fetch(serverOf(url), {
          method,
          headers: header,
          body: data === undefined ? undefined : JSON.stringify(data),
        })
        const text = await answer.text()
        // WeChat parses whatever is JSON, whatever its type says (dataType `json` is the default).
        let parsed: unknown = text
        try {
          parsed = JSON.parse(text)
        } catch {
          // stays text
        }
        return { statusCode: answer.status, data: parsed, header: Object.fromEntries(answer.headers) }
      }),
    ),
    uploadFile: answering('uploadFile', ({ url, filePath, name, header = {} }: Upload) =>
      onTheAir(async () => {
        const form = new FormData()
        form.append(name, new Blob([readFileSync(filePath)]), basename(filePath))
        const answer = await fetch(serverOf(url), { method: 'POST', headers: header, body: form })
        return { statusCode: answer.status, data: await answer.text() }
      }),
    ),
    login: answering('login', () => {
      if (!phone.loginCode) throw new Error('system error')
      return { code: phone.loginCode() }
    }),
    getStorageSync: (key: string) => {
      const value = storage.get(key)
      return value === undefined ? '' : JSON.parse(value)
    },
    setStorageSync: (key: string, value: unknown) => {
      const text = JSON.stringify(value)
      if (text.length > largestValue) throw new Error('setStorageSync:fail entry size limit reached')
      storage.set(key, text)
      if ([...storage.values()].join('').length > largestStorage) {
        storage.delete(key)
        throw new Error('setStorageSync:fail exceed storage max size 10Mb')
      }
    },
    removeStorageSync: (key: string) => void storage.delete(key),
    getRandomValues: answering('getRandomValues', ({ length }: { length: number }) => {
      const bytes = randomBytes(length)
      return { randomValues: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + length) }
    }),
    chooseMedia: answering(
      'chooseMedia',
      privacy.guarded('chooseMedia', ({ count = 9 }: { count?: number }) => {
        if (phone.camera === 'refused') throw Object.assign(new Error('auth deny'), { errno: 103 })
        if (photos.length === 0) throw new Error('cancel')
        const chosen = photos.splice(0, count)
        return {
          type: 'image',
          tempFiles: chosen.map((tempFilePath) => ({ tempFilePath, fileType: 'image' })),
        }
      }),
    ),
    compressImage: answering('compressImage', ({ src }: { src: string }) => ({ tempFilePath: src })),
    // In the settings its owner says yes to everything they are asked about.
    openSetting: answering('openSetting', () => {
      phone.camera = 'allowed'
      sound.allow()
      return { authSetting: { 'scope.record': true, 'scope.camera': true } }
    }),
    getFileSystemManager: () => ({
      saveFile: answering('saveFile', ({ tempFilePath }: { tempFilePath: string }) => {
        saved += 1
        const savedFilePath = join(files, `saved-${saved}${extname(tempFilePath)}`)
        // WeChat moves it: the temporary file is there no more.
        renameSync(tempFilePath, savedFilePath)
        return { savedFilePath }
      }),
      removeSavedFile: answering('removeSavedFile', ({ filePath }: { filePath: string }) => {
        rmSync(filePath)
        return {}
      }),
    }),
    getLocation: answering(
      'getLocation',
      privacy.guarded('getLocation', ({ type }: { type?: string }) => {
        if (!phone.place) throw new Error('auth deny')
        // By GCJ-02 the numbers would be others: the app must ask for what it says it sends.
        if (type !== 'wgs84') throw new Error(`${type} is not what this phone is asked for`)
        return phone.place
      }),
    ),
    onNetworkStatusChange: (listener: (status: { isConnected: boolean; networkType: string }) => void) =>
      void signalListeners.add(listener),
    getAppBaseInfo: () => ({
      SDKVersion: '3.10.0',
      language: 'zh_CN',
      fontSizeSetting: 16 * phone.typeFactor,
      fontSizeScaleFactor: phone.typeFactor,
    }),
    getWindowInfo: () => ({
      pixelRatio: 2,
      windowWidth: 375,
      windowHeight: 724,
      screenWidth: 375,
      screenHeight: 812,
    }),
    getSystemInfoSync: () => ({
      platform: 'android',
      SDKVersion: '3.10.0',
      windowWidth: 375,
      windowHeight: 724,
    }),
    canIUse: () => true,
    nextTick: (act: () => void) => void Promise.resolve().then(act),
    showToast: answering('showToast', () => ({})),
    pageScrollTo: answering('pageScrollTo', () => ({})),
    previewImage: answering('previewImage', () => ({})),
    stopPullDownRefresh: answering('stopPullDownRefresh', () => ({})),
    setClipboardData: answering('setClipboardData', () => ({})),
    makePhoneCall: answering('makePhoneCall', ({ phoneNumber }: { phoneNumber: string }) => {
      calls.push(phoneNumber)
      return {}
    }),
    navigateBack: answering('navigateBack', () => {
      navigator.back()
      return {}
    }),
  }
  for (const how of ['navigateTo', 'redirectTo', 'reLaunch'] as const) {
    wx[how] = answering(how, ({ url }: { url: string }) => {
      navigator.go(how, url)
      return {}
    })
  }

  const phone: Phone = {
    wx,
    signal: 'good',
    place: null,
    privacy,
    typeFactor: 1,
    camera: 'allowed',
    setSignal(signal) {
      phone.signal = signal
      const isConnected = signal === 'good'
      for (const listener of signalListeners)
        listener({ isConnected, networkType: isConnected ? '4g' : 'none' })
      onAnswer()
    },
    givePhoto(picture) {
      const path = join(files, `tmp-${photos.length}.jpg`)
      writeFileSync(path, picture)
      photos.push(path)
    },
    sound,
    calls,
    storage,
    close: () => rmSync(files, { recursive: true, force: true }),
  }
  return phone
}
