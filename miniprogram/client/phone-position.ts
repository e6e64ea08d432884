import Taro from '@tarojs/taro'
import { type PhonePosition, vaguestUsable } from '../../shared/domain/phone-position'
import { type Refusal, refusalIn } from './refusal'

/** How asking the phone where it is ended; a refusal is an answer like any other. */
export type Whereabouts = PhonePosition | 'vague' | Refusal

/** A phone on a slope under trees needs that long; whoever waits longer goes on by words. */
const patience = 10_000
/** Degrees to four places are ten metres: nothing finer is needed, so nothing finer leaves the phone. */
const coarse = (degrees: number) => Math.round(degrees * 10_000) / 10_000

/** Asks the phone where it is, by WGS-84 in WeChat and in a browser alike. Only ever called from a tap. */
export async function askWhereabouts(): Promise<Whereabouts> {
  try {
    const { latitude, longitude, accuracy } = await Taro.getLocation({
      type: 'wgs84',
      isHighAccuracy: true,
      highAccuracyExpireTime: patience,
    })
    if (!(accuracy <= vaguestUsable)) return 'vague'
    return { lat: coarse(latitude), lng: coarse(longitude), accuracyMetres: Math.ceil(accuracy) }
  } catch (error) {
    return refusalIn(error)
  }
}
