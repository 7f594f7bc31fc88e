import { useCallback, useSyncExternalStore } from 'react'
import type { ReadonlyValue } from '#shared/emitter.ts'

/** The present value; the component renders again when it changes. */
export function useValue<T>(value: ReadonlyValue<T>): T {
  const subscribe = useCallback((onChange: () => void) => value.subscribe(onChange), [value])
  const get = useCallback(() => value.get(), [value])
  return useSyncExternalStore(subscribe, get)
}
