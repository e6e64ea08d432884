import type { FieldCipher } from '../trust/field-cipher'
import { maskPhone } from '../trust/masking'
import type { AccountRecord } from './account.model'

const field = 'account.phone'

/** A mobile number as an account keeps it: encrypted, with the keyed hash by which one number is one account. */
export const sealedPhone = (
  cipher: FieldCipher,
  phone: string,
): Required<Pick<AccountRecord, 'phone' | 'phoneHash'>> => ({
  phone: cipher.encrypt(field, phone),
  phoneHash: cipher.hash('phone', phone),
})

/** The whole number, to be called; null where none is known. */
export const openPhone = (cipher: FieldCipher, { phone }: Pick<AccountRecord, 'phone'>): string | null =>
  phone ? cipher.decrypt(field, phone) : null

/** 199****0001, as screens show it; null where none is known. */
export const maskedPhone = (cipher: FieldCipher, { phone }: Pick<AccountRecord, 'phone'>): string | null =>
  phone ? maskPhone(cipher.decrypt(field, phone)) : null
