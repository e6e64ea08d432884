import { useState } from 'react'
import { plainly } from '../../client/problem'
import { useAnswer, useRefresh } from './use-answer'

/** One page of a list as the server gives it; `after` is the mark of the next one, null at the end. */
interface PageOf<Item> {
  items: Item[]
  after: string | null
}

/**
 * A list that comes page by page. It asks when the page opens, whenever `of` changes, and again whenever it is pulled
 * down or comes back into view: then it begins anew at its first page.
 */
export function usePages<Item, First extends PageOf<Item>>(
  ask: (after?: string) => Promise<First & PageOf<Item>>,
  of: string,
) {
  const asked = useAnswer(() => ask(), of)
  const [further, setFurther] = useState<(PageOf<Item> & { of: string }) | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const again = async () => {
    setFurther(null)
    setTrouble(null)
    await asked.again()
  }
  useRefresh(again)
  const first = asked.value
  // Pages of another question are another list's.
  const more = further?.of === of ? further : null
  const items: Item[] = [...(first?.items ?? []), ...(more?.items ?? [])]
  const after = more ? more.after : (first?.after ?? null)
  /** Does something with the list; what went wrong is said on the page, which stands. */
  const attempt = async (act: () => Promise<unknown>) => {
    setTrouble(null)
    try {
      await act()
    } catch (error) {
      setTrouble(plainly(error))
    }
  }
  return {
    /** The first page with what the server says beside it; null until it has come. */
    first,
    items,
    error: asked.error,
    asking: asked.asking,
    trouble,
    again,
    attempt,
    /** Fetches the next page; null where there is none. */
    onMore:
      after === null
        ? null
        : () =>
            attempt(async () => {
              const next = await ask(after)
              setFurther({ of, items: [...(more?.items ?? []), ...next.items], after: next.after })
            }),
  }
}
