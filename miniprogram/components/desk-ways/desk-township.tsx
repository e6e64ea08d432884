import type { ReactNode } from 'react'
import { useState } from 'react'
import { call } from '../../client/api'
import { Trouble } from '../answer/answer'
import { useAnswer } from '../answer/use-answer'
import { Chips } from '../chips/chips'
import { DeskWays } from './desk-ways'

const townshipDigits = 9

/**
 * Which township a page of the desk is about: one's own, or for the county's desk one of its townships, one at a time.
 * Above it stand the ways to the desk's other pages.
 */
export function DeskTownship({
  territory,
  here,
  children,
}: {
  territory: string
  here: string
  children(township: string): ReactNode
}) {
  const ofTownship = territory.length === townshipDigits
  const [chosen, setChosen] = useState<string | undefined>(ofTownship ? territory : undefined)
  const townships = useAnswer(
    async () =>
      ofTownship
        ? []
        : (await call('GET /api/counties/:county/townships', { params: { county: territory } })).townships,
    territory,
  )
  const township = chosen ?? townships.value?.[0]?.code
  return (
    <>
      <DeskWays ofTownship={ofTownship} here={here} />
      {!ofTownship && townships.value && (
        <Chips
          of={townships.value.map(({ code, name }) => ({ value: code, words: name }))}
          chosen={township}
          onChoose={setChosen}
        />
      )}
      {townships.error !== null && <Trouble error={townships.error} onAgain={() => void townships.again()} />}
      {township && children(township)}
    </>
  )
}
