import { call, type Reply } from './api'
import { ApiProblem } from './problem'
import { shelf } from './shelf'

/** A hotline card, as the server gives it. */
export type Card = Reply<'GET /api/cards/:cardId'>

const kept = (id: string) => shelf<Card>(`card.${id}`)
const last = shelf<string>('card.last')

/** The card as this phone last saw it: its number and text must be there without the server. */
export const keptCard = (id: string): Card | null => kept(id).read()

/** The card this phone opened last. */
export const lastCard = (): Card | null => {
  const id = last.read()
  return id === null ? null : keptCard(id)
}

/** An address without a card in it asks nobody, and is answered like a card that is not there. */
const noCard = () =>
  new ApiProblem({ type: '/api/docs#not-found', title: '没有这张名片', status: 404, instance: '' })

/** Asks for the card and keeps it, under the id it was asked by: one that was replaced is answered with the new one. */
export async function fetchCard(id: string): Promise<Card> {
  if (id === '') throw noCard()
  const card = await call('GET /api/cards/:cardId', { params: { cardId: id } })
  kept(id).write(card)
  last.write(id)
  return card
}
