/** A count as it is shown: nobody reads beyond a hundred. */
export const shownCount = (count: number): string => (count >= 100 ? '99+' : String(count))
