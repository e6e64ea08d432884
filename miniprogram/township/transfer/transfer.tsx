import { useRouter } from '@tarojs/taro'
import { call } from '../../client/api'
import { signedInPerson } from '../../client/session'
import { Loading, Trouble } from '../../components/answer/answer'
import { useAnswer, useRefresh } from '../../components/answer/use-answer'
import { Page } from '../../components/page/page'
import { NotSignedIn } from '../../components/person-bar/person-bar'
import { type Matter, TransferPage } from '../../components/transfer-page/transfer-page'

/** One matter that the township has passed to the department of whoever is signed in. */
export default function OwnTransferPage() {
  const transferId = useRouter().params.id ?? ''
  if (signedInPerson()) return <OwnTransfer transferId={transferId} />
  return (
    <Page reader="worker" name="转办">
      <NotSignedIn />
    </Page>
  )
}

function OwnTransfer({ transferId }: { transferId: string }) {
  const params = { transferId }
  const asked = useAnswer(() => call('GET /api/transfers/:transferId', { params }), transferId)
  useRefresh(asked.again)
  const put = async (deed: Promise<Matter>) => asked.put(await deed)
  if (asked.value)
    return (
      <TransferPage
        matter={asked.value}
        onStale={() => void asked.again()}
        deeds={{
          receive: () => put(call('POST /api/transfers/:transferId/receive', { params, body: {} })),
          refuse: (_name, reason) =>
            put(call('POST /api/transfers/:transferId/refuse', { params, body: { reason } })),
          reply: (_name, reply) =>
            put(call('POST /api/transfers/:transferId/reply', { params, body: { reply } })),
          phone: async () =>
            (await call('POST /api/transfers/:transferId/calls', { params, body: {} })).phone,
        }}
      />
    )
  return (
    <Page reader="worker" name="转办">
      {asked.error !== null ? (
        <Trouble error={asked.error} onAgain={() => void asked.again()} />
      ) : (
        <Loading />
      )}
    </Page>
  )
}
