import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { call, type Reply } from '../../client/api'
import { ApiProblem } from '../../client/problem'
import { Empty, Loading, Trouble } from '../../components/answer/answer'
import { useAnswer } from '../../components/answer/use-answer'
import { Icon } from '../../components/icon/icon'
import { Page } from '../../components/page/page'
import { TransferPage } from '../../components/transfer-page/transfer-page'
import './transfer-link.scss'

type Seen = Reply<'GET /api/transfer-links/:token'>

/** For a department's contact without an account: what a one-time link leads to (R5: no sign-in, no second form). */
export default function TransferLinkPage() {
  const token = useRouter().params.t ?? ''
  const params = { token }
  const asked = useAnswer(() => call('GET /api/transfer-links/:token', { params }), token)
  const put = async (deed: Promise<Seen>) => asked.put(await deed)
  const seen = asked.value
  if (seen?.transfer)
    return (
      <TransferPage
        matter={seen.transfer}
        asksName
        first
        onStale={() => void asked.again()}
        deeds={{
          receive: (name) => put(call('POST /api/transfer-links/:token/receive', { params, body: { name } })),
          refuse: (name, reason) =>
            put(call('POST /api/transfer-links/:token/refuse', { params, body: { name, reason } })),
          reply: (name, reply) =>
            put(call('POST /api/transfer-links/:token/reply', { params, body: { name, reply } })),
          phone: async () =>
            (await call('POST /api/transfer-links/:token/calls', { params, body: {} })).phone,
        }}
      />
    )
  const isSpent = asked.error instanceof ApiProblem && asked.error.is('not-found')
  return (
    <Page reader="worker" name="转办" first>
      {seen?.answered && (
        <View className="answered" role="status">
          <Icon name="circle-check" large />
          <Text className="answered__title">已经答复了，谢谢</Text>
          <Text>乡里收到了，会告诉这一家。这个链接不能再用了，里面的内容也看不到了。</Text>
        </View>
      )}
      {isSpent && (
        <Empty title="这个链接不能用了">
          <Text>可能过了日期，或者乡里换了新的。请发链接的人再发一个。</Text>
        </Empty>
      )}
      {asked.error !== null && !isSpent && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
      {!seen && asked.asking && <Loading />}
    </Page>
  )
}
