import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { stateRule } from '../../../shared/domain/case-states'
import { type HelpCategory, helpCategories } from '../../../shared/domain/code-lists'
import { spokenMonth, type VillageFigure, villageFigures } from '../../../shared/domain/village-figures'
import { call } from '../../client/api'
import { numberToCall } from '../../client/calls'
import { signedInPerson } from '../../client/session'
import { Empty, Loading, Trouble, Warning } from '../../components/answer/answer'
import { usePages } from '../../components/answer/use-pages'
import { dial } from '../../components/hotline/hotline'
import { LeadRow } from '../../components/lead-row/lead-row'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn } from '../../components/person-bar/person-bar'
import '../../components/village-block/village-block.scss'

/** What the address says is asked for. */
interface AskedLeads {
  village: string
  figure: VillageFigure
  category?: HelpCategory
  month?: string
}

const isFigure = (word: string): word is VillageFigure => word in villageFigures
const isCategory = (word: string): word is HelpCategory => word in helpCategories

/** The leads behind one of a village's figures, newest first. */
export default function LeadsPage() {
  const { village = '', figure = '', category = '', month } = useRouter().params
  const asked: AskedLeads = {
    village,
    figure: isFigure(figure) ? figure : 'received',
    ...(isCategory(category) && { category }),
    ...(month && { month }),
  }
  return (
    <Page reader="worker" name="线索">
      {signedInPerson() ? <Leads asked={asked} /> : <NotSignedIn />}
    </Page>
  )
}

function Leads({ asked: { village, ...query } }: { asked: AskedLeads }) {
  const fetchLeads = (after?: string) =>
    call('GET /api/villages/:village/cases', { params: { village }, query: { ...query, after } })
  const list = usePages(fetchLeads, JSON.stringify([village, query]))
  const { first, items, error, asking, trouble, again, attempt, onMore } = list
  const now = new Date()
  const ring = (caseId: string) => attempt(async () => dial(await numberToCall(caseId)))
  const when = query.month ? `${spokenMonth(query.month, now)}的` : '近 12 个月的'
  const what = query.category ? helpCategories[query.category] : villageFigures[query.figure]
  return (
    <>
      <View className="village-name" role="heading" aria-level="1">
        {when}线索：{what}
      </View>
      <Warning words={trouble} />
      {error !== null && <Trouble error={error} onAgain={() => void again()} />}
      {!first && asking && <Loading />}
      {items.map((item) => (
        <LeadRow
          key={item.id}
          lead={item}
          now={now}
          aside={`${stateRule(item.state).label} · ${item.owner.title} ${item.owner.calledAs}`}
          onCall={() => void ring(item.id)}
        />
      ))}
      {first && items.length === 0 && (
        <Empty title="没有">
          <Text>这个数里没有线索。</Text>
        </Empty>
      )}
      {onMore && <MainButton tone="plain" words="再看后面的" onPress={() => void onMore()} />}
    </>
  )
}
