import { useCallback, useSyncExternalStore } from 'react'
import type { ReadonlyValue } from '#shared/emitter.ts'

/** The present value; the component renders again when it changes. */
export function useValue<T>(value: ReadonlyValue<T>): T {
  return useSelected(value, same)
}

/**
 * What matters of the present value; the component renders again when that changes, however often the value does.
 * @param select the same function each time; answers the same thing (`Object.is`) for as long as nothing matters
 */
export function useSelected<T, S>(value: ReadonlyValue<T>, select: (value: T) => S): S {
  const subscribe = useCallback((onChange: () => void) => value.subscribe(onChange), [value])
  const get = useCallback(() => select(value.get()), [value, select])
  return useSyncExternalStore(subscribe, get)
}

function same<T>(value: T): T {
  return value
}
