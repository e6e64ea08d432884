import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { type Role, townshipRoles } from '../../../shared/domain/roles'
import { call } from '../../client/api'
import { inDetail, isOvertaken } from '../../client/problem'
import { signedInPerson } from '../../client/session'
import { takeSheet } from '../../client/sheet'
import { aboutFile, chooseTable, type RosterPreview, sendRoster } from '../../client/table-file'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn, PersonBar } from '../../components/person-bar/person-bar'
import { Compared } from './compared'
import '../../components/block/block.scss'
import './roster-import.scss'

const setUp: readonly Role[] = townshipRoles
const keyOf = ({ person, post }: { person: string; post: string }) => `${person} ${post}`

/** 导入花名册: the township's own list of cadres, held against the roster before anything is changed (R1, R13). */
export default function RosterImportPage() {
  const township = signedInPerson()?.posts.find(({ role }) => setUp.includes(role))?.territory
  return (
    <Page reader="desk" name="导入花名册" wide>
      {township ? <RosterImport township={township} /> : <NotSignedIn />}
    </Page>
  )
}

function RosterImport({ township }: { township: string }) {
  const [name, setName] = useState('')
  const [preview, setPreview] = useState<RosterPreview | null>(null)
  const [ends, setEnds] = useState<ReadonlySet<string>>(new Set())
  const [done, setDone] = useState<string | null>(null)
  const looking = useAct({ inWords: aboutFile })
  const taking = useAct({
    inWords: (error) => `${inDetail(error)}${isOvertaken(error) ? '' : '。什么都没有改'}`,
  })
  const templates = useAct()

  const look = async () => {
    const chosen = await chooseTable(['xlsx', 'csv'])
    if (!chosen) return
    setDone(null)
    setPreview(null)
    setEnds(new Set())
    taking.forget()
    await looking.act(async () => {
      setPreview(await sendRoster(township, chosen))
      setName(chosen.name)
    })
  }
  const tick = (key: string) => {
    const next = new Set(ends)
    if (!next.delete(key)) next.add(key)
    setEnds(next)
  }
  const take = async (shown: RosterPreview) => {
    await taking.act(async () => {
      const { given, changed, ended, handedOver } = await call(
        'POST /api/townships/:township/roster/import',
        {
          params: { township },
          body: {
            preview: shown.id,
            ends: shown.gone
              .filter((one) => ends.has(keyOf(one)))
              .map(({ person, post }) => ({ person, post })),
          },
        },
      )
      setPreview(null)
      setDone(
        `导入了：加了 ${given} 个职务，改了 ${changed} 个，${ended} 个不再担任${handedOver > 0 ? `，交出 ${handedOver} 件线索` : ''}。`,
      )
    })
  }
  const template = (format: 'xlsx' | 'csv') =>
    templates.act(() =>
      takeSheet(`/api/townships/${township}/roster/template?format=${format}`, '花名册模板', format),
    )

  const changes = preview?.posts.filter(({ kind }) => kind !== 'same').length ?? 0
  const nothing = changes + ends.size === 0
  return (
    <>
      <PersonBar />
      <View className="block block--wide">
        <View className="block__title" role="heading" aria-level="1">
          用花名册一次导入
        </View>
        <Text className="block__aside">
          第一行写列名：姓名、职务、村、组、电话、部门、副手。列的先后、多出来的列都不要紧。电话写本人的手机号，登录认这个号；一个人有几个职务就写几行。
        </Text>
        <Text className="block__aside">选了文件先看对比，您点了才导入。表里没有的人不会自己被去掉。</Text>
        {done && (
          <View className="block__told" role="status">
            {done}
          </View>
        )}
        <Warning words={looking.trouble ?? templates.trouble} />
        <View className="list-ways">
          <MainButton
            tone={preview ? 'plain' : 'main'}
            icon="list"
            words={preview ? '换一个文件' : '选花名册（Excel 或者 CSV）'}
            busy={looking.busy && '正在对比…'}
            onPress={() => void look()}
          />
          <MainButton tone="plain" words="下载 Excel 模板" onPress={() => void template('xlsx')} />
          {process.env.TARO_ENV !== 'weapp' && (
            <MainButton tone="plain" words="下载 CSV 模板" onPress={() => void template('csv')} />
          )}
        </View>
      </View>
      {preview && (
        <Compared name={name} preview={preview} ends={ends} keyOf={keyOf} onTick={tick}>
          <Warning words={taking.trouble} />
          <MainButton
            words={`导入：${changes} 个职务${ends.size > 0 ? `，${ends.size} 个不再担任` : ''}`}
            busy={taking.busy ? '正在导入…' : nothing && '没有要改的'}
            onPress={() => void take(preview)}
          />
        </Compared>
      )}
      {done && (
        <MainButton
          tone="plain"
          words="回到设置，看值班表"
          onPress={() =>
            void Taro.navigateBack().catch(() => Taro.redirectTo({ url: '/township/settings/settings' }))
          }
        />
      )}
    </>
  )
}
