import type { ReadonlyValue } from '#shared/emitter.ts'

/** Resolves as soon as a watched value is as wanted, with that value. */
export function until<T, S extends T>(value: ReadonlyValue<T>, wanted: (value: T) => value is S): Promise<S>
export function until<T>(value: ReadonlyValue<T>, wanted: (value: T) => boolean): Promise<T>
export function until<T>(value: ReadonlyValue<T>, wanted: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    if (wanted(value.get())) {
      resolve(value.get())
      return
    }
    const stop = value.subscribe((now) => {
      if (!wanted(now)) return
      stop()
      resolve(now)
    })
  })
}
