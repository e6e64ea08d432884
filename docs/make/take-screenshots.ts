import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pino from 'pino'
import sharp from 'sharp'
import { buildWhenStale } from '../../config/build-when-stale'
import { createApp } from '../../server/app'
import { readConfig } from '../../server/config'
import { loadDemo } from '../../server/demo/load-demo'
import { openHouse } from '../../server/open-house'
import { type Visitor, visit } from '../../tests/journeys/visitor'
import { launchBrowser } from '../../tests/setup/browser'

const pictures = resolve(__dirname, '../roles/pictures')
/** The moment on every picture, so that taking them again changes only what has changed. */
const moment = new Date('2026-11-24T02:00:00.000Z')

/** A photograph as a villager might take it, drawn: nobody's house is in these pages. */
const photograph = () =>
  sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800">
      <rect width="800" height="800" fill="#b9c7c9"/><path d="M0 520 260 330 520 470 800 300V800H0Z" fill="#5f7a5a"/>
      <path d="M180 700V480L400 320 620 480V700Z" fill="#a98b6c"/><path d="M140 500 400 300 660 500 620 530 400 365 180 530Z" fill="#5b4636"/>
      <path d="M430 330 520 400 470 430Z" fill="#22303a"/><rect x="350" y="560" width="100" height="140" fill="#4a3526"/>
    </svg>`),
  )
    .jpeg()
    .toBuffer()

/** A township's list with somebody new, somebody whose post is called otherwise, and a number that is too short. */
const listOfCadres = Buffer.from(
  [
    '姓名,职务,村,组,电话,副手',
    '岩老师,协理员,彩靠村,,19900000701,是',
    '白组长,小组长,彩靠村,2,19900000702,',
    '何大哥,小组长,岔路村,1,1990000070,',
  ].join('\r\n'),
)

/** The whole server with the demonstration's data, on a folder of its own, at one moment in time. */
async function openDemonstration() {
  const directory = mkdtempSync(join(tmpdir(), 'zaofaxian-pictures-'))
  const config = readConfig({ DATA_DIR: directory, DEMO: '1' })
  const opened = await openHouse(config, { now: () => moment, log: pino({ level: 'error' }) })
  await loadDemo(opened.house, opened.rooms)
  const pages = await buildWhenStale('h5')
  const server = createServer(createApp(opened.house, opened.rooms, opened.database, pages).callback())
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    house: opened.house,
    async close() {
      server.close()
      server.closeAllConnections()
      await opened.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function take(visitor: Visitor, name: string) {
  await visitor.page.evaluate(() => {
    for (const element of document.querySelectorAll('*')) element.scrollTop = 0
  })
  await visitor.page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' })
}

async function resident(visitor: Visitor) {
  const { page, button, field, words } = visitor
  await visitor.open('/pages/card/card?c=demo0203')
  await words('协理员 鲍老师').waitFor()
  await take(visitor, 'card')
  await button('帮别人报').click()
  await button('住房不安全/受灾', 'checkbox').click()
  await take(visitor, 'report-1')
  await field('说一说出了什么事').fill('隔壁家房子漏雨，墙都裂开了，老两口不有地方住')
  const chooser = page.waitForEvent('filechooser')
  await button('拍张照片').click()
  await (await chooser).setFiles({ name: 'house.jpg', mimeType: 'image/jpeg', buffer: await photograph() })
  await button('看第 1 张照片').waitFor()
  await button('下一步').click()
  await button('半坡寨', 'radio').click()
  await field('怎么找到这家').fill('大青树下第二家')
  await field('这家人的名字').fill('岩三木')
  await button('邻居', 'radio').click()
  await field('您的电话').fill('19900000121')
  await take(visitor, 'report-2')
  await button('下一步').click()
  await words('看一眼').waitFor()
  await button('我同意', 'checkbox').click()
  await take(visitor, 'report-3')
  await button('发出去').click()
  await words('收到了').waitFor()
  await words('会先联系您').waitFor()
  await take(visitor, 'receipt')
}

async function coordinator(visitor: Visitor) {
  const { button, words } = visitor
  // Signed in already: the app opens at the day's work.
  await visitor.open('/')
  await words('件要办').waitFor()
  await take(visitor, 'today')
  await visitor.page
    .locator('.lead', { hasText: '墙都裂开了' })
    .getByRole('button', { name: /^打开/ })
    .click()
  await words('为什么到这里').waitFor()
  await visitor.photographDrawn()
  await take(visitor, 'case')
  await button('我接了').click()
  await button('上门看过了').click()
  await words('报过的都填好了').waitFor()
  await button('加 村党总支书记 周书记', 'radio').click()
  await button('这一段好了，往下').click()
  await button('写 岩三木').click()
  await button('户主', 'radio').click()
  await button('写好了').click()
  await take(visitor, 'visit')
  await button('这一段好了，往下').click()
  await button('六样都能').click()
  await button('自己洗澡：不能', 'radio').click()
  await visitor.page.screenshot({ path: join(pictures, 'visit-care.png'), animations: 'disabled' })
}

/** The coordinator's village: a household that was found, who is there, and the village's own figures. */
async function ourVillage(visitor: Visitor) {
  const { button, field, words } = visitor
  await button('我的村').click()
  await field('谁家').fill('岩三木')
  await button('找').last().click()
  await words(/^找到 \d 家$/).waitFor()
  await take(visitor, 'our-village')
  await button(/^岩三木/)
    .first()
    .click()
  await words('报过的事').waitFor()
  await take(visitor, 'household')
  await button('返回').click()
  await button(/^村里的数/).click()
  await words('每个月收到几件').waitFor()
  await take(visitor, 'figures')
}

/** Two people speak of one household, and a coordinator writes down what was seen on the way. */
async function alike(visitor: Visitor) {
  const { button, field, words } = visitor
  await visitor.open('/')
  await button(/鲍老师/).click()
  await button('打开 岩三木').first().click()
  await words('是不是同一家').waitFor()
  await button('是同一家，并到一起').first().scrollIntoViewIfNeeded()
  await visitor.page.screenshot({ path: join(pictures, 'alike.png'), animations: 'disabled' })
  await visitor.open('/township/entry/entry')
  await field('出了什么事').fill('走访看到河边寨罗大妹家断粮了')
  await words('会到彩靠村').waitFor()
  await take(visitor, 'entry-phone')
}

/** How far it has come, and what is stored about whoever reported it. */
async function progress(visitor: Visitor) {
  await visitor.button('看看办到哪了').click()
  await visitor.words('管这件事').waitFor()
  await take(visitor, 'progress')
  await visitor.open('/pages/my-data/my-data')
  await visitor.words('这里存着我的什么').waitFor()
  await take(visitor, 'my-data')
}

/** A lead is taken on a hill without signal while somebody else takes it too. */
async function withoutSignal(worker: Visitor, secretary: Visitor) {
  await worker.open('/village/today/today')
  await worker.page
    .locator('.lead', { hasText: '接下这条线索' })
    .first()
    .getByRole('button', { name: /^打开/ })
    .click()
  await worker.button('我接了').waitFor()
  await worker.context.setOffline(true)
  await worker.button('我接了').click()
  const waits = worker.words(/我接了：没有信号。已存在手机里/)
  await waits.waitFor()
  await waits.scrollIntoViewIfNeeded()
  await worker.page.screenshot({ path: join(pictures, 'deed-waits.png'), animations: 'disabled' })
  const { pathname, search } = new URL(worker.page.url())
  await secretary.open('/')
  await secretary.button(/周书记/).click()
  await secretary.words('今天没有要办的').waitFor()
  await secretary.open(pathname + search)
  await secretary.button('我接了').click()
  await secretary.button('上门看过了').waitFor()
  await worker.context.setOffline(false)
  await worker.page.evaluate(() => window.dispatchEvent(new Event('online')))
  await worker.words('我写的').waitFor()
  await worker.words('我写的').scrollIntoViewIfNeeded()
  await worker.page.screenshot({ path: join(pictures, 'two-sides.png'), animations: 'disabled' })
}

/** A computer is signed in by a phone; where there is no WeChat, by a code that was handed over. */
async function signingIn(worker: Visitor, computer: Visitor) {
  await computer.open('/pages/sign-in/sign-in')
  const digits = (await computer.words(/^\d{3} \d{3}$/).textContent()) ?? ''
  await worker.open('/pages/confirm-sign-in/confirm-sign-in')
  await worker.field('电脑上的六位数字').fill(digits)
  await worker.button('看看是哪台电脑').click()
  await worker.words('是您在这台电脑上登录吗？').waitFor()
  await take(worker, 'confirm-sign-in')
  await computer.open('/pages/sign-in/sign-in?c=123456789012')
  await computer.words('您手机号的后四位').waitFor()
  await take(computer, 'sign-in-code')
}

async function officer(visitor: Visitor) {
  const { button, words } = visitor
  await visitor.open('/')
  await button(/段干事/).click()
  await words('件等着派').waitFor()
  await button(/新寨/, 'radio').first().click()
  await visitor.page.keyboard.press('1')
  await take(visitor, 'triage')
  await button('记一个电话或者来访').click()
  await visitor.field('出了什么事').fill('我是岔路三棵桩呢，我家老倌从树上跌下来，脚断掉了')
  await visitor.field('谁家').fill('李小发')
  await words('会到岔路村').waitFor()
  await take(visitor, 'entry')
  await visitor.open('/township/settings/settings')
  await button('李老师要请假').click()
  await button('记下，交出手上的').click()
  await words('现在找村党总支书记 孙书记').waitFor()
  await take(visitor, 'settings')
  await button('给鲍老师开登录码').click()
  await words('给鲍老师开一个登录码？').waitFor()
  await words('给鲍老师开一个登录码？').scrollIntoViewIfNeeded()
  await visitor.page.screenshot({ path: join(pictures, 'bring-in.png'), animations: 'disabled' })
  await visitor.open('/township/roster-import/roster-import')
  const chooser = visitor.page.waitForEvent('filechooser')
  await button(/选花名册/).click()
  await (await chooser).setFiles({ name: '军赛乡花名册.csv', mimeType: 'text/csv', buffer: listOfCadres })
  await words('军赛乡花名册.csv：3 行').waitFor()
  await take(visitor, 'roster-import')
}

/** The desk's ledger, and the same matter as the department's contact has it on the phone. */
async function transfers(desk: Visitor, contact: Visitor) {
  await desk.open('/township/transfers/transfers')
  await desk.button(/打开 军政转/).click()
  await desk.words('那边办的人').waitFor()
  await take(desk, 'transfers')
  await contact.open('/')
  await contact.button(/沈主任/).click()
  await contact.button(/打开 俸阿秀/).click()
  await contact.page.getByRole('button', { name: '签收', exact: true }).filter({ visible: true }).click()
  await contact.field('办得怎样').fill('助学金批了 1500 元，下个月打卡')
  await take(contact, 'transfer')
}

/** `npm run docs:screenshots`: takes the pictures of the pages for each role, from the demonstration. Needs Chromium. */
async function main() {
  mkdirSync(pictures, { recursive: true })
  const demonstration = await openDemonstration()
  const browser = await launchBrowser()
  try {
    const [villager, worker, desk, contact, secretary, computer] = await Promise.all([
      visit(browser, demonstration, 'phone'),
      visit(browser, demonstration, 'phone'),
      visit(browser, demonstration, 'desk'),
      visit(browser, demonstration, 'phone'),
      visit(browser, demonstration, 'phone'),
      visit(browser, demonstration, 'phone'),
    ])
    await resident(villager)
    await alike(worker)
    await coordinator(worker)
    await worker.open('/village/today/today')
    await worker.words('件要办').waitFor()
    await ourVillage(worker)
    await withoutSignal(worker, secretary)
    await signingIn(worker, computer)
    await progress(villager)
    await officer(desk)
    await transfers(desk, contact)
    console.log(`The pictures are in ${pictures}`)
  } finally {
    await browser.close()
    await demonstration.close()
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
