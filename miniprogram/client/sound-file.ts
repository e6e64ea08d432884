import Taro from '@tarojs/taro'

/** A recording that was chosen on this computer or out of a chat, and how long it is. */
export interface SoundFile {
  file: Blob | string
  seconds: number
}

/** How long a player says that it is; null when it cannot say. */
function lengthInBrowser(file: Blob): Promise<number | null> {
  return new Promise((resolve) => {
    const address = URL.createObjectURL(file)
    const audio = new Audio()
    const end = (seconds: number | null) => {
      URL.revokeObjectURL(address)
      resolve(
        seconds !== null && Number.isFinite(seconds) && seconds > 0 ? Math.max(1, Math.round(seconds)) : null,
      )
    }
    audio.addEventListener('loadedmetadata', () => end(audio.duration))
    audio.addEventListener('error', () => end(null))
    audio.src = address
  })
}

/** Lets the person choose a recording. Null when they give up; without a length when no player can open it. */
export async function chooseSound(): Promise<SoundFile | 'unreadable' | null> {
  // Recording on the spot is there in WeChat too; a file is chosen at the desk.
  if (process.env.TARO_ENV === 'weapp') return chooseInWechat()
  const file = await new Promise<File | null>((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = 'audio/*'
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null))
    input.addEventListener('cancel', () => resolve(null))
    input.click()
  })
  if (!file) return null
  const seconds = await lengthInBrowser(file)
  return seconds === null ? 'unreadable' : { file, seconds }
}

async function chooseInWechat(): Promise<SoundFile | 'unreadable' | null> {
  try {
    const { tempFiles } = await Taro.chooseMessageFile({
      count: 1,
      type: 'file',
      extension: ['mp3', 'm4a', 'aac', 'wav'],
    })
    const [file] = tempFiles
    if (!file) return null
    return await new Promise((resolve) => {
      const audio = Taro.createInnerAudioContext()
      const end = (answer: SoundFile | 'unreadable') => {
        audio.destroy()
        resolve(answer)
      }
      audio.onCanplay(() => end({ file: file.path, seconds: Math.max(1, Math.round(audio.duration)) }))
      audio.onError(() => end('unreadable'))
      audio.src = file.path
    })
  } catch {
    return null
  }
}
