import { Text } from '@tarojs/components'
import { useState } from 'react'
import { ApiProblem, inDetail } from '../../client/problem'
import { useAct } from '../../components/answer/use-act'
import { Icon } from '../../components/icon/icon'
import { Press } from '../../components/press/press'

export const longestName = 30
export const longestNumber = 30
export const longestTitle = 20

/** What is wrong, by the name of the field where the form shows it; the rest in one sentence. */
function wrongIn(error: unknown, shown: readonly string[]) {
  const fields = error instanceof ApiProblem ? error.fields : []
  const faults: Record<string, string> = Object.fromEntries(
    fields.filter(({ field }) => shown.includes(field)).map(({ field, message }) => [field, message]),
  )
  const other = fields.find(({ field }) => !shown.includes(field))
  const trouble = other?.message ?? (fields.length > 0 ? null : inDetail(error))
  return { faults, trouble }
}

/** Doing something with a post: what is wrong stands beneath its field where the form shows that, and else below. */
export function usePostAct(shown: readonly string[], onOvertaken?: () => unknown) {
  const [faults, setFaults] = useState<Record<string, string>>({})
  const { busy, trouble, act } = useAct({ onOvertaken, inWords: (error) => wrongIn(error, shown).trouble })
  return {
    busy,
    trouble,
    faults,
    /** True when it was done. */
    act(deed: () => Promise<unknown>) {
      setFaults({})
      return act(() =>
        deed().catch((error) => {
          setFaults(wrongIn(error, shown).faults)
          throw error
        }),
      )
    },
  }
}

/** A group's number as it was typed, full-width digits and 组 included; what is no number the server refuses. */
export const groupNumber = (typed: string): number => Number(typed.normalize('NFKC').replace(/组$/, ''))

/** Stands in for the one who holds the post, or holds it. */
export function Deputy({ deputy, onChange }: { deputy: boolean; onChange(deputy: boolean): void }) {
  return (
    <Press className="post-form__check" role="checkbox" checked={deputy} onPress={() => onChange(!deputy)}>
      <Icon name={deputy ? 'square-check-big' : 'square'} />
      <Text>是副手：正的不在时顶上</Text>
    </Press>
  )
}
