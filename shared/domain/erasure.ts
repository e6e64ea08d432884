/** When something is gone after somebody has closed their account. */
export type ErasedWhen = 'at_once' | 'when_ended' | 'kept'

/** What becomes of one kind of thing when somebody closes their account. */
export interface ErasureRule {
  when: ErasedWhen
  /** As it is shown before the person says yes. */
  words: string
}

/**
 * 注销: what goes at once, what goes when a case is over, and what the archive rules keep (PIPL art. 47). The server
 * does it, the page shows it before the person says yes, docs/privacy.md is its reason. There is no week in which it
 * could be taken back: what is running goes on all the same, so nothing of anybody's help is lost by a hasty tap, and
 * a promise to delete that somebody else with the phone could undo would be none.
 */
export const erasureRules = {
  signed_in: { when: 'at_once', words: '这个账号在所有手机、电脑上退出' },
  wechat: { when: 'at_once', words: '微信和这里的绑定解开，微信号的记号删掉' },
  messages: { when: 'at_once', words: '收到的消息、允许发的消息提醒删掉' },
  position: { when: 'at_once', words: '报的时候手机在哪，删掉' },
  uploads: { when: 'at_once', words: '传上来还没报的照片、录音删掉' },
  phone: { when: 'at_once', words: '这部手机里没写完的、没发出去的、收条，都清掉' },
  ended_contact: { when: 'at_once', words: '办完的事里，您的电话和称呼删掉' },
  no_file: { when: 'at_once', words: '撤回了的、没有查到困难的，说的话、照片、录音也删掉' },
  open_contact: { when: 'when_ended', words: '还在办的，接着办；办完了，您的电话和称呼就删' },
  file: { when: 'kept', words: '上门看过、给过帮助的，是救助档案：谁家、什么难处、怎么帮的，按规定留着' },
  evidence: { when: 'kept', words: '怕人受欺负、反映干部的事，是证据：没办完不动，办完只删您的电话和称呼' },
  log: { when: 'kept', words: '谁什么时候办过什么的记录留着，里面只有编号，没有名字和电话' },
} as const satisfies Record<string, ErasureRule>

/** The rules that speak of one moment, in the table's order. */
export const erasedWhen = (when: ErasedWhen): string[] =>
  Object.values(erasureRules)
    .filter((rule) => rule.when === when)
    .map(({ words }) => words)

export const erasedWhenWords: Record<ErasedWhen, string> = {
  at_once: '马上删',
  when_ended: '办完再删',
  kept: '规定要留的',
}
