/** Stops what the function that returned it has started. Calling it twice is harmless. */
export type Dispose = () => void

/** Listeners for one kind of event. A listener that throws does not keep the others from hearing it. */
export class Emitter<T> {
  readonly #listeners = new Set<(event: T) => void>()

  on(listener: (event: T) => void): Dispose {
    // Wrapped, so that the same function registered twice is two registrations.
    const entry = (event: T): void => listener(event)
    this.#listeners.add(entry)
    return () => this.#listeners.delete(entry)
  }

  emit(event: T): void {
    let failure: unknown
    let failed = false
    // A copy: who is added while the event is told does not hear it.
    for (const listener of Array.from(this.#listeners)) {
      try {
        listener(event)
      } catch (error) {
        failure = error
        failed = true
      }
    }
    if (failed) throw failure
  }

  get size(): number {
    return this.#listeners.size
  }
}

/** A value that can be watched. The shape suits React's `useSyncExternalStore`. */
export interface ReadonlyValue<T> {
  get(): T
  /** Calls `listener` after every change, with the new value; not at once. */
  subscribe(listener: (value: T) => void): Dispose
}

/** A watched value that its owner sets. Setting the same value again (`Object.is`) tells nobody. */
export class Value<T> implements ReadonlyValue<T> {
  #value: T
  readonly #changed = new Emitter<T>()

  // Arrow functions, because React calls them detached from the object.
  readonly get = (): T => this.#value
  readonly subscribe = (listener: (value: T) => void): Dispose => this.#changed.on(listener)

  constructor(initial: T) {
    this.#value = initial
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return
    this.#value = value
    this.#changed.emit(value)
  }

  update(change: (value: T) => T): void {
    this.set(change(this.#value))
  }
}
