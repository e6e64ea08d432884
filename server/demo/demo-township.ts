import type { PlaceRecord } from '../places/place.model'

/** 军赛佤族拉祜族傈僳族德昂族乡 (镇康县): the first township. */
export const demoTownship = '530924205'
const township = demoTownship

const hamlet = (name: string, ...aliases: string[]) => ({ name, aliases })

const village = (
  number: number,
  name: string,
  aliases: string[],
  ...groups: ReturnType<typeof hamlet>[][]
): PlaceRecord => ({
  _id: `${township}${number}`,
  kind: 'village',
  name,
  aliases,
  groups: groups.map((hamlets, index) => ({ number: index + 1, hamlets })),
  version: 1,
  help: [],
  learned: [],
})

/**
 * The demo's places. The villages and their codes are the National Bureau of Statistics'; the groups and hamlets
 * are invented, because no public file holds the real ones. Some names stand in two villages, as they do in life.
 */
export const demoPlaces: PlaceRecord[] = [
  {
    _id: township,
    kind: 'township',
    name: '军赛乡',
    aliases: [],
    groups: [],
    version: 0,
    hotline: '19900000883',
    officeHours: '周一到周五 8:30–18:00，急事随时打',
    help: [
      '看病花钱多、突然出大事：可以先给临时救助',
      '老人、孩子没人管：有人上门看，帮着办',
      '不会写、不会办：协理员帮您办，不用跑',
    ],
    learned: [],
  },
  village(
    201,
    '军赛村',
    ['军塞'],
    [hamlet('街子', '街上')],
    [hamlet('大寨')],
    [hamlet('团坡')],
    [hamlet('马鹿塘')],
  ),
  village(
    202,
    '中厂村',
    ['中场'],
    [hamlet('梨树坪')],
    [hamlet('旧矿')],
    [hamlet('新寨')],
    [hamlet('核桃林')],
  ),
  village(
    203,
    '彩靠村',
    ['采靠', '彩考'],
    [hamlet('大青树')],
    [hamlet('半坡寨')],
    [hamlet('河边寨')],
    [hamlet('芒果坡')],
  ),
  village(
    204,
    '南榨村',
    ['南炸', '南柞'],
    [hamlet('老寨')],
    [hamlet('水井坳')],
    [hamlet('甘蔗地')],
    [hamlet('岩脚')],
  ),
  village(
    205,
    '岔路村',
    ['叉路'],
    [hamlet('三棵桩')],
    [hamlet('大树脚')],
    [hamlet('白石岩')],
    [hamlet('新寨')],
  ),
  village(
    206,
    '忙吉利村',
    ['忙吉力', '芒吉利'],
    [hamlet('老寨')],
    [hamlet('茶山')],
    [hamlet('竹林坡')],
    [hamlet('回水湾')],
  ),
]
