import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { noticeRule } from '../../../shared/domain/notices'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call, type Reply } from '../../client/api'
import { signedInPerson } from '../../client/session'
import { Empty, Loading, Trouble, Warning } from '../../components/answer/answer'
import { usePages } from '../../components/answer/use-pages'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { Press } from '../../components/press/press'
import { TellMe } from '../../components/tell-me/tell-me'
import './inbox.scss'

type Notice = Reply<'GET /api/inbox'>['items'][number]

const fetchInbox = (after?: string) => call('GET /api/inbox', { query: { after } })

/** What somebody was told, the newest first: of the residents' own reports, or of the staff's cases. */
export default function InboxPage() {
  const staff = signedInPerson() !== null
  return (
    <Page
      reader={staff ? 'worker' : 'resident'}
      name="消息"
      {...(!staff && { aloud: { page: 'inbox' as const } })}
    >
      <Inbox staff={staff} />
    </Page>
  )
}

function Inbox({ staff }: { staff: boolean }) {
  const { first, items, error, asking, trouble, again, attempt, onMore } = usePages(fetchInbox, '')
  /** Opened on this screen: shown as read before the server has said so. */
  const [opened, setOpened] = useState<readonly string[]>([])
  const readAll = (upTo: string) =>
    attempt(async () => {
      await call('POST /api/inbox/read', { body: { upTo } })
      await again()
    })
  const open = (notice: Notice) => {
    setOpened([...opened, notice.id])
    // When this is lost the message stays marked as new, which does no harm.
    if (notice.unread) call('POST /api/inbox/read', { body: { ids: [notice.id] } }).catch(() => undefined)
    void Taro.navigateTo({ url: notice.page })
  }
  const [newest] = items
  return (
    <>
      {first && newest && first.unread > 0 && (
        <MainButton tone="plain" icon="check" words="都看过了" onPress={() => void readAll(newest.at)} />
      )}
      <Warning words={trouble} />
      {error !== null && <Trouble error={error} onAgain={() => void again()} />}
      {!first && asking && <Loading />}
      {items.map((notice) => (
        <Row
          key={notice.id}
          notice={notice}
          fresh={notice.unread && !opened.includes(notice.id)}
          onOpen={() => open(notice)}
        />
      ))}
      {first && items.length === 0 && (
        <Empty title="还没有消息">
          <Text>
            {staff
              ? '新线索到您手里、别人交给您、超时转到您这里，都会在这里告诉您。'
              : '您报的事有人接了、上门看过了、有结果了，都会在这里告诉您。'}
          </Text>
        </Empty>
      )}
      {first && <TellMe words={staff ? '在微信里提醒我' : '有消息告诉我'} counting={staff} />}
      {onMore && <MainButton tone="plain" words="再看以前的" onPress={() => void onMore()} />}
      {first && (
        <MainButton
          tone="plain"
          icon="refresh-cw"
          words="看看有没有新的"
          busy={asking && '正在看…'}
          onPress={() => void again()}
        />
      )}
    </>
  )
}

function Row({ notice, fresh, onOpen }: { notice: Notice; fresh: boolean; onOpen(): void }) {
  const { kind, urgent, words, at } = notice
  const pressing = fresh && urgent
  return (
    <Press
      className={`notice${fresh ? ' notice--fresh' : ''}${pressing ? ' notice--pressing' : ''}`}
      onPress={onOpen}
    >
      <View className="notice__head">
        <View className="notice__title">
          {fresh && <Text className="notice__mark">{urgent ? '要紧' : '新'}</Text>}
          <Text>{noticeRule(kind).title}</Text>
        </View>
        <Text className="notice__when">{spokenMoment(new Date(at), new Date())}</Text>
      </View>
      <View className="notice__foot">
        <Text className="notice__words">{words}</Text>
        <Icon name="chevron-right" />
      </View>
    </Press>
  )
}
