import pino, { type Logger } from 'pino'
import type { Config } from './config'
import { type Database, type DatabaseOptions, openDatabase } from './database/connection'
import { ensureIndexes } from './database/indexes'
import type { House } from './house'
import { buildRooms, type Rooms } from './rooms'
import { auditLog } from './trust/audit.service'
import { fieldCipher } from './trust/field-cipher'
import { readKeyring } from './trust/keyring'
import { wechatClient } from './wechat/wechat-client'

/** Everything behind the HTTP server, standing and ready. */
export interface OpenedHouse {
  house: House
  rooms: Rooms
  database: Database
  close(): Promise<void>
}

/** What tests and tools give instead of the real thing. */
export interface Given extends DatabaseOptions {
  now?: () => Date
  log?: Logger
  /** How a wait for WeChat passes. */
  sleep?: (milliseconds: number) => Promise<unknown>
}

/**
 * Opens the house: keys, database, indexes, services, in the order they need each other.
 * @throws ConfigurationRefused when the keys are missing or weak.
 */
export async function openHouse(config: Config, given: Given = {}): Promise<OpenedHouse> {
  const log = given.log ?? pino({ level: config.logLevel })
  const keys = readKeyring(config)
  const database = await openDatabase(config, given)
  const db = database.connection
  const audit = auditLog(db, keys.audit, (error) =>
    log.error({ err: error }, 'the audit log could not be sealed'),
  )
  const now = given.now ?? (() => new Date())
  const cipher = fieldCipher(keys)
  const { sleep } = given
  const wechat = config.wechat ? wechatClient(config.wechat, { db, now, cipher, sleep }) : null
  const house: House = { config, db, now, keys, cipher, audit, log, wechat }
  const rooms = buildRooms(house)
  await ensureIndexes(db)
  return {
    house,
    rooms,
    database,
    async close() {
      await audit.close()
      await database.close()
    },
  }
}
