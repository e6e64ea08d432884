import { Types } from 'mongoose'
import { type CaseRecord, caseModel } from '../../server/casework/case.model'
import { byTurns } from './benchmark'
import { openManyCases } from './many-cases'
import { openProductionHouse, serveUntilDone } from './serve'

/** What was measured in the process that holds the house. */
export interface CaseworkFigures {
  transition: { moves: number; bare: number; ratio: number; atOnce: number }
  sweep: { open: number; due: number; seconds: number; idleMilliseconds: number }
}

const open = 100_000
const due = 1_000
const atOnce = 16
const perRound = 800
const rounds = 5
const oneDay = 24 * 60

const seconds = async (work: () => Promise<unknown>) => {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

/** Does something with each, a few at a time; answers how many a second. */
async function rate<T>(all: readonly T[], act: (one: T) => Promise<unknown>): Promise<number> {
  const waiting = [...all]
  const worker = async () => {
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) await act(one)
  }
  return all.length / (await seconds(() => Promise.all(Array.from({ length: atOnce }, worker))))
}

async function main() {
  const opened = await openProductionHouse()
  const { rooms, house } = opened
  // The first thousand ran out a minute ago, all others have at least a day left.
  await openManyCases(opened, open, (number) => (number < due ? -1 : oneDay + (number % 10_000)))
  const cases = caseModel(house.db)

  const moved = { count: 0 }
  const sweepSeconds = await seconds(async () => {
    moved.count = await rooms.overdue.sweep()
  })
  // The sample from which all were cloned is not due.
  if (moved.count !== due - 1) throw new Error(`${moved.count} moved up instead of ${due - 1}`)
  const idle = await seconds(() => rooms.overdue.sweep())

  const by = {
    account: new Types.ObjectId().toHexString(),
    calledAs: '段干事',
    title: '乡社会救助经办人',
    roles: ['township_officer' as const],
  }
  const some = await cases
    .find({ movesUpAt: { $gt: house.now() } })
    .limit(perRound)
    .lean<CaseRecord[]>()
  const now = house.now()
  const found = await byTurns(
    rounds,
    () =>
      rate(some, async ({ _id }) => {
        const before = await rooms.mover.find(_id.toHexString())
        return rooms.mover.move(before, before.version, 'mark_urgent', by, {
          owner: before.owner,
          dueFrom: now,
          words: '去看过',
        })
      }),
    () =>
      rate(some, async ({ _id }) => {
        await cases.findById(_id).lean()
        return cases.updateOne({ _id }, { $set: { urgency: 'urgent' }, $inc: { version: 1 } })
      }),
  )
  const figures: CaseworkFigures = {
    transition: { moves: found.first, bare: found.second, ratio: found.ratio, atOnce },
    sweep: { open, due: due - 1, seconds: sweepSeconds, idleMilliseconds: idle * 1000 },
  }
  serveUntilDone(figures, () => opened.discard())
}

void main()
