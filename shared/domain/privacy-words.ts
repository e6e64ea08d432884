import { periodInWords, retentions } from './retention'

/** One question that people ask about what becomes of what they say, and its answer in plain words. */
export interface PrivacyAnswer {
  question: string
  sentences: readonly string[]
}

/** Whom the answers speak of: who runs the service here, and whom to call. */
export interface PrivacyPlace {
  townshipName: string
  hotline: string
}

/** 隐私说明: who, what, why, for how long, to whom, one's rights, whom to call (PIPL arts. 17, 29, 31, 44–47). */
export const privacyAnswers = ({ townshipName, hotline }: PrivacyPlace): PrivacyAnswer[] => [
  {
    question: '谁在管这些',
    sentences: [`县民政局开的，${townshipName}和各村在用。电话 ${hotline}。`],
  },
  {
    question: '记些什么',
    sentences: [
      '您写的、说的，您拍的照片，您留的名字和电话，住在哪个村哪个寨子。',
      '您点了“用我现在的位置”，才看一次手机在哪，只记个大概（一百米上下）。没点就不看。',
      '不看您的通讯录，不看您别的照片，不跟着您走。',
    ],
  },
  { question: '为什么要记', sentences: ['只为找到这家人、上门看、把该给的帮助办下来，再告诉您办到哪了。'] },
  {
    question: '要紧的信息',
    sentences: [
      '病情、家里的钱、住址、没满 14 岁的娃娃的事，是要紧的信息，报的时候单独问您同不同意。',
      '没满 14 岁的，要家里大人（监护人）同意。没有大人管、或者大人就是害他的人，不用同意，直接报。',
    ],
  },
  {
    question: '给谁看',
    sentences: [
      '只给办这件事的人看：村里的协理员、乡里的经办人，县民政局抽查的时候也看。',
      '要别的部门办的（像看病报销、上学），只把那件事转给他们。',
      '要公示的时候，名字遮住，不写病情，不写电话，不写身份证号，不写娃娃。',
      '不卖，不拿去做广告，不给不相干的人。',
    ],
  },
  {
    question: '怎么存，存多久',
    sentences: [
      '锁起来存在县里管的机器上。谁看过要紧的信息，都记了一笔。',
      '没发出去的，只在您的手机里。',
      `报的时候手机在哪，${periodInWords(retentions.position)}后自己删。事情办完，您的电话和称呼${periodInWords(retentions.contact)}后自己删，发来的照片、录音${periodInWords(retentions.files)}后自己删。消息留${periodInWords(retentions.notices)}。`,
      '谁家、什么难处、上门看到什么、怎么帮的，是救助档案，按县里档案的规定留，不会自己删。怕人受欺负的、反映干部的，是证据，也不会自己删。',
    ],
  },
  {
    question: '您可以怎么办',
    sentences: [
      '看、改、拿一份走、不让再用、注销账号：在“我的信息”里自己办，当时就办好。不会弄，打热线说一声。',
      '注销了，正在办的事接着办，办完您的电话就删。规定要留的档案，注销前一条一条说给您看。',
      '不同意给照片、录音、位置，照样能报，照样有人办。',
      '觉得我们用得不对，也打热线；还不满意，可以找县民政局。',
    ],
  },
]
