import { groupNumber, type PlaceMention } from './places-in-text'

/**
 * What a place has to do with the family that a report is about, as the words around it tell:
 * - `home`: somebody lives there (住X, 我妈在X, 嫁到X);
 * - `people`: somebody is named by it (X的, X那家, X李小三家);
 * - `topic`: the sentence begins with it (X三组，…), or it was said with what it lies in;
 * - `plain`: named, and no more;
 * - `reporter`: where the one who speaks is (我在X);
 * - `activity`: where somebody works, studies or lies in hospital (在X打工, X小学);
 * - `way`: where somebody goes (去X);
 * - `near`: somewhere by it (X和Y交界, 离X三里);
 * - `past`: where somebody came from (从X搬来, 娘家在X);
 * - `denied`: not there (不是X).
 */
export type MentionRole =
  | 'home'
  | 'people'
  | 'topic'
  | 'plain'
  | 'reporter'
  | 'activity'
  | 'way'
  | 'near'
  | 'past'
  | 'denied'

/** A role with what else the words tell. */
export interface RoleInText {
  role: MentionRole
  /** Said to be so now, after a move: what was before no longer counts. */
  now: boolean
}

const surnames =
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费薛雷贺倪汤罗郝毕' +
  '安常傅康余卜顾孟黄穆萧尹姚邵汪毛戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾江郭梅林钟徐邱骆高夏蔡田樊胡霍万柯卢莫房解应丁邓洪包左石崔' +
  '吉龚程邢裴陆荣翁段侯谷牛卓蒙池乔翟谭申冉桂岩普俸字者刘肖闫阎廖龙白关武赖文向易施祁耿焦温覃涂伍尚曾游詹辛管甘'
const kin =
  '(?:爹|妈|娘|爸|父|母|哥|姐|弟|妹|叔|伯|舅|姑|姨|婶|嫂|奶|爷|公|婆|外公|外婆|公公|婆婆|侄|孙|儿子|女儿|闺女|姑娘|女婿|媳妇|' +
  '老伴|亲戚|邻居|同学|学生|病人|老人|老乡|朋友|师傅|家长|户主|申请人|对象|他|她|他们|她们|那人|对方)(?:亲|们|子|妈|爹|哥|姐|弟|妹|家|人)?'
const negation = /(?:不是|不在|不属于?|并非)$/
const formerly = /(?:从|打从|原来是?在?|以前是?在?|以前住在?|原先是?在?|原住|原籍是?|娘家是?在?|出生在|曾住)$/
const nowAt = /(?:现在?住在?|现在在|现居|如今住?在?|嫁到|嫁在|嫁去|搬到|搬来|搬去|落户到?|迁到)$/
const livesAt = new RegExp(
  '(?:居?住(?:在|的是|是)?|家住?(?:在|是)|老家是?在?|婆家是?在?|户籍是?在?|户口是?在?|位于|出在|' +
    `(?:我|俺|我们|俺们|自己|本人|人|家|都|也|就|是|说|，|：|^)是|本人系|系|${kin}(?:是|家是|家在|家)|` +
    '还在|核实|核查|交办：|请|反映：?|推送：|预警：|比对：?|发现：?|监测：|数据：|平台：|帖子：|网传|病人是|老家)$',
)
/** 我妈在X: she lives there, unless the words go on with what she does there (老奶奶在街上要饭). */
const stays = new RegExp(`${kin}(?:还|现在|一直|都|也|住|人)*在$`)
const speaker = /(?:^|[，。；、！\s])(?:但是?)?(?:我|俺|本人|我们|俺们)(?:人|们|现在|目前|一直|平时|如今)*在$/
const goesTo = /(?:[去克上到来]|送到|拉到|跑到|送往|转到|考上|调到|路过|经过|开到)$/
const at = /(?:在|到|去|克)$/

