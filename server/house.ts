import type { Connection } from 'mongoose'
import type { Logger } from 'pino'
import type { Config } from './config'
import type { AuditLog } from './trust/audit.service'
import type { FieldCipher } from './trust/field-cipher'
import type { Keyring } from './trust/keyring'
import type { WeChat } from './wechat/wechat'

/** What every feature stands on: the database, the time, the keys, the log and WeChat. Time is given, never taken. */
export interface House {
  config: Config
  db: Connection
  now: () => Date
  keys: Keyring
  cipher: FieldCipher
  audit: AuditLog
  log: Logger
  /** Null where the service has no mini-program: then everybody comes by a browser. */
  wechat: WeChat | null
}
