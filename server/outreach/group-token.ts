import { z } from 'zod'
import type { FieldCipher } from '../trust/field-cipher'

const lifetime = 30 * 86_400_000
const field = 'group-chat.token'
const sealed = z.tuple([z.string(), z.string(), z.number()])

/** Says that an account opened the card in a group, to be sent with its report: the phone cannot read or change it. */
export interface GroupTokens {
  issue(groupHash: string, account: string): string
  /**
   * The group's hash. Null for what we did not seal, what was sealed for somebody else, and what is older than a month:
   * then the report says nothing of a group, and is no less welcome.
   */
  open(token: string, account: string): string | null
}

/** Makes and opens the tokens, with the keys of the house. */
export const groupTokens = (cipher: FieldCipher, now: () => Date): GroupTokens => ({
  issue: (groupHash, account) =>
    cipher.encrypt(field, JSON.stringify([groupHash, account, now().getTime() + lifetime])),
  open(token, account) {
    try {
      const [groupHash, owner, until] = sealed.parse(JSON.parse(cipher.decrypt(field, token)))
      return owner === account && until > now().getTime() ? groupHash : null
    } catch {
      return null
    }
  },
})
