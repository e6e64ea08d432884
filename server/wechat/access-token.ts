import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { WeChatConfig } from '../config'
import { isDuplicateKey } from '../database/transaction'
import type { House } from '../house'
import { type AccessTokenRecord, accessTokenModel } from './access-token.model'
import { type Ask, readAnswer } from './asking'
import { WeChatUnavailable } from './wechat'

/** The token that WeChat asks for with most calls. */
export interface AccessTokens {
  /** A token that WeChat takes now. @throws WeChatRefused, WeChatUnavailable. */
  current(): Promise<string>
  /**
   * Another token than this one, which WeChat has refused.
   * @throws WeChatUnavailable when WeChat keeps giving the refused one and a new one may not be forced yet.
   */
  insteadOf(refused: string): Promise<string>
}

const minute = 60_000
/** WeChat gives a new token in the last five minutes of the old one, and takes both for that long. */
const overlap = 5 * minute
/** After this long a fetching process is taken for dead: longer than asking with all its retries may take. */
const lease = 30_000
/** How long one waits for another process that is fetching, in all: forty times a quarter of a second. */
const patience = { times: 40, pause: 250 }
/** WeChat's limits of forcing a new token. */
const forcing = { apart: 30_000, perDay: 20, day: 24 * 60 * minute }

const answer = z.object({ access_token: z.string().min(1).max(2048), expires_in: z.number().positive() })
const path = '/cgi-bin/stable_token'

const printOf = (token: string) => createHash('sha256').update(token).digest('base64url')

/**
 * Keeps one access token for all processes: encrypted in the database, fetched by whoever claims it, renewed when WeChat
 * would. Without that, each of ten processes would fetch its own, and a forced one would turn the other nine away.
 */
export function accessTokens(
  { appid, secret }: Pick<WeChatConfig, 'appid' | 'secret'>,
  {
    db,
    now,
    cipher,
    ask,
    sleep = wait,
  }: Pick<House, 'db' | 'now' | 'cipher'> & {
    ask: Ask
    sleep?: (milliseconds: number) => Promise<unknown>
  },
): AccessTokens {
  const records = accessTokenModel(db)
  const unclaimed = new Date(0)
  let held: { token: string; renewAt: Date } | undefined
  let underWay: Promise<string> | undefined

  const isBefore = (moment: Date | undefined): moment is Date => moment !== undefined && now() < moment
  const openToken = ({ token }: AccessTokenRecord) =>
    token ? cipher.decrypt('wechat.token', token) : undefined

  /** The record, claimed for this process; null while another one has it. */
  const claim = async (): Promise<AccessTokenRecord | null> => {
    try {
      return await records
        .findOneAndUpdate(
          { _id: appid, claimedUntil: { $lte: now() } },
          { $set: { claimedUntil: new Date(now().getTime() + lease) }, $setOnInsert: { forcedAt: [] } },
          { upsert: true, returnDocument: 'after' },
        )
        .lean<AccessTokenRecord>()
    } catch (error) {
      if (isDuplicateKey(error)) return null
      throw error
    }
  }
  const release = (changes: Partial<AccessTokenRecord> = {}) =>
    records.updateOne({ _id: appid }, { $set: { ...changes, claimedUntil: unclaimed } })

  /** Asks WeChat for the token and keeps it; the record is claimed. */
  const fetchToken = async (force: boolean): Promise<string> => {
    try {
      const bytes = await ask({
        path,
        body: { grant_type: 'client_credential', appid, secret, force_refresh: force },
      })
      const { access_token: token, expires_in: seconds } = readAnswer(path, answer, bytes)
      const since = now().getTime()
      const life = seconds * 1000
      // A token near its end is asked for again soon, but not with every call.
      const renewAt = new Date(since + Math.max(life - overlap, Math.min(life / 2, minute / 2)))
      await release({
        token: cipher.encrypt('wechat.token', token),
        print: printOf(token),
        renewAt,
        goodUntil: new Date(since + life),
      })
      held = { token, renewAt }
      return token
    } catch (error) {
      await release()
      throw error
    }
  }

  const find = async (): Promise<string> => {
    for (let turn = 0; turn < patience.times; turn += 1) {
      const record = await records.findById(appid).lean<AccessTokenRecord>()
      const kept = record && openToken(record)
      if (kept && isBefore(record.renewAt)) {
        held = { token: kept, renewAt: record.renewAt }
        return kept
      }
      const claimed = await claim()
      // Another process may have fetched one between the look and the claim.
      if (claimed && isBefore(claimed.renewAt)) await release()
      else if (claimed) return fetchToken(false)
      else if (kept && isBefore(record.goodUntil)) return kept
      else await sleep(patience.pause)
    }
    throw new WeChatUnavailable('Another process is fetching the access token and does not end')
  }

  const current = async (): Promise<string> => {
    if (held && isBefore(held.renewAt)) return held.token
    underWay ??= find().finally(() => {
      underWay = undefined
    })
    return underWay
  }

  /** Has WeChat make a new token, where its limits allow it. */
  const force = async (refused: string): Promise<string> => {
    const claimed = await claim()
    if (!claimed) return current()
    if (claimed.print !== printOf(refused)) {
      await release()
      return current()
    }
    const at = now().getTime()
    const recent = claimed.forcedAt.filter((moment) => at - moment.getTime() < forcing.day)
    const last = Math.max(0, ...recent.map(Number))
    if (recent.length >= forcing.perDay || at - last < forcing.apart) {
      await release()
      throw new WeChatUnavailable('WeChat refuses its own token, and a new one may not be forced yet')
    }
    // Counted before it is asked: a process that dies meanwhile has used it up all the same.
    await records.updateOne({ _id: appid }, { $set: { forcedAt: [...recent, new Date(at)] } })
    return fetchToken(true)
  }

  return {
    current,
    async insteadOf(refused) {
      if (held?.token === refused) held = undefined
      await records.updateOne(
        { _id: appid, print: printOf(refused) },
        { $unset: { token: 1, print: 1, renewAt: 1, goodUntil: 1 } },
      )
      const given = await current()
      return given === refused ? force(refused) : given
    },
  }
}
