import type { Connection } from 'mongoose'
import type { DivisionCode } from '../../shared/domain/territory'
import { inTransaction } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile, notFound } from '../http/problem'
import { type PlaceRecord, placeModel } from './place.model'

/** What a township says of itself on its cards and posters. */
export interface TownshipWords {
  hotline: string
  officeHours: string
  /** What help there is, a few plain lines. */
  help: string[]
  /** One line in the township's own languages, for the poster. */
  ownWords: string
}

/** A township as residents meet it. */
export interface TownshipDesk extends TownshipWords {
  code: DivisionCode
  name: string
  /** How often these words were set: of two who set them at once, one is told so. */
  version: number
}

/** Reads the desk out of the place; a township that has set nothing says nothing. */
export const deskOf = ({
  _id,
  name,
  wordsVersion: version = 0,
  hotline = '',
  officeHours = '',
  help,
  ownWords = '',
}: PlaceRecord): TownshipDesk => ({ code: _id, name, version, hotline, officeHours, help, ownWords })

/** What was changed, by name: a township's number is public, but the log is no place to read it. */
const changesBetween = (before: TownshipWords, after: TownshipWords) =>
  (['hotline', 'officeHours', 'help', 'ownWords'] as const).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  )

/**
 * Sets what a township says of itself.
 * @throws Problem not-found; changed-meanwhile when somebody else has set it since `version` was read.
 */
export async function setTownshipWords(
  { db, now, audit }: { db: Connection } & Pick<House, 'now' | 'audit'>,
  township: DivisionCode,
  version: number,
  words: TownshipWords,
  by: string,
): Promise<void> {
  const places = placeModel(db)
  await inTransaction(db, async (work) => {
    const { session } = work
    const before = await places
      .findOne({ _id: township, kind: 'township' })
      .session(session)
      .lean<PlaceRecord>()
    if (!before) throw notFound()
    const { modifiedCount } = await places.updateOne(
      { _id: township, wordsVersion: version === 0 ? null : version },
      { $set: { ...words, wordsVersion: version + 1 } },
      { session },
    )
    if (modifiedCount === 0) throw changedMeanwhile('刚才有人改过本乡的设置，请看看最新的再改')
    audit.record(
      {
        actor: by,
        action: 'places.hotline',
        subject: { kind: 'township', id: township },
        details: { version: version + 1, changed: changesBetween(deskOf(before), words) },
      },
      now(),
      work,
    )
  })
  audit.sealSoon()
}
