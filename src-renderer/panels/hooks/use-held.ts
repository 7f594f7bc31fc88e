import { useState } from 'react'

/**
 * `value`, but standing still while `held`: what arrives meanwhile shows when it is let go.
 * @param value must be the same (`Object.is`) from render to render until it changes
 */
export function useHeld<T>(value: T, held: boolean): T {
  const [kept, setKept] = useState<{ readonly value: T }>({ value })
  if (!held && !Object.is(kept.value, value)) setKept({ value })
  return held ? kept.value : value
}
