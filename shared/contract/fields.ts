import { z } from 'zod'
import { mostPhotos, mostVoices } from '../domain/attachments'
import { helpCategoryCodes } from '../domain/code-lists'
import { type Fen, readMoney } from '../domain/money'
import { urgencyCodes } from '../domain/urgency'

/** The longest story one report can tell, in characters. */
export const longestText = 2000

/** Line breaks and tabs may stand in a text; other control characters are somebody's mistake or attack. */
const withoutControls = /^[^\p{Cc}\p{Cs}]*$/u
const withoutControlsButBreaks = /^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u

/** A line of a person's own words. */
export const line = (longest: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .max(longest, `写得太长了，最多 ${longest} 个字`)
    .regex(withoutControls, '里面有不能用的符号')

/** A text of a person's own words: kept as said, shown as text and never as HTML. */
export const words = (longest: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .max(longest, `写得太长了，最多 ${longest} 个字`)
    .regex(withoutControlsButBreaks, '里面有不能用的符号')

/** A person's name: letters of any script, with what stands between them. */
export const personName = z
  .string()
  .normalize('NFKC')
  .trim()
  .min(1, '名字还没有写')
  .max(30, '名字太长了，最多 30 个字')
  .regex(/^[\p{L}\p{M}\p{Nl}·•.' -]+$/u, '名字里只能写字')

/** A telephone number in China; full-width digits, spaces and a leading +86 are taken as people write them. */
export const phone = z
  .string()
  .max(30, '电话号码太长了')
  .normalize('NFKC')
  .overwrite((typed) => typed.replace(/[\s-]/g, '').replace(/^\+?86(?=1\d{10}$)/, ''))
  .regex(/^(?:1\d{10}|0\d{9,11})$/, '电话号码不对，手机是 11 位数字')

/** A mobile number, by which somebody of the staff will sign in: a desk's telephone is nobody's own. */
export const mobilePhone = phone.regex(/^1\d{10}$/, '要写本人的手机号，11 位数字')

/** A citizen's identity number: seventeen digits and a check character, with spaces as people write them. */
export const identityNumber = z
  .string()
  .max(30, '身份证号太长了')
  .normalize('NFKC')
  .overwrite((typed) => typed.replace(/\s/g, '').toUpperCase())
  .regex(/^\d{17}[\dX]$/, '身份证号是 18 位')

/** Where the phone was, as it says itself (WGS-84), when the person asked it to. An address that nobody has to give. */
export const phonePosition = z.strictObject({
  lat: z.number().min(-90, '纬度不对').max(90, '纬度不对'),
  lng: z.number().min(-180, '经度不对').max(180, '经度不对'),
  accuracyMetres: z.number().min(0, '位置的准头不对').max(100_000, '位置太不准了，不用带上'),
})

/** An amount in yuan as people type it (1,200 or １２００), read into whole fen. */
export const money = (least: Fen = 0) =>
  z
    .string()
    .max(40, '太长了，只写数字')
    .transform((typed, context): Fen => {
      const { fen, fault } = readMoney(typed, least)
      if (fault === null) return fen
      context.addIssue({ code: 'custom', message: fault, input: typed })
      return z.NEVER
    })

/** A few words of the staff's own about what they do, which must not be empty. */
export const reason = (missing: string) => line(200).min(1, missing)

export const instant = z.iso.datetime()

/**
 * What a phone says of a deed that it may have kept until it found signal: the deed's own key, under which it is done
 * once however often it is sent, and when it was really done.
 */
export const sentLater = {
  clientKey: z.uuid('发送编号不对').optional(),
  happenedAt: instant.optional(),
}

/** What is explained to the family or the reporter, who will read it. */
export const explanation = (missing: string) => words(500).min(1, missing)

/** Asks for the page behind this mark; the first one without it. */
export const pageQuery = z.strictObject({
  after: z
    .string()
    .max(200)
    .regex(/^[\w-]+$/, '翻页记号不对')
    .optional(),
})

export const objectId = z.string().regex(/^[0-9a-f]{24}$/, '编号不对')
export const villageCode = z.string().regex(/^\d{12}$/, '村的编号不对')
export const townshipCode = z.string().regex(/^\d{9}$/, '乡的编号不对')
export const countyCode = z.string().regex(/^\d{6}$/, '县的编号不对')
export const cardId = z.string().regex(/^[0-9A-Za-z]{8}$/, '名片编号不对')
export const receiptNumber = z.string().regex(/^\d{8}$/, '收条号是 8 位数字')
/** Photographs that were uploaded before, by their ids. */
export const photoIds = z.array(objectId).max(mostPhotos, `照片最多 ${mostPhotos} 张`).default([])
/** Recordings that were uploaded before, by their ids. */
export const voiceIds = z.array(objectId).max(mostVoices, `录音最多 ${mostVoices} 段`).default([])
export const helpCategory = z.enum(helpCategoryCodes)
export const urgency = z.enum(urgencyCodes)

/** Somebody of the staff as residents may know them: how they are addressed and what they are. */
export const publicPerson = z
  .object({ calledAs: z.string(), title: z.string() })
  .meta({ id: 'PublicPerson', description: '工作人员的称呼和职务' })
