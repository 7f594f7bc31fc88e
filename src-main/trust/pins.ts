import { AppError } from '#shared/errors.ts'

/** Where pins are kept between runs. */
export interface PinStore {
  /** The fingerprint remembered for a host, or null. */
  get(hostId: string): string | null
  set(hostId: string, fingerprint: string): void
}

/**
 * Remembers the certificate of each host met: trust on first use. Pins go by host id, because addresses
 * and names change hands.
 */
export class Pins {
  readonly #store: PinStore

  constructor(store: PinStore) {
    this.#store = store
  }

  /** What is remembered for a host; null before the first meeting. */
  expected(hostId: string): string | null {
    return this.#store.get(hostId)
  }

  /**
   * Remembers the fingerprint at the first meeting and compares it at every later one. A change is an
   * `AppError` `join/fingerprint-changed`, and there is no way on from it.
   */
  check(hostId: string, fingerprint: string): void {
    const known = this.#store.get(hostId)
    if (known === fingerprint) return
    if (known === null) {
      this.#store.set(hostId, fingerprint)
      return
    }
    throw new AppError(
      'join/fingerprint-changed',
      'The computer that hosts this board is not the one you met before, although it says so. ' +
        'Someone may be pretending to be it, so DrawNet does not join. Ask the host before you try anything else.',
      { hostId, expected: known, seen: fingerprint },
    )
  }
}
