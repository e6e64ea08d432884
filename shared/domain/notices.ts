/** One kind of notice: whom it is for, what it is called, and what may be said of it outside our app. */
export interface NoticeRule {
  audience: 'staff' | 'resident'
  /** At most 20 characters: WeChat's messages take no more. */
  title: string
  /**
   * For a short message or WeChat, which other people's eyes and other firms' machines see: no name, no place, nothing
   * of the trouble. It says that there is something, and where to look.
   */
  outside: string
  /** An urgent one goes out at night too. What nobody can act on before morning never wakes anybody. */
  wakes: boolean
}

/** The most characters of a title. */
export const longestTitle = 20

/** Every kind of notice: the staff's first, in the order of a case's life, then the resident's. */
export const noticeKinds = {
  new_case: {
    audience: 'staff',
    title: '新线索到您手里',
    outside: '有一条新线索到您手里，请打开早发现看一看。',
    wakes: true,
  },
  added: {
    audience: 'staff',
    title: '报的人又补充了',
    outside: '您手里的一件，报的人又补充了，请打开早发现看一看。',
    wakes: true,
  },
  changed: {
    audience: 'staff',
    title: '您手里的一件有变化',
    outside: '您手里的一件有变化，请打开早发现看一看。',
    wakes: true,
  },
  returned: {
    audience: 'staff',
    title: '退回来一件，请再看看',
    outside: '有一件退回到您手里，请打开早发现看一看。',
    wakes: true,
  },
  handed_over: {
    audience: 'staff',
    title: '有一件交给您接着办',
    outside: '有一件交给您接着办，请打开早发现看一看。',
    wakes: true,
  },
  escalated: {
    audience: 'staff',
    title: '超时，转到您这里',
    outside: '有一件超时没有办，转到了您这里，请打开早发现看一看。',
    wakes: true,
  },
  overdue_told: {
    audience: 'staff',
    title: '您的一件超时，已报上一级',
    outside: '您手里的一件超时了，已经报给上一级，请打开早发现看一看。',
    wakes: false,
  },
  reported_up: {
    audience: 'staff',
    title: '村里报上来一件',
    outside: '村里报上来一件，请打开早发现看一看。',
    wakes: true,
  },
  joint_inquiry: {
    audience: 'staff',
    title: '联合入户，请您参加',
    outside: '有一次联合入户请您参加，时间和地方请打开早发现看。',
    wakes: true,
  },
  decision_needed: {
    audience: 'staff',
    title: '有一件等您决定',
    outside: '有一件等您决定，请打开早发现看一看。',
    wakes: true,
  },
  publication_over: {
    audience: 'staff',
    title: '公示到期，可以定了',
    outside: '有一项救助公示到期，可以定了，请打开早发现看一看。',
    wakes: false,
  },
  kin_of_staff: {
    audience: 'staff',
    title: '亲属要回避，等您来定',
    outside: '有一件要回避，等您来定，请打开早发现看一看。',
    wakes: true,
  },
  transfer_new: {
    audience: 'staff',
    title: '转来一件，请接收',
    outside: '有一件转到您部门，请打开早发现接收。',
    wakes: true,
  },
  transfer_reminder: {
    audience: 'staff',
    title: '转来的一件，请答复',
    outside: '转到您部门的一件还没有答复，请打开早发现看一看。',
    wakes: false,
  },
  transfer_received: {
    audience: 'staff',
    title: '转办的一件，那边签收了',
    outside: '转办出去的一件，那边签收了，请打开早发现看一看。',
    wakes: false,
  },
  transfer_reply: {
    audience: 'staff',
    title: '转办的一件有回音了',
    outside: '转办出去的一件有回音了，请打开早发现看一看。',
    wakes: false,
  },
  transfer_overdue: {
    audience: 'staff',
    title: '转办的一件到时没回音',
    outside: '转办出去的一件到时间没有回音，请打开早发现看一看。',
    wakes: false,
  },
  new_phone: {
    audience: 'staff',
    title: '您的账号换了一部手机',
    outside: '您的早发现账号在另一部手机上登录了，原来的已经退出。不是您本人，请马上告诉乡里。',
    wakes: true,
  },
  objection: {
    audience: 'staff',
    title: '有人不同意结果，请再看看',
    outside: '有人不同意办的结果，请打开早发现再看一看。',
    wakes: false,
  },
  followup_due: {
    audience: 'staff',
    title: '有一户该回访了',
    outside: '有一户该回访了，请打开早发现看一看。',
    wakes: false,
  },
  group_claimed: {
    audience: 'staff',
    title: '一个群两个村都说是自己的',
    outside: '有一个微信群要您定是哪个村的，请打开早发现看一看。',
    wakes: false,
  },
  taken: {
    audience: 'resident',
    title: '您报的事有人接了',
    outside: '您报的事有人接了，谁来、什么时候来，打开早发现就能看。',
    wakes: true,
  },
  visited: {
    audience: 'resident',
    title: '上门看过了',
    outside: '您报的事已经上门看过，办到哪了，打开早发现就能看。',
    wakes: false,
  },
  in_progress: {
    audience: 'resident',
    title: '乡里在办了',
    outside: '您报的事乡里在办了，办到哪了，打开早发现就能看。',
    wakes: false,
  },
  answered: {
    audience: 'resident',
    title: '您报的事有结果了',
    outside: '您报的事有结果了，打开早发现就能看。',
    wakes: false,
  },
  refused: {
    audience: 'resident',
    title: '这次没办成，还有别的路',
    outside: '您报的事有回话了，为什么、还可以找谁，打开早发现就能看。',
    wakes: false,
  },
  rating_asked: {
    audience: 'resident',
    title: '办得怎样，请您说一句',
    outside: '您报的事办完了，办得怎样，请您在早发现说一句。',
    wakes: false,
  },
} as const satisfies Record<string, NoticeRule>

/** The name of a kind of notice. */
export type NoticeKind = keyof typeof noticeKinds
export const noticeKindCodes = Object.keys(noticeKinds) as [NoticeKind, ...NoticeKind[]]

/** The rule of a kind, typed by the table's shape rather than its literals. */
export const noticeRule = (kind: NoticeKind): NoticeRule => noticeKinds[kind]

/** The kinds that somebody without a post is told of. */
export const residentKinds: readonly NoticeKind[] = noticeKindCodes.filter(
  (kind) => noticeRule(kind).audience === 'resident',
)

/** What is said outside our app of `count` notices about one case, of which this kind presses most. */
export const outsideWords = (kind: NoticeKind, count: number): string =>
  count > 1 ? `${noticeRule(kind).outside}一共有 ${count} 条消息。` : noticeRule(kind).outside
