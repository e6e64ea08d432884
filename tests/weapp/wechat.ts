import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
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
interface Stored extends Asked {
  key: string
  data?: unknown
  encrypt?: boolean
}
interface Subscribing {
  tmplIds: string[]
  success(answer: Record<string, string>): void
  fail(reason: { errMsg: string; errCode: number }): void
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
  /** Gives the code that stands for the phone's number; null when its owner wants to give none. */
  numberCode: () => string | null
  /** The button for the phone's number was tapped: what WeChat tells the app of it. */
  numberAsked(): Promise<{ errMsg: string; code?: string; errno?: number }>
  /** What its owner says to messages; with the main switch off WeChat does not ask. */
  messages: 'allowed' | 'refused' | 'off'
  /** Which templates WeChat asked about. */
  askedToTell: string[][]
  /** How the app was entered last: by which of WeChat's scenes, and from which group with what envelope. */
  entered: { scene: number; shareTicket?: string; group?: () => { encryptedData: string; iv: string } }
  /** Its microphone and loudspeaker. */
  sound: Sound
  /** What the app asked of the menu by which a page is sent on. */
  shareMenu: { withShareTicket?: boolean }[]
  calls: string[]
  /** What the person was asked in a window of WeChat's own, and said yes to. */
  questions: string[]
  /** A newer version of the app: none, one that WeChat has fetched, or one that has been put in its place. */
  update: 'none' | 'ready' | 'applied'
  storage: Map<string, string>
  /** What lies there encrypted: only the app itself reads it, and one key at a time. */
  sealed: Map<string, string>
  /** How many bytes of files WeChat still has room for. */
  fileRoom: number
  /** The app is killed: storage and saved files stay, temporary files go. */
  restart(): void
  close(): void
}

/** What the pages' navigation is, from the side of the phone. */
export interface Navigator {
  go(how: 'navigateTo' | 'redirectTo' | 'reLaunch', url: string): void
  back(): void
}

const megabyte = 1_048_576
/** What WeChat keeps for one app: in one value, in all values together, and in files. What is encrypted has less room. */
const room = { value: megabyte, all: 10 * megabyte, files: 200 * megabyte }
const sealedRoom = { value: 0.7 * megabyte, all: 7.1 * megabyte }

const sizeOf = (values: Iterable<string>) =>
  [...values].reduce((bytes, value) => bytes + Buffer.byteLength(value), 0)

/** One of WeChat's two storages: what does not fit is refused, and what lay there before stays. */
function putInto(
  held: Map<string, string>,
  key: string,
  value: unknown,
  { value: most, all }: typeof sealedRoom,
) {
  const text = JSON.stringify(value)
  if (Buffer.byteLength(text) > most) throw new Error('setStorage:fail entry size limit reached')
  const others = [...held].filter(([other]) => other !== key).map(([, other]) => other)
  if (sizeOf(others) + Buffer.byteLength(text) > all)
    throw new Error('setStorage:fail exceed storage max size')
  held.set(key, text)
}

/**
 * A phone with WeChat on it, as far as the app needs one. `serverOf` maps the address that was built into the app to
 * the test's server. An interface that is not here is not there: the app's call fails as it would on an old phone.
 */
