/**
 * WeChat's server interface, as much of it as this service needs. The rest of the house knows WeChat by this file alone:
 * whatever answers behind it (api.weixin.qq.com, a county's own gateway, the stand-in of a trial) is chosen once, by
 * configuration.
 */
export interface WeChat {
  /** The mini-program's id: watermarks and callbacks must name it. */
  readonly appid: string
  /**
   * Tells who a phone's `wx.login` code belongs to (code2Session).
   * @throws WeChatRefused `bad-code` for a code that is old, used or invented; `blocked` for an account WeChat warns of.
   */
  signIn(code: string): Promise<WeChatSignIn>
  /**
   * The number behind a code of the phone-number button, without country code. Codes hold once, for five minutes.
   * @throws WeChatRefused `bad-code`; `refused` for a number from abroad.
   */
  phoneNumber(code: string): Promise<string>
  /**
   * Sends one subscribe message. Fields that are too long for their type are cut before sending, on a character.
   * @throws WeChatRefused `not-subscribed` when the person's permission is used up: mark it and stop.
   */
  sendSubscribed(message: SubscribeMessage): Promise<{ msgid: string }>
  /**
   * Has a text checked (msg_sec_check, version 2).
   * @throws WeChatRefused `inactive` when the person was not in the mini-program within two hours.
   */
  checkText(check: { openid: string; scene: CheckScene; content: string }): Promise<TextVerdict>
  /** Has a picture or a sound checked; the verdict comes later, as a push with this trace id. */
  checkMedia(check: {
    openid: string
    scene: CheckScene
    url: string
    type: 'audio' | 'image'
  }): Promise<{ traceId: string }>
  /**
   * A mini-program code that never ends (getwxacodeunlimit): the only thing to print. Always PNG, whatever WeChat sent.
   * @param scene at most 32 of WeChat's characters @param page without leading slash and without query
   */
  codeImage(code: { scene: string; page: string; width?: number }): Promise<Buffer>
  /** A link that opens a page from a short message or a browser; holds for at most 30 days. */
  urlLink(link: { path: string; query: string; days: number }): Promise<string>
}

/** Who signed in. Nothing of this leaves the server but as keyed hashes and ciphertexts. */
export interface WeChatSignIn {
  openid: string
  /** Opens what WeChat encrypts for this person's phone (the group's id). It never goes to the client. */
  sessionKey: string
  unionid?: string
}

/** What a text or file was written for: WeChat's scenes 1 to 4. */
export type CheckScene = 'profile' | 'comment' | 'forum' | 'social-log'

/** WeChat's opinion of a text. It blocks nothing by itself: a person decides (label 20001 hits honest complaints). */
export interface TextVerdict {
  suggest: 'pass' | 'review' | 'risky'
  label: number
  traceId: string
}

/** One subscribe message. */
export interface SubscribeMessage {
  openid: string
  /** The template's id in WeChat's console. */
  template: string
  /** Where a tap leads: a page of the mini-program with its query. */
  page: string
  /** The template's fields by name (`thing1`, `time2`, …); the name says its type and so its limit. */
  data: Record<string, string>
}

/** Why WeChat would not. */
export type Refusal =
  | 'bad-code'
  | 'blocked'
  | 'not-subscribed'
  | 'bad-field'
  | 'inactive'
  | 'too-often'
  | 'wrong-setting'
  /** The key of this person's last sign-in does not open it: the phone signs in again and sends it anew. */
  | 'session-changed'
  | 'refused'

/** WeChat answered, and the answer is no. Asking again at once would change nothing. */
export class WeChatRefused extends Error {
  constructor(
    readonly refusal: Refusal,
    /** WeChat's own number, for the log; 0 where the refusal is ours. */
    readonly errcode: number,
    message: string,
  ) {
    super(message)
  }
}

/** WeChat could not be reached, or was busy after every retry: what was to be done is to be tried again later. */
export class WeChatUnavailable extends Error {}
