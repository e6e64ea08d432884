import { renderSVG } from 'uqr'
import type { House } from '../house'
import { Problem } from '../http/problem'
import { WeChatRefused, WeChatUnavailable } from '../wechat/wechat'
import { type CardCodeRecord, cardCodeModel } from './card-code.model'

/** A code to scan, as a picture. */
export interface CodeImage {
  type: 'image/png' | 'image/svg+xml'
  bytes: Buffer
}

/** Draws the code that leads to a card. */
export interface CardCodes {
  /**
   * The mini-program's code where there is a mini-program, which alone holds for ever in WeChat; else a QR code of the
   * card's page at this address. @throws Problem not-yet when WeChat gives none; unavailable when it does not answer.
   */
  of(card: string, address: string): Promise<CodeImage>
}

const page = 'pages/card/card'
/** Large enough to be printed eight centimetres wide. */
const codeWidth = 1280

/** Where the card's page lies in a browser. */
export const cardAddress = (card: string, address: string): string => `${address}/${page}?c=${card}`

function asProblem(error: unknown): unknown {
  if (error instanceof WeChatUnavailable)
    return new Problem('unavailable', '微信那边没有回应，请过一会儿再印')
  if (!(error instanceof WeChatRefused)) return error
  return error.refusal === 'too-often'
    ? new Problem('unavailable', '今天向微信要的码太多了，明天再印')
    : new Problem('not-yet', `微信不给出码（${error.errcode}），小程序发布以后再印`)
}

/** Makes the service of codes. */
export function cardCodesService({
  db,
  now,
  wechat,
  config,
}: Pick<House, 'db' | 'now' | 'wechat' | 'config'>): CardCodes {
  const codes = cardCodeModel(db)

  const drawnByWeChat = async (card: string) => {
    if (!wechat) return null
    const _id = `${card} ${wechat.appid} ${config.wechat?.version ?? 'release'}`
    const kept = await codes.findById(_id).lean<CardCodeRecord>()
    // Read without mongoose's casting the bytes are the driver's own, which know their length.
    if (kept) return Buffer.from(kept.png.buffer as unknown as Uint8Array)
    const png = await wechat.codeImage({ scene: `c=${card}`, page, width: codeWidth }).catch((error) => {
      throw asProblem(error)
    })
    await codes.updateOne({ _id }, { $setOnInsert: { png, drawnAt: now() } }, { upsert: true })
    return png
  }

  return {
    async of(card, address) {
      const png = await drawnByWeChat(card)
      if (png) return { type: 'image/png', bytes: png }
      const drawn = renderSVG(cardAddress(card, address), { ecc: 'M', border: 2 })
      return { type: 'image/svg+xml', bytes: Buffer.from(drawn) }
    },
  }
}