export function openPhone(
  navigator: Navigator,
  serverOf: (url: string) => string,
  onAnswer: () => void,
  carry: typeof fetch = fetch,
): Phone {
  const files = mkdtempSync(join(tmpdir(), 'zaofaxian-phone-'))
  const storage = new Map<string, string>()
  const sealed = new Map<string, string>()
  const calls: string[] = []
  const shareMenu: Phone['shareMenu'] = []
  const photos: string[] = []
  const askedToTell: string[][] = []
  const privacy = openPrivacy()
  const sound = openSound(files, onAnswer, privacy)
  const signalListeners = new Set<(status: { isConnected: boolean; networkType: string }) => void>()
  let saved = 0
  let given = 0

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
        const answer = await carry(serverOf(url), {
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
        const answer = await carry(serverOf(url), { method: 'POST', headers: header, body: form })
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
    setStorageSync: (key: string, value: unknown) => putInto(storage, key, value, room),
    setStorage: answering('setStorage', ({ key, data, encrypt }: Stored) => {
      if (encrypt) putInto(sealed, key, data, sealedRoom)
      else putInto(storage, key, data, room)
      return {}
    }),
    getStorage: answering('getStorage', ({ key, encrypt }: Stored) => {
      const text = (encrypt ? sealed : storage).get(key)
      if (text === undefined) throw new Error('data not found')
      return { data: JSON.parse(text) }
    }),
    getStorageInfoSync: () => ({
      keys: [...storage.keys(), ...sealed.keys()],
      currentSize: 0,
      limitSize: 10_240,
    }),
    removeStorageSync: (key: string) => {
      storage.delete(key)
      sealed.delete(key)
    },
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
        if (statSync(tempFilePath).size > phone.fileRoom)
          throw new Error('the maximum size of the file storage limit is exceeded')
        phone.fileRoom -= statSync(tempFilePath).size
        saved += 1
        const savedFilePath = join(files, `saved-${saved}${extname(tempFilePath)}`)
        // WeChat moves it: the temporary file is there no more.
        renameSync(tempFilePath, savedFilePath)
        return { savedFilePath }
      }),
      access: answering('access', ({ path }: { path: string }) => {
        if (!existsSync(path)) throw new Error(`no such file or directory ${path}`)
        return {}
      }),
      getSavedFileList: answering('getSavedFileList', () => ({
        fileList: readdirSync(files)
          .filter((name) => name.startsWith('saved-'))
          .map((name) => ({ filePath: join(files, name), size: statSync(join(files, name)).size })),
      })),
      removeSavedFile: answering('removeSavedFile', ({ filePath }: { filePath: string }) => {
        phone.fileRoom += statSync(filePath).size
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
    getEnterOptionsSync: () => {
      const { scene, shareTicket } = phone.entered
      return { path: '', query: {}, scene, shareTicket }
    },
    // WeChat answers it by callbacks alone.
    getGroupEnterInfo: (asked: Asked) => {
      const { group } = phone.entered
      answering('getGroupEnterInfo', () => {
        if (!group) throw new Error('not in a group')
        return group()
      })({ ...asked, complete: () => onAnswer() })
    },
    showShareMenu: answering('showShareMenu', (asked: { withShareTicket?: boolean }) => {
      shareMenu.push(asked)
      return {}
    }),
    canIUse: () => true,
    nextTick: (act: () => void) => void Promise.resolve().then(act),
    showToast: answering('showToast', () => ({})),
    pageScrollTo: answering('pageScrollTo', () => ({})),
    showModal: answering('showModal', ({ content }: { content: string }) => {
      phone.questions.push(content)
      return { confirm: true, cancel: false }
    }),
    getUpdateManager: () => ({
      onUpdateReady: (ready: () => void) => {
        if (phone.update === 'ready') ready()
      },
      onUpdateFailed: () => undefined,
      onCheckForUpdate: (told: (answer: { hasUpdate: boolean }) => void) =>
        told({ hasUpdate: phone.update !== 'none' }),
      applyUpdate: () => {
        phone.update = 'applied'
      },
    }),
    requestSubscribeMessage: (asked: Subscribing) => {
      if (phone.messages === 'off')
        return asked.fail({ errMsg: 'requestSubscribeMessage:fail', errCode: 20004 })
      askedToTell.push(asked.tmplIds)
      const said = phone.messages === 'allowed' ? 'accept' : 'reject'
      void Promise.resolve().then(() => {
        asked.success(Object.fromEntries(asked.tmplIds.map((id) => [id, said])))
        onAnswer()
      })
    },
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
    numberCode: () => null,
    numberAsked: () =>
      privacy
        .guarded('getPhoneNumber', () => {
          const code = phone.numberCode()
          return code ? { errMsg: 'getPhoneNumber:ok', code } : { errMsg: 'getPhoneNumber:fail user deny' }
        })({})
        .catch(({ message, errno }) => ({ errMsg: `getPhoneNumber:fail ${message}`, errno })),
    messages: 'allowed',
    askedToTell,
    entered: { scene: 1001 },
    shareMenu,
    setSignal(signal) {
      phone.signal = signal
      const isConnected = signal === 'good'
      for (const listener of signalListeners)
        listener({ isConnected, networkType: isConnected ? '4g' : 'none' })
      onAnswer()
    },
    givePhoto(picture) {
      given += 1
      const path = join(files, `tmp-${given}.jpg`)
      writeFileSync(path, picture)
      photos.push(path)
    },
    sound,
    calls,
    questions: [],
    update: 'none',
    storage,
    sealed,
    fileRoom: room.files,
    restart() {
      for (const name of readdirSync(files)) if (name.startsWith('tmp-')) rmSync(join(files, name))
      photos.length = 0
    },
    close: () => rmSync(files, { recursive: true, force: true }),
  }
  return phone
}
