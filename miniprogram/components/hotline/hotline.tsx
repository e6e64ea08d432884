import Taro from '@tarojs/taro'
import { MainButton } from '../main-button/main-button'

/** Opens the phone's dialler with this number; giving up the call is no error. */
export const dial = (number: string): void => {
  void Taro.makePhoneCall({ phoneNumber: number.replace(/[^\d+]/g, '') }).catch(() => undefined)
}

/** The hotline, across the page: the one way that works without typing, reading or a good connection. */
export function Hotline({ number, main = false }: { number: string; main?: boolean }) {
  return (
    <MainButton
      icon="phone"
      tone={main ? 'main' : 'plain'}
      words={`打电话 ${number}`}
      onPress={() => dial(number)}
    />
  )
}
