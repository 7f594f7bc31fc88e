import type { Clock } from '#shared/platform.ts'

/** A clock that stands still until it is moved by hand. */
export class ManualClock implements Clock {
  #now = 0
  readonly #tasks: { at: number; task: () => void }[] = []

  now(): number {
    return this.#now
  }

  after(ms: number, task: () => void): () => void {
    const entry = { at: this.#now + Math.max(0, ms), task }
    this.#tasks.push(entry)
    return () => {
      const index = this.#tasks.indexOf(entry)
      if (index >= 0) this.#tasks.splice(index, 1)
    }
  }

  /** Runs everything that falls due, in order of time. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const next = this.#tasks.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.#tasks.splice(this.#tasks.indexOf(next), 1)
      this.#now = Math.max(this.#now, next.at)
      next.task()
    }
    this.#now = end
  }

  /** How many timers are set: what is disposed of leaves none. */
  get pending(): number {
    return this.#tasks.length
  }
}
