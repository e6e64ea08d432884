import Taro from '@tarojs/taro'
import { type PhonePosition, vaguestUsable } from '../../shared/domain/phone-position'
import { type Refusal, refusalIn } from './refusal'

/** How asking the phone where it is ended; a refusal is an answer like any other. */
export type Whereabouts = PhonePosition | 'vague' | Refusal

/** A phone on a slope under trees needs that long; whoever waits longer goes on by words. */
const patience = 10_000
/**
 * How finely it is told. A hamlet is told by degrees to three places, a hundred metres, in which nobody's door is
 * seen; a house that somebody has to find again by four, ten metres. Nothing finer leaves the phone.
 */
const finenesses = {
  hamlet: { places: 3, blurMetres: 80 },
  house: { places: 4, blurMetres: 8 },
} as const

/** Asks the phone where it is, by WGS-84 in WeChat and in a browser alike. Only ever called from a tap. */
export async function askWhereabouts(fine: keyof typeof finenesses): Promise<Whereabouts> {
  const { places, blurMetres } = finenesses[fine]
  const coarse = (degrees: number) => Number(degrees.toFixed(places))
  try {
    const { latitude, longitude, accuracy } = await Taro.getLocation({
      type: 'wgs84',
      isHighAccuracy: true,
      highAccuracyExpireTime: patience,
    })
    if (!(accuracy <= vaguestUsable)) return 'vague'
    return { lat: coarse(latitude), lng: coarse(longitude), accuracyMetres: Math.ceil(accuracy) + blurMetres }
  } catch (error) {
    return refusalIn(error)
  }
}
