/** What stands behind a village's own name in official lists and in speech, longest first. */
const villageSuffixes = [
  '村村民委员会',
  '社区居民委员会',
  '社区居委会',
  '村民委员会',
  '居民委员会',
  '村委会',
  '居委会',
  '社区',
  '嘎查',
  '村',
]
const townshipSuffixes = ['街道办事处', '街道', '镇', '乡', '苏木']
const regionSuffixes = [
  '特别行政区',
  '自治区',
  '自治州',
  '自治县',
  '自治旗',
  '地区',
  '新区',
  '林区',
  '省',
  '市',
  '县',
  '区',
  '州',
  '盟',
  '旗',
]
/** A name this long or shorter is nobody's: one character stands in every sentence. */
const shortestName = 2

const without = (name: string, suffixes: readonly string[]): string => {
  const suffix = suffixes.find((one) => name.endsWith(one) && name.length >= one.length + shortestName)
  return suffix ? name.slice(0, -suffix.length) : name
}

/** 佤族拉祜族傈僳族德昂族 in 军赛佤族拉祜族傈僳族德昂族乡: nobody says it. */
const peoples = new RegExp(
  '(?:汉|壮|回|满|苗|彝|藏|侗|瑶|白|傣|佤|羌|水|土|畲|黎|京|怒|蒙古?|维吾尔|土家|布依|朝鲜|哈尼|哈萨克|傈僳|拉祜|' +
    '纳西|景颇|柯尔克孜|达斡尔|仫佬|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|' +
    '塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|东乡|高山)族|各族',
  'g',
)
const withoutPeoples = (name: string) => {
  const bare = name.replace(peoples, '')
  return bare.length > shortestName ? bare : name
}

/** How a village is called: by its bare name, or with a word that says it is a village. */
export interface NameForms {
  /** As people read it in a list: 忙吉利村, 岔路社区, 军赛乡. */
  called: string
  /** 岔路村, 岔路村委会: nothing else can be meant. */
  full: string[]
  /** 岔路: may also be an ordinary word. */
  bare: string[]
}

/** Every form of a village's name. 卧龙村村民委员会 is called 卧龙村 and 卧龙. */
export function villageForms(name: string): NameForms {
  const stem = without(name, villageSuffixes)
  const community = /社区|居委会|居民委员会/.test(name)
  const called = community ? `${stem}社区` : /嘎查$/.test(name) ? name : `${stem}村`
  const full = community
    ? [`${stem}居委会`, `${stem}社区居委会`, `${stem}居民委员会`, `${stem}社区居民委员会`]
    : [`${stem}村委会`, `${stem}村民委员会`, `${stem}村村委会`]
  return {
    called,
    full: [...new Set([called, ...(name === stem ? [] : [name]), ...full])],
    bare: stem.length >= shortestName ? [stem] : [],
  }
}

/** 寿县 has no shorter name. */
function withBare(called: string, name: string, suffixes: readonly string[]): NameForms {
  const bare = without(called, suffixes)
  return { called, full: [...new Set([called, name])], bare: bare === called ? [] : [bare] }
}

/** Every form of a township's name: 军赛佤族拉祜族傈僳族德昂族乡 is 军赛乡 and 军赛. */
export function townshipForms(name: string): NameForms {
  const called = withoutPeoples(name)
  return withBare(called, name, townshipSuffixes)
}

/** Every form of the name of a province, city or county: 镇康县 and 镇康, 德宏傣族景颇族自治州 and 德宏. */
export function regionForms(name: string): NameForms {
  const called = withoutPeoples(name)
  return withBare(called, name, regionSuffixes)
}
