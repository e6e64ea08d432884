import type { Connection } from 'mongoose'
import type { Logger } from 'pino'
import type { Config } from './config'
import type { AuditLog } from './trust/audit.service'
import type { FieldCipher } from './trust/field-cipher'
import type { Keyring } from './trust/keyring'

/** What every feature stands on: the database, the time, the keys and the log. Time is given, never taken. */
export interface House {
  config: Config
  db: Connection
  now: () => Date
  keys: Keyring
  cipher: FieldCipher
  audit: AuditLog
  log: Logger
}
