import type { CardRecord } from './card.model'
import type { CardFigures } from './card-counts.service'

/** A card as whoever looks after it sees it. */
export const presentKeptCard = (
  card: CardRecord,
  placeName: string,
  { opens, reports }: CardFigures = { opens: 0, reports: 0 },
) => ({
  id: card._id,
  kind: card.kind,
  village: card.village,
  placeName,
  group: card.group ?? null,
  hangs: card.hangs ?? '',
  createdAt: card.createdAt.toISOString(),
  createdBy: card.createdBy ?? null,
  withdrawnAt: card.withdrawnAt?.toISOString() ?? null,
  replacedBy: card.replacedBy ?? null,
  opens,
  reports,
})
