import type { PlaceRecord } from '../places/place.model'

/** 军赛佤族拉祜族傈僳族德昂族乡 (镇康县): the first township. */
export const demoTownship = '530924205'
const township = demoTownship

const hamlet = (name: string, lat: number, lng: number, ...aliases: string[]) => ({
  name,
  aliases,
  position: { lat, lng },
})

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
 * are invented, and so is where they lie, because no public file holds the real ones. Some names stand in two
 * villages, as they do in life.
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
    [hamlet('街子', 23.97, 98.96, '街上')],
    [hamlet('大寨', 23.9781, 98.9629)],
    [hamlet('团坡', 23.9628, 98.9679)],
    [hamlet('马鹿塘', 23.9745, 98.9472)],
  ),
  village(
    202,
    '中厂村',
    ['中场'],
    [hamlet('梨树坪', 24.0149, 98.9698)],
    [hamlet('旧矿', 24.0257, 98.9747)],
    [hamlet('新寨', 24.0095, 98.9806)],
    [hamlet('核桃林', 24.0203, 98.9561)],
  ),
  village(
    203,
    '彩靠村',
    ['采靠', '彩考'],
    [hamlet('大青树', 23.979, 99.0092)],
    [hamlet('半坡寨', 23.988, 99.0151)],
    [hamlet('河边寨', 23.9664, 99.0052)],
    [hamlet('芒果坡', 23.9736, 99.0219)],
  ),
  village(
    204,
    '南榨村',
    ['南炸', '南柞'],
    [hamlet('老寨', 23.9305, 99.0033)],
    [hamlet('水井坳', 23.9224, 98.9954)],
    [hamlet('甘蔗地', 23.9377, 99.0151)],
    [hamlet('岩脚', 23.9484, 99.0013)],
  ),
  village(
    205,
    '岔路村',
    ['叉路'],
    [hamlet('三棵桩', 23.988, 98.9108)],
    [hamlet('大树脚', 23.9978, 98.9148)],
    [hamlet('白石岩', 23.9808, 98.899)],
    [hamlet('新寨', 23.9961, 98.901)],
  ),
  village(
    206,
    '忙吉利村',
    ['忙吉力', '芒吉利'],
    [hamlet('老寨', 23.9341, 98.9207)],
    [hamlet('茶山', 23.9215, 98.9167)],
    [hamlet('竹林坡', 23.9413, 98.9089)],
    [hamlet('回水湾', 23.9314, 98.9344)],
  ),
]
