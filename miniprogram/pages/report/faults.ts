import type { FailingField } from '../../../shared/contract/problem'
import { refusalOf } from '../../client/attachment'
import type { Draft } from '../../client/draft'

/** The places of the form at which something can be said to be wrong. */
export type FormField = 'text' | 'voices' | 'photos' | 'village' | 'place' | 'name' | 'phone' | 'consent'

/** What is wrong, at each place of the form: one plain sentence. */
export type Faults = Partial<Record<FormField, string>>

const stepOf: Record<FormField, Draft['step']> = {
  text: 1,
  voices: 1,
  photos: 1,
  village: 2,
  place: 2,
  name: 2,
  phone: 2,
  consent: 3,
}

/** Which place of the form the server's field name means. */
function formField(field: string): FormField {
  if (field.startsWith('photos')) return 'photos'
  if (field.startsWith('voices')) return 'voices'
  if (field.startsWith('place.village')) return 'village'
  if (field.startsWith('place') || field.startsWith('position')) return 'place'
  if (field.startsWith('subjectName')) return 'name'
  if (field.startsWith('phone')) return 'phone'
  return field.startsWith('consent') ? 'consent' : 'text'
}

/** The server's failing fields, put where the person can mend them. */
export const faultsFrom = (fields: readonly FailingField[]): Faults =>
  Object.fromEntries(fields.map((fault) => [formField(fault.field), fault.message]))

/** The first step that has something to mend. */
export const stepWith = (faults: Faults): Draft['step'] | null => {
  const steps = (Object.keys(faults) as FormField[]).map((field) => stepOf[field])
  return steps.length === 0 ? null : (Math.min(...steps) as Draft['step'])
}

const looksLikePhone = /^(?:1\d{10}|0\d{9,11})$/
const plainDigits = (typed: string) =>
  typed
    .normalize('NFKC')
    .replace(/[\s-]/g, '')
    .replace(/^\+?86(?=1\d{10}$)/, '')

/**
 * What can be seen to be wrong before sending, so that a report written without signal is not refused hours later.
 * `canPick` is false when the list of villages could not be had: then words alone must do.
 */
export function faultsIn(draft: Draft, step: Draft['step'], canPick: boolean): Faults {
  const faults: Faults = {}
  if (step === 1) {
    const said = draft.categories.length + draft.photos.length + draft.voices.length
    if (draft.text.trim() === '' && said === 0) faults.text = '说一说出了什么事，或者点一张图'
    if (refusalOf(draft.photos) !== null) faults.photos = '有照片发不了，请拿掉或换一张'
    if (refusalOf(draft.voices) !== null) faults.voices = '有录音发不了，请删掉再说一段'
  }
  if (step === 2) {
    if (canPick && !draft.village && !draft.villageUnknown)
      faults.village = '点一下是哪个村；说不清就点“说不清是哪个村”'
    const phone = plainDigits(draft.phone)
    if (phone !== '' && !looksLikePhone.test(phone)) faults.phone = '电话号码不对，手机是 11 位数字'
  }
  if (step === 3 && !draft.consent) faults.consent = '要您同意才能发。请在上面点一下“我同意”'
  return faults
}
