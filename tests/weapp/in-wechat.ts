import { buildWhenStale } from '../../config/build-when-stale'
import { openTestHouse, someReport, type TestHouse, type TestHouseOptions } from '../setup/test-house'
import { type MiniProgram, openMiniProgram } from './mini-program'

/** A town, and somebody's phone in it with the built mini-program. */
export interface InWeChat {
  /** Where the build lies. */
  directory: string
  town: TestHouse
  mini: MiniProgram
  /** One more phone in the same town; whoever asks for it closes it. */
  another(): MiniProgram
  close(): Promise<void>
}

/** Builds the mini-program if need be, and opens a town and a phone. */
export async function openInWeChat(options: TestHouseOptions = {}): Promise<InWeChat> {
  const directory = await buildWhenStale('weapp')
  const town = await openTestHouse(options)
  const another = () => openMiniProgram(directory, (url) => url.replace('http://localhost:3000', town.base))
  const mini = another()
  return {
    directory,
    town,
    mini,
    another,
    async close() {
      mini.close()
      await town.close()
    },
  }
}

/** The same by the phone's own clock, which is the machine's, with a neighbour's report of an hour ago. */
export async function openTodayInWeChat(): Promise<InWeChat> {
  const inWeChat = await openInWeChat({ startsAt: new Date(Date.now() - 3_600_000).toISOString() })
  const { town } = inWeChat
  await town.call('POST /api/reports', await town.newResident(), { body: someReport() })
  town.setTime(new Date().toISOString())
  return inWeChat
}
