import type { Clock } from '#shared/platform.ts'

export interface RateLimit {
  /** How many may come at once after a pause. */
  readonly burst: number
  /** How many a second are allowed in the long run. */
  readonly perSecond: number
}

/** Token bucket: full at the start, refilled steadily, each thing that is let through takes from it. */
export class TokenBucket {
  readonly #clock: Clock
  readonly #limit: RateLimit
  #tokens: number
  #filledAt: number

  constructor(clock: Clock, limit: RateLimit) {
    this.#clock = clock
    this.#limit = limit
    this.#tokens = limit.burst
    this.#filledAt = clock.now()
  }

  /** Whether `count` more may pass now; if so they are counted. */
  take(count = 1): boolean {
    this.#fill()
    if (this.#tokens < count) return false
    this.#tokens -= count
    return true
  }

  /** Whether it has forgotten all that came. */
  get full(): boolean {
    this.#fill()
    return this.#tokens >= this.#limit.burst
  }

  #fill(): void {
    const now = this.#clock.now()
    // A clock that was set back adds nothing and takes nothing.
    const elapsed = Math.max(0, now - this.#filledAt)
    this.#filledAt = now
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + (elapsed / 1000) * this.#limit.perSecond)
  }
}

/**
 * One bucket for each key, such as an address, for at most `maxKeys` of them. When all places are taken by
 * keys that are still being held back, newcomers share one bucket: cycling through keys wins nothing.
 */
export class KeyedRateLimit {
  readonly #clock: Clock
  readonly #limit: RateLimit
  readonly #maxKeys: number
  /** The key used longest ago comes first. */
  readonly #buckets = new Map<string, TokenBucket>()
  readonly #overflow: TokenBucket

  constructor(clock: Clock, limit: RateLimit, maxKeys: number) {
    this.#clock = clock
    this.#limit = limit
    this.#maxKeys = maxKeys
    this.#overflow = new TokenBucket(clock, limit)
  }

  /** How many keys it keeps count of. */
  get size(): number {
    return this.#buckets.size
  }

  take(key: string, count = 1): boolean {
    return this.#bucketOf(key).take(count)
  }

  #bucketOf(key: string): TokenBucket {
    const known = this.#buckets.get(key)
    if (known === undefined && !this.#makeRoom()) return this.#overflow
    const bucket = known ?? new TokenBucket(this.#clock, this.#limit)
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    return bucket
  }

  #makeRoom(): boolean {
    if (this.#buckets.size < this.#maxKeys) return true
    const [oldest] = this.#buckets
    if (oldest === undefined || !oldest[1].full) return false
    this.#buckets.delete(oldest[0])
    return true
  }
}
