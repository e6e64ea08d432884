import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readUpload, uploadArguments } from '../../config/upload-weapp'

describe('sending the mini-program to WeChat', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zaofaxian-upload-'))
  const key = join(folder, 'private.wx0000000000000000.key')
  writeFileSync(key, 'not a key')
  afterAll(() => rmSync(folder, { recursive: true }))

  const right = {
    WECHAT_APPID: 'wx0000000000000000',
    WECHAT_UPLOAD_KEY: key,
    TARO_APP_API_BASE: 'https://zaofaxian.example.cn',
  }

  test('goes as the given robot, with the key of this township and no other', () => {
    const given = uploadArguments(readUpload({ ...right, WECHAT_ROBOT: '7' }), '1.2.3').join(' ')
    expect(given).toContain(`--pkp ${key} --appid wx0000000000000000 --uv 1.2.3`)
    expect(given).toContain('--robot 7')
  })

  test.each([
    ['WECHAT_APPID', { WECHAT_APPID: 'touristappid' }],
    ['WECHAT_UPLOAD_KEY', { WECHAT_UPLOAD_KEY: '/nowhere/at/all' }],
    ['TARO_APP_API_BASE', { TARO_APP_API_BASE: 'http://localhost:3000' }],
    ['TARO_APP_API_BASE', { TARO_APP_API_BASE: 'https://a.example.cn/api' }],
    ['WECHAT_ROBOT', { WECHAT_ROBOT: '31' }],
  ])('%s that is not right is named, and nothing is sent', (name, wrong) => {
    expect(() => readUpload({ ...right, ...wrong })).toThrow(name)
  })

  test('names everything that is missing at once', () => {
    expect(() => readUpload({})).toThrow(/WECHAT_APPID[\s\S]*WECHAT_UPLOAD_KEY[\s\S]*TARO_APP_API_BASE/)
  })
})
