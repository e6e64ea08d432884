import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { type Department, departmentCodes, departments } from '../../../shared/domain/code-lists'
import { deskRoles, type Role, townshipRoles } from '../../../shared/domain/roles'
import { type TransferSheet, transferSheetCodes, transferSheets } from '../../../shared/domain/transfers'
import { call, type Reply } from '../../client/api'
import { type Me, signedInPerson } from '../../client/session'
import { takeSheet } from '../../client/sheet'
import { Empty, Loading, Trouble, Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { usePages } from '../../components/answer/use-pages'
import { Chips } from '../../components/chips/chips'
import { DeskTownship } from '../../components/desk-ways/desk-township'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn, PersonBar } from '../../components/person-bar/person-bar'
import { Press } from '../../components/press/press'
import { shownCount } from '../../components/queue-counts/shown-count'
import { LedgerTable } from './ledger-table'
import { NumberPrefix } from './number-prefix'
import { SidePanel } from './side-panel'
import './transfers.scss'

type Listed = Reply<'GET /api/townships/:township/transfers'>
/** One line of the ledger. */
export type Line = Listed['items'][number]
interface Filter {
  department?: Department
  sheet?: TransferSheet
  year?: string
}

const onDesk: readonly Role[] = deskRoles
const atTownship: readonly Role[] = townshipRoles

/** 转办台账: every matter that another department was asked for, and what has come of it (R10). */
export default function TransfersPage() {
  const me = signedInPerson()
  return (
    <Page reader="desk" name="转办台账">
      {me ? <Ledgers me={me} /> : <NotSignedIn />}
    </Page>
  )
}

function Ledgers({ me }: { me: Me }) {
  const post = me.posts.find(({ role }) => onDesk.includes(role))
  const mayName = post !== undefined && atTownship.includes(post.role)
  return (
    <>
      <PersonBar />
      <DeskTownship territory={post?.territory ?? ''} here="/township/transfers/transfers">
        {(township) => <Ledger key={township} township={township} mayName={mayName} />}
      </DeskTownship>
    </>
  )
}

function Ledger({ township, mayName }: { township: string; mayName: boolean }) {
  const [filter, setFilter] = useState<Filter>({})
  const ask = (after?: string) =>
    call('GET /api/townships/:township/transfers', { params: { township }, query: { ...filter, after } })
  const { first, items, error, asking, trouble, again, onMore } = usePages(ask, JSON.stringify(filter))
  const taking = useAct({ onOvertaken: again })
  /** The lines as they are filtered, as the printed form. */
  const take = () =>
    taking.act(async () => {
      const asked = Object.entries(filter).flatMap(([key, value]) => (value ? [`${key}=${value}`] : []))
      await takeSheet(`/api/townships/${township}/transfers/sheet?${asked.join('&')}`, '转办台账')
    })
  const [openId, setOpenId] = useState<string | null>(null)
  const narrow = (change: Filter) => setFilter({ ...filter, ...change })
  const open = items.find(({ id }) => id === openId)
  return (
    <>
      <View className="ledger-filters">
        <Chips<TransferSheet>
          of={transferSheetCodes.map((value) => ({ value, words: wordsOf(value, first) }))}
          chosen={filter.sheet}
          onChoose={(sheet) => narrow({ sheet })}
        />
        <Chips<Department>
          of={departmentCodes.map((value) => ({ value, words: departments[value] }))}
          chosen={filter.department}
          onChoose={(department) => narrow({ department })}
        />
        {first && first.years.length > 1 && (
          <Chips
            of={first.years.map((year) => ({ value: String(year), words: `${year} 年` }))}
            chosen={filter.year}
            onChoose={(year) => narrow({ year })}
          />
        )}
      </View>
      <Warning words={trouble ?? taking.trouble} />
      {items.length > 0 && (
        <Press className="ledger-sheet" off={taking.busy} onPress={() => void take()}>
          <Icon name="list" />
          <Text>{taking.busy ? '正在下载…' : '下载 Excel 表'}</Text>
        </Press>
      )}
      {error !== null && <Trouble error={error} onAgain={() => void again()} />}
      {!first && asking && <Loading />}
      {first && items.length === 0 && (
        <Empty title="没有这样的转办">
          <Text>在线索里点「更多」「转给别的部门」，转出去的都在这里。</Text>
        </Empty>
      )}
      {items.length > 0 && (
        <View className={`ledger${open ? ' ledger--beside' : ''}`}>
          <LedgerTable lines={items} openId={openId} onOpen={setOpenId} />
          {open && <SidePanel line={open} onChange={() => void again()} onClose={() => setOpenId(null)} />}
        </View>
      )}
      {onMore && <MainButton tone="plain" words="再看后面的" onPress={() => void onMore()} />}
      {first && mayName && (
        <NumberPrefix township={township} prefix={first.prefix} onChange={() => void again()} />
      )}
    </>
  )
}

/** 没办完 3: a sheet of the ledger with how much is on it. */
const wordsOf = (sheet: TransferSheet, listed: Listed | null) => {
  const count = listed && sheet !== 'closed' ? listed.counts[sheet] : null
  return !count ? transferSheets[sheet] : `${transferSheets[sheet]} ${shownCount(count)}`
}
