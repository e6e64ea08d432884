import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call, type Reply } from '../../client/api'
import { type Me, signedInPerson, signOut } from '../../client/session'
import { Loading, Trouble, Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { useAnswer } from '../../components/answer/use-answer'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn } from '../../components/person-bar/person-bar'
import { Press } from '../../components/press/press'
import './account.scss'

type Session = Reply<'GET /api/sessions/mine'>['sessions'][number]

/** 我的账号: one's posts, where one is signed in, and the ways out. */
export default function AccountPage() {
  const me = signedInPerson()
  return (
    <Page reader="worker" name="我的账号">
      {me ? <Account me={me} /> : <NotSignedIn />}
    </Page>
  )
}

function Account({ me }: { me: Me }) {
  const asked = useAnswer(() => call('GET /api/sessions/mine'), me.account)
  const { busy, trouble, act } = useAct()
  const sessions = asked.value?.sessions ?? []
  const others = sessions.filter(({ current }) => !current)
  const end = (deed: () => Promise<unknown>) => act(deed).then(() => asked.again())
  const leave = async () => {
    await signOut()
    await Taro.reLaunch({ url: '/pages/home/home' })
  }
  return (
    <>
      <View className="account">
        <View className="account__name" role="heading" aria-level="1">
          {me.calledAs}
        </View>
        {me.posts.map((post) => (
          <Text key={`${post.territory} ${post.role} ${post.title}`}>
            {post.territoryName} · {post.title}
          </Text>
        ))}
        <Text className="account__aside">称呼、手机号、职务要改，找乡里的经办人；县里和乡里的找上一级。</Text>
        <MainButton
          tone="plain"
          icon="check"
          words="确认电脑登录"
          onPress={() => void Taro.navigateTo({ url: '/pages/confirm-sign-in/confirm-sign-in' })}
        />
      </View>
      <View className="account">
        <View className="account__lead" role="heading" aria-level="2">
          在这些地方登录着
        </View>
        {asked.error !== null && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
        {asked.value === null && asked.asking && <Loading />}
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            off={busy}
            onEnd={() =>
              void end(() => call('DELETE /api/sessions/:sessionId', { params: { sessionId: session.id } }))
            }
          />
        ))}
        <Warning words={trouble} />
        {others.length > 0 && (
          <MainButton
            tone="plain"
            icon="log-out"
            words="除了这里，别处都退出"
            busy={busy && '正在退出…'}
            onPress={() => void end(() => call('POST /api/sessions/end-others'))}
          />
        )}
        <MainButton
          tone="plain"
          icon="user"
          words="我的信息"
          onPress={() => void Taro.navigateTo({ url: '/pages/my-data/my-data' })}
        />
        <MainButton tone="plain" icon="log-out" words="在这里退出" onPress={() => void leave()} />
      </View>
    </>
  )
}

function SessionRow({ session, off, onEnd }: { session: Session; off: boolean; onEnd(): void }) {
  const now = new Date()
  return (
    <View className="account-session">
      <View className="account-session__words">
        <Text className="account-session__device">{session.device}</Text>
        <Text className="account__aside">
          {session.current ? '就是这里' : `${spokenMoment(new Date(session.lastUsedAt), now)} 用过`}，
          {spokenMoment(new Date(session.startedAt), now)} 登录的
        </Text>
      </View>
      {!session.current && (
        <Press
          className="account-session__end"
          label={`让它退出：${session.device}`}
          off={off}
          onPress={onEnd}
        >
          <Icon name="x" />
          <Text>让它退出</Text>
        </Press>
      )}
    </View>
  )
}
