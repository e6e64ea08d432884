import { useLayoutEffect } from 'react'

/** In a browser the server's plain first screen makes room as soon as a page of the app is drawn. */
export function useFirstScreenGone(): void {
  useLayoutEffect(() => {
    if (process.env.TARO_ENV === 'h5') document.getElementById('first-screen')?.remove()
  }, [])
}
