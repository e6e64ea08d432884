import Taro from '@tarojs/taro'
import type { Attachment } from './attachment'
import { keepFile } from './file-store'
import { newClientKey } from './random'
import { type Refusal, refusalIn } from './refusal'

/** A photograph of a report. */
export type Photo = Attachment

const edge = 1600
const quality = 80

async function shrunk(file: Blob): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, edge / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    const small = await new Promise<Blob | null>((done) => {
      canvas.toBlob(done, 'image/jpeg', quality / 100)
    })
    return small && small.size < file.size ? small : file
  } catch {
    // What this browser cannot read goes as it is; the server says whether it is a photograph.
    return file
  }
}

/** Keeps a picture on the phone until it is sent: a file's path in WeChat, its bytes in a browser. */
export async function keptAsPhoto(picture: Blob | string): Promise<Photo> {
  const key = await newClientKey()
  return { key, ...(await keepFile(key, picture)) }
}

async function chooseInBrowser(most: number): Promise<Photo[]> {
  const chosen = await Taro.chooseImage({ count: most, sizeType: ['compressed'] })
  const files = chosen.tempFiles.flatMap((file) => (file.originalFileObj ? [file.originalFileObj] : []))
  return Promise.all(files.slice(0, most).map(async (file) => keptAsPhoto(await shrunk(file))))
}

async function chooseInWechat(most: number): Promise<Photo[]> {
  const chosen = await Taro.chooseMedia({ count: most, mediaType: ['image'], sizeType: ['compressed'] })
  return Promise.all(
    chosen.tempFiles.map(async (file) => {
      const small = await Taro.compressImage({ src: file.tempFilePath, quality })
        .then((done) => done.tempFilePath)
        .catch(() => file.tempFilePath)
      return keptAsPhoto(small)
    }),
  )
}

/** Lets the person pick photographs or take them; says why there are none when the phone does not let us. */
export async function choosePhotos(most: number): Promise<Photo[] | Refusal> {
  try {
    return await (process.env.TARO_ENV === 'weapp' ? chooseInWechat(most) : chooseInBrowser(most))
  } catch (error) {
    return refusalIn(error)
  }
}
