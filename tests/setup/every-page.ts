import { sentTransfer } from './sent-transfer'
import { someReport, type TestHouse } from './test-house'

/** A page of the app with something on it, and who may see it. */
export interface ShownPage {
  url?: string
  /** Words by which one knows that it is there. */
  words: string
  /** Somebody of the demonstration; nobody in particular when it is open to all. */
  as?: string
  /** The page is made for a desk, not for a phone. */
  desk?: true
}

/** Puts something on every page of the app, so that each can be looked at: by its path, the person and the words. */
export async function everyPage(town: TestHouse): Promise<Record<string, ShownPage>> {
  const resident = await town.signIn('resident')
  const { reply: receipt } = await town.call('POST /api/reports', resident, { body: someReport() })
  await town.call('POST /api/reports', resident, {
    body: someReport({ card: undefined, place: {}, text: '三组那家，就是卖豆腐那家隔壁' }),
  })
  const queue = await town.call('GET /api/queue', await town.signIn('coordinator-203'), { query: {} })
  const caseId = queue.reply.items[0]?.id ?? ''
  const { transferId } = await sentTransfer(town, await town.signIn('officer'), {}, { subjectName: '田小花' })
  const phone = (page: ShownPage) => page
  const desk = (page: ShownPage): ShownPage => ({ ...page, desk: true })
  return {
    'pages/home/home': phone({ words: '我要求助' }),
    'pages/card/card': phone({ url: '?c=demo0203', words: '协理员 鲍老师' }),
    'pages/report/report': phone({ url: '?for=other&c=demo0203', words: '出了什么事' }),
    'pages/receipt/receipt': phone({ as: '岩三木', url: `?r=${receipt.receipt}`, words: '收条号' }),
    'pages/mine/mine': phone({ as: '岩三木', words: '隔壁家老人病了三天' }),
    'pages/inbox/inbox': phone({ as: '岩三木', words: '还没有消息' }),
    'pages/progress/progress': phone({ as: '岩三木', url: `?r=${receipt.receipt}`, words: '再补一句' }),
    'pages/status/status': phone({ words: '先把两样填好' }),
    'pages/transfer-link/transfer-link': phone({ url: '?t=nothing', words: '这个链接不能用了' }),
    'pages/privacy/privacy': phone({ words: '怎么存，存多久' }),
    'pages/my-data/my-data': phone({ as: '岩三木', words: '这里存着我的什么' }),
    'village/today/today': phone({ as: '鲍老师', words: '岩三木' }),
    'village/our-village/our-village': phone({ as: '鲍老师', words: '谁在，谁不在' }),
    'village/household/household': phone({ as: '鲍老师', url: `?case=${caseId}`, words: '报过的事' }),
    'village/figures/figures': phone({
      as: '鲍老师',
      url: '?village=530924205203',
      words: '每个月收到几件',
    }),
    'village/leads/leads': phone({
      as: '鲍老师',
      url: '?village=530924205203&figure=open',
      words: '还没了结的',
    }),
    'pages/sign-in/sign-in': phone({ words: '工作人员登录' }),
    'pages/confirm-sign-in/confirm-sign-in': phone({ as: '鲍老师', words: '电脑上的六位数字' }),
    'pages/account/account': phone({ as: '鲍老师', words: '在这些地方登录着' }),
    'village/queue/queue': phone({ as: '鲍老师', words: '岩三木' }),
    'village/visit/visit': phone({ as: '鲍老师', url: `?id=${caseId}`, words: '看完了，发出去' }),
    'village/case/case': phone({ as: '鲍老师', url: `?id=${caseId}`, words: '为什么到这里' }),
    'village/duty/duty': phone({ as: '鲍老师', words: '哪天不在' }),
    'township/triage/triage': desk({ as: '段干事', words: '先选一个村' }),
    'township/cases/cases': desk({ as: '段干事', words: '件在办' }),
    'township/filing/filing': desk({ as: '段干事', words: '还没有报县的' }),
    'township/relief/relief': desk({
      as: '段干事',
      url: `?id=${caseId}&do=give_advance_relief`,
      words: '给了多少钱',
    }),
    'township/settings/settings': desk({ as: '段干事', words: '值班表' }),
    'township/roster-import/roster-import': desk({ as: '段干事', words: '选花名册' }),
    'township/cards/cards': desk({ as: '段干事', words: '每个村印一张' }),
    'township/entry/entry': desk({ as: '段干事', words: '记下，派出去' }),
    'township/transfers/transfers': desk({ as: '段干事', words: '军政转〔2026〕1号' }),
    'township/transfer-out/transfer-out': desk({ as: '段干事', url: `?id=${caseId}`, words: '现在不能转办' }),
    'township/transfer/incoming': desk({ as: '沈主任', words: '田小花' }),
    'township/transfer/transfer': desk({ as: '沈主任', url: `?id=${transferId}`, words: '签收' }),
  }
}
