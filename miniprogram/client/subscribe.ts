import Taro from '@tarojs/taro'
import { call, type Reply } from './api'

/** What WeChat may still bring this person, and which templates a tap asks for. */
export type MessagePermissions = Reply<'GET /api/message-permissions'>

/** How WeChat's question ended. `off`: the phone's main switch for such messages is off (20004). */
export type Allowed = 'allowed' | 'refused' | 'off'

/** Only in WeChat, and only where the service sends something by it, is anybody asked. */
export const canAskInWeChat = process.env.TARO_ENV === 'weapp'

/** What to ask for: to be had before the tap, because WeChat asks only inside the tap itself. */
export const messagePermissions = (): Promise<MessagePermissions> => call('GET /api/message-permissions')

const mainSwitchOff = 20004

/**
 * Has WeChat ask whether it may bring messages of these templates. WeChat takes the question only from a tap, so the tap
 * calls this before anything that waits.
 */
export function askInWeChat(templates: readonly string[]): Promise<Allowed> {
  return new Promise((settle) => {
    const ask: Partial<Taro.requestSubscribeMessage.Option> = {
      tmplIds: [...templates],
      success: (answer) => {
        const accepted = templates.filter((id) => answer[id] === 'accept')
        if (accepted.length === 0) return settle('refused')
        settle('allowed')
        // When this is lost, WeChat's own event tells the server of the same tap.
        call('POST /api/message-permissions', { body: { templates: accepted } }).catch(() => undefined)
      },
      fail: ({ errCode }) => settle(errCode === mainSwitchOff ? 'off' : 'refused'),
    }
    // Taro's type asks for another platform's ids beside these.
    void Taro.requestSubscribeMessage(ask as Taro.requestSubscribeMessage.Option)?.catch?.(() => undefined)
  })
}
