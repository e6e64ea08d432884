import { randomBytes } from 'node:crypto'
import { bodyParser } from '@koa/bodyparser'
import { Router } from '@koa/router'
import { calculateObjectSize } from 'bson'
import Koa from 'koa'
import mongoose, { Schema } from 'mongoose'
import { reportModel } from '../../server/intake/report.model'
import { reportSubmission } from '../../shared/contract/intake'
import { someReport } from '../setup/test-house'
import { listen, openProductionHouse, serveUntilDone, storeUri } from './serve'

/** What the intake benchmark is told. */
export interface IntakeServers {
  intake: string
  bare: string
  tokens: string[]
  /** Bytes that one report takes in the database; the bare document is made as large. */
  documentBytes: number
}

const reporters = 32

/** Koa, a body parser, one insert through mongoose with the same durability. Nothing could do less. */
async function serveBare(documentBytes: number) {
  const connection = await mongoose
    .createConnection(storeUri(), {
      dbName: `zfx_bench_${randomBytes(6).toString('hex')}`,
      maxPoolSize: 32,
      writeConcern: { w: 'majority', journal: true },
    })
    .asPromise()
  const Saved = connection.model('Saved', new Schema({}, { strict: false, versionKey: false }))
  const filling = 'x'.repeat(Math.max(0, documentBytes - calculateObjectSize(someReport())))
  const router = new Router()
  router.post('/reports', async (ctx) => {
    const saved = await Saved.create({ ...(ctx.request.body as object), filling })
    ctx.status = 201
    ctx.body = { id: saved.id }
  })
  const app = new Koa().use(bodyParser()).use(router.routes())
  return { address: await listen(app.callback()), connection }
}

async function main() {
  const opened = await openProductionHouse()
  const { rooms, house } = opened
  const sessions = await Promise.all(
    Array.from({ length: reporters }, () => rooms.sessions.forDevice(randomBytes(32).toString('base64url'))),
  )
  const [first] = sessions
  if (!first) throw new Error('Nobody signed in')
  const sample = await rooms.intake.submit(
    reportSubmission.parse(someReport()),
    first.account._id.toHexString(),
  )
  const report = await reportModel(house.db).collection.findOne({ _id: sample.report._id })
  if (!report) throw new Error('The sample report was not stored')
  const documentBytes = calculateObjectSize(report)
  const bare = await serveBare(documentBytes)
  const ready: IntakeServers = {
    intake: opened.address,
    bare: bare.address,
    tokens: sessions.map((session) => session.accessToken),
    documentBytes,
  }
  serveUntilDone(ready, async () => {
    await bare.connection.dropDatabase()
    await bare.connection.close()
    await opened.discard()
  })
}

void main()