const village = '(?:村|镇|乡|县|市|街道?|社区|寨子?|庄子?)?(?:村民委员会|村委会|居委会|委会)?'
const doing = new RegExp(
  `^${village}(?:那边|这边|街上|里)?(?:打工|务工|做工|干活|上班|工作|读书|上学|念|当|做生意|做活|开|住院|看|治|卖|赶|砍|收|拉|挖|修|盖|` +
    '搞|跑|承包|租|学|受|待|带|挣|苦钱|摆|抓)',
)
const institution = new RegExp(
  `^${village}(?:的|呢)?(?:中心|完全|第[一二三])?(?:小学|中学|学校|大学|职中|高中|学院|卫生院|卫生所|医院|派出所|信用社|集市|水库|工地|厂|` +
    '糖厂|车站|高速|大桥|电站|林场|农贸|幼儿园|乡政府|镇政府|政府|敬老院|养老院|司法所|法院|监狱)',
)
const nearby = new RegExp(
  `^${village}(?:的|那|边)*(?:(?:和|跟|与|同)[^，。]{1,8}?)?(?:交界|中间|之间|搭界|接壤)|` +
    `^${village}(?:过去|往[前上下东西南北]|再走|不远|附近|对面|背后|外面|边界|有?[一二两三四五六七八九十几\\d]+(?:多)?(?:公)?里)`,
)
const comesNear = /(?:离|靠近|挨着|临近|过了)$/
const around = '(?:头|这边|那边|那点|这点|那里|这里|里头|里面|里|上头|上|口上)?'
const people = new RegExp(
  `^${village}${around}(?:的(?!话|时候|路|方向)|呢(?!路)|嘞|那个|那家|这家|那户|那几|有(?:个|一|家|户|两|三|四|五|人|位|对|几|小孩|老|娃|孩子)|某|老[^师板]|` +
    '姓|户主|申请人|村民|居民|群众|特困|低保|五保|孤儿|困境|监测|脱贫|边缘|残疾|独居|留守|事实无人|人(?!民|家)|一家|一户|一个|一老|来的|' +
    `我家|我们家|俺家|俺村|俺们|隔壁|[我俺他她]们?${kin}家|[${surnames}][^，。,]{0,3})`,
)
/** 宕昌县哈达铺的老乡: a region, then somewhere in it that the atlas does not know. */
const fromThere = /^[^，。；]{0,6}(?:的(?:老乡|一位|人|村民|群众|$|[，。])|人[，。]|来的|村民|居民)/
const clauseBegins = /(?:^|[，。；、！？：:,;!?\s【】（()）“”])$/
const clauseEnds = /^(?:村|镇|乡)?(?:[上里]|里头|上头)?(?:$|[，。；、！？：:,;!?\s【】（()）“”])/

const rests = new RegExp(`^${village}(?:那边|这边)?(?:住|过|$|[，。；、！？：,;!?\\s])`)
/** 采kao村河边寨: the village's name is not to be read, and still the hamlet is said to lie in one. */
const inSomeVillage = /(?:村|社区|[组社队])$/
/** 早楼柳园，…: two characters that nobody can read before a hamlet that ends the clause are its village. */
const afterUnreadable = /(?:^|[，。；、！？：,;!?\s])[\p{Script=Han}]{1,3}(?<![在去到上下来从里克有的])$/u

/** 中厂那边山体滑坡 */
const overThere = /^(?:村)?(?:那边|这边|那点|这点|那里|这里)/

const reach = 14

/** Reads what a mention has to do with the family, from the words before and after it. Pure. */
export function roleOf(text: string, mention: PlaceMention): RoleInText {
  const before = text.slice(Math.max(0, mention.start - reach), mention.start)
  const after = text.slice(mention.end, mention.end + reach)
  const said = (role: MentionRole, now = false): RoleInText => ({ role, now })
  if (negation.test(before)) return said('denied')
  if (institution.test(after)) return said('activity')
  if (nearby.test(after) || comesNear.test(before)) return said('near')
  if (formerly.test(before)) return said('past')
  if (nowAt.test(before)) return said('home', true)
  if (speaker.test(before)) return said('reporter')
  if (at.test(before) && doing.test(after)) return said('activity')
  if (livesAt.test(before)) return said('home')
  if (stays.test(before) && (!mention.ordinary || rests.test(after))) return said('home')
  if (goesTo.test(before)) return said('way')
  if (people.test(after)) return said('people')
  if (mention.meanings.every(({ kind }) => kind === 'outside') && fromThere.test(after)) return said('people')
  // With the number of a group nothing else than the place can be meant: people live there.
  if (groupNumber.test(after.replace(/^村?的?/, ''))) return said('people')
  if (mention.joined) return said('topic')
  const unread = mention.text.length > 1 && mention.meanings.every(({ kind }) => kind === 'hamlet')
  if (unread && !mention.ordinary) {
    if (inSomeVillage.test(before)) return said('topic')
    if (afterUnreadable.test(before) && clauseEnds.test(after)) return said('topic')
  }
  if (clauseBegins.test(before) && (clauseEnds.test(after) || overThere.test(after))) return said('topic')
  return said('plain')
}
