/** The languages in which a township can have its pages read: the common one, its own way of it, and its peoples'. */
export const spokenLanguages = {
  mandarin: '普通话',
  dialect: '本地话',
  wa: '佤语',
  lahu: '拉祜语',
  lisu: '傈僳语',
  deang: '德昂语',
} as const
export type SpokenLanguage = keyof typeof spokenLanguages
export const spokenLanguageCodes = Object.keys(spokenLanguages) as [SpokenLanguage, ...SpokenLanguage[]]

/** What is read of a page, and by which name a township knows the page. */
export interface PageScript {
  name: string
  sentences: readonly string[]
}

/**
 * Every page that residents see, as it is read to somebody who does not read: what it is, what can be done, how to be
 * helped without it. What changes from person to person is not in here: a recording is made once.
 */
export const pageScripts = {
  home: {
    name: '首页',
    sentences: [
      '这里是早发现。家里有难处，早点说，有人上门看。',
      '自己家有难处，点“我要求助”。别人家有难处，点“帮别人报”。',
      '报过的事，点“看看我报的事”。',
      '不会点，就点绿色的“打电话”，说给我们听，也一样。',
    ],
  },
  card: {
    name: '村里的热线名片',
    sentences: [
      '这是您村里的热线。上面写着管这件事的人叫什么。',
      '点绿色的“打电话”，就能跟他说。',
      '下面两个框，左边是自己求助，右边是帮别人报。',
    ],
  },
  report_what: {
    name: '报事第一步：出了什么事',
    sentences: [
      '出了什么事？点一样或者几样有图的框。',
      '不想写，就按住话筒说，松手就好。',
      '有照片就拍，没有也行。',
      '有人有生命危险，先打 120、110 或者 119。',
      '好了，点最下面的“下一步”。',
    ],
  },
  report_where: {
    name: '报事第二步：谁家，住哪',
    sentences: [
      '谁家？住哪个村，哪个寨子？知道的就点，不知道的就空着。',
      '电话写上，我们才好找您。不写也能报。',
      '好了，点最下面的“下一步”。',
    ],
  },
  report_look: {
    name: '报事第三步：看一眼',
    sentences: [
      '看一眼，对不对。不对的，点那一行去改。',
      '您说的病情、住址、电话和照片，只给办这件事的人看，只用来帮这家人。',
      '没满十四岁的娃娃，要家里大人同意；问不到大人，或者怕他受欺负，直接报。',
      '同意了，点“我同意”，再点“发出去”。',
    ],
  },
  receipt: {
    name: '收条',
    sentences: [
      '这是您的收条。上面八个大数字是收条号，记下来，以后好问。',
      '下面写着谁会来、什么时候来。',
      '等不得，就打热线。',
    ],
  },
  mine: {
    name: '我报的事',
    sentences: [
      '这里是您报过的事。一件一框，点进去看办到哪了。',
      '还没发出去的，会在最上面，有信号会自己发。',
    ],
  },
  progress: {
    name: '办到哪了',
    sentences: ['从上往下看，绿点到哪，就办到哪了。', '还有话要说，点“再补一句”。', '着急，就点“打电话”。'],
  },
  inbox: { name: '消息', sentences: ['这里是给您的消息，新的在上面。点一条，看是哪件事。'] },
  status: {
    name: '打电话报的，查一查',
    sentences: ['打电话报的事，写上收条号的八个数字和您电话的后四位，就能看办到哪了。'],
  },
  privacy: {
    name: '隐私说明',
    sentences: [
      '您说的，只给办这件事的人看，只用来找到这家人、上门看、把帮助办下来。',
      '不看您的通讯录，不跟着您走，不卖，不做广告。',
      '不同意给照片、录音、位置，照样能报，照样有人办。',
      '想看、想改、想删，点“我的信息”，自己办。不会弄，打热线说一声。',
    ],
  },
  my_data: {
    name: '我的信息',
    sentences: [
      '这里是存着的您的信息。上面是电话、微信，下面是您报过的事。',
      '电话错了，点“改电话、称呼”。想拿一份走，点“导出我的信息”。',
      '不想再让我们用，点“撤回同意”。不想用了，点“注销账号”，删什么、留什么，先说给您看。',
    ],
  },
} as const satisfies Record<string, PageScript>
export type SpokenPage = keyof typeof pageScripts
export const spokenPageCodes = Object.keys(pageScripts) as [SpokenPage, ...SpokenPage[]]
