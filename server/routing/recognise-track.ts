import type { Track } from '../../shared/domain/code-lists'
import { maskNumbersIn } from '../trust/masking'

/** What kind of thing a report seems to be, with the words that say so. A person confirms it. */
export interface RecognisedTrack {
  track: Track
  reason: string
}

const victim =
  '(?:老婆|媳妇|妻子|婆娘|女人|女的|娃娃?|孩子|小孩|儿子|女儿|女娃|小姑娘|姑娘|女学生|老人|老娘|老爹|老太|婆婆|奶奶|他妈|他娘|她|我|俺|人家)'
const hits = '(?:打|揍|踢|掐|烫|抽|捅|砍|虐待|折磨|欺负|毒打|暴打|殴打)'
/** Signs of somebody being harmed at home or at school (强制报告). */
const abuse: readonly RegExp[] = [
  new RegExp(
    `(?:天天|经常|老是?|总是?|一直|又|喝[了醉多]*酒?[就又]?|往死里|昨晚|昨天|皮带|火钳子?|开水|烟头)[^，。；]{0,8}${hits}(?:${victim}|[^，。；]{0,3}${victim})`,
  ),
  new RegExp(`把${victim}[^，。；]{0,10}(?:${hits}|往死里)`),
  /把[^，。；门]{1,10}(?:关在|锁在|锁起来|拴在|绑在|绑起来)/,
  new RegExp(`(?:拿|用)[^，。；]{1,6}(?:烫|抽|打|捅|砍)${victim}`),
  /(?:后爹|后妈|继父|继母|养父|男人|老公|丈夫|爸|他爹|姨夫|老师|叔)[^。；]{0,14}(?:摸她|摸我|摸她们|强奸|猥亵|性侵|糟蹋|欺负她|动手动脚)/,
  /(?:强奸|猥亵|性侵|家暴|家庭暴力|虐待|拐卖)/,
  /烟头(?:烫|疤)|打得[^，。]{0,6}(?:青|血|伤|肿)|(?:铁链|绳子)[^，。]{0,8}(?:拴|绑|锁)/,
  /(?:[一二三四五六七八九十]{1,3}|\d{1,2})岁?[^。]{0,12}怀孕|怀孕[^。]{0,8}(?:十[一二三]|1[0-3])岁/,
  /把(?:我|俺)(?:锁|关|绑)/,
  /动手动脚/,
  /用(?:棍子?|皮带|火钳子?|鞭子|竹条|扁担|凳子)[^，。；]{0,4}(?:打|抽)/,
  new RegExp(`不给${victim}[^，。；]{0,4}饭吃`),
]

const official =
  '(?:村干部|支书|书记|主任|村委会主任|村长|社长|队长|组长|小组长|乡干部|镇干部|工作人员|民政干部|干部|协理员|村官|村里领导|领导)'
const wrong =
  '(?:贪污|贪了|贪|克扣|截留|吞了|侵吞|吃了|收[了取]?[^，。]{0,4}(?:好处|烟|钱|礼)|索要|好处费|虚报冒领|优亲厚友|徇私|不作为|态度恶劣|乱收费|' +
  '腐败|受贿|卡要|挪用|都给[^，。]{0,4}亲戚|给[^，。]{0,4}(?:他|自)家?[^，。]{0,4}亲戚|都给自己|吃低保)'
/** A complaint about somebody in office. */
const petition: readonly RegExp[] = [
  new RegExp(`${official}[^。；]{0,24}${wrong}`),
  new RegExp(`${official}[^。；]{0,6}收[了取]?[^，。；]{0,8}(?:块|元|钱)[^，。；]{0,2}才`),
  /(?:扶贫款|低保款|救灾[款米物]|补偿款|退耕[^，。]{0,4}款)[^。；]{0,12}(?:贪|吞|吃|克扣|截留|冒领)/,
  /(?:举报|检举|投诉|实名反映|控告|告状)[^。；]{0,24}(?:支书|书记|主任|干部|工作人员|社长|队长|组长|协理员|所长|乡长|镇长)/,
  /(?:支书|书记|主任|干部|工作人员|社长|队长|组长|协理员|所长|乡长|镇长)[^。；]{0,24}(?:举报|检举|投诉|控告|要告|问责|告状|请纪委)/,
]

const test =
  /^[\s，。,.!！]*(?:测试|试一下|试试|试一试|试下|test(?:ing)?)(?!.{0,4}(?:结果|显示|说))[^。]{0,16}$/i
const advertisement =
  /(?:加微信|微信同号|日入|兼职|贷款(?:无抵押|秒)|无抵押|当天放款|刻章|代开发票|低价出售|出售二手|全系低价|点击链接|中奖|领红包|博彩)/
const greeting =
  /^(?:你好|您好|在吗|在不在|有人吗|哈|呵|嘿|嘻|啊|哦|嗯|呀|喂|ok|hi|hello|[\s，。,.!！?？~～])+$/i

/** Keyboard noise and single signs repeated say nothing. */
function saysNothing(text: string): boolean {
  const bare = text.replace(/[\s\p{P}\p{S}]/gu, '')
  if (bare === '' || greeting.test(text)) return true
  if (new Set(bare).size <= 2 && bare.length >= 4) return true
  if (/^\d+$/.test(bare)) return true
  return /^[a-z]{4,}$/i.test(bare)
}

const found = (patterns: readonly RegExp[], text: string) => {
  for (const pattern of patterns) {
    const [said] = pattern.exec(text) ?? []
    if (said) return said
  }
  return null
}

/**
 * Recognises what kind of thing a report is (facts: rules that shape the product). Pure. What it finds is a
 * suggestion that a person confirms; only who may see the report meanwhile follows from it.
 */
export function recogniseTrack(report: { text: string; otherwiseSaid: boolean }): RecognisedTrack {
  const text = maskNumbersIn(report.text)
  const harmed = found(abuse, text)
  if (harmed) return { track: 'abuse', reason: `话里说到“${harmed}”` }
  const complaint = found(petition, text)
  if (complaint) return { track: 'petition', reason: `话里说到“${complaint}”` }
  // With a picture, a category or a name there is something to act on, whatever the words are.
  if (!report.otherwiseSaid) {
    if (test.test(text)) return { track: 'test', reason: '像是在试一下能不能发' }
    if (advertisement.test(text)) return { track: 'nonsense', reason: '像是广告' }
    if (saysNothing(text)) return { track: 'nonsense', reason: '没有说出什么事' }
  }
  return { track: 'hardship', reason: '' }
}
