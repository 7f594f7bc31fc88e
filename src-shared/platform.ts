/** What shared code needs of its surroundings. It has no clock, timers or randomness of its own. */

/** Milliseconds since some fixed moment. Used for durations and display, never for ordering. */
export interface Clock {
  now(): number
  /** Runs `task` once after `ms` milliseconds; the returned function cancels it. */
  after(ms: number, task: () => void): () => void
}

/** Fills the array with random bytes of cryptographic quality (seeded in tests). */
export type RandomBytes = (size: number) => Uint8Array
