import { useCallback, useSyncExternalStore } from 'react'

/** Whether a media query matches, live. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', onChange)
      return () => media.removeEventListener('change', onChange)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
}

/** Windows too small for panels beside the board; there they are sheets. */
export const SMALL_WINDOW = '(max-width: 40rem)'

/** Windows in which all tools, and how one works with them, do not stand side by side. */
export const SLIM_WINDOW = '(max-width: 32rem)'

/** Windows in which a line holds little more than a name. */
export const NARROW_WINDOW = '(max-width: 29rem)'

/** Windows in which a line holds a name and two buttons: a phone's, with text twice as large as usual. */
export const TINY_WINDOW = '(max-width: 20rem)'
