import { MADE_NUMBERS_FROM } from './room-storage.ts'

/** What is set aside and not given is lost with the end of the host; what is larger takes more bytes on the wire. */
const RESERVED_AT_ONCE = 16
const DIGEST_BYTES = 6

export interface MemberNumbersOptions {
  /** Sets numbers aside that are nobody's and stay so, and returns the first; 0 when that cannot be done now. */
  readonly reserve: (count: number) => number
  /** SHA-256. */
  readonly hash: (bytes: Uint8Array) => Uint8Array
  readonly isTaken: (number: number) => boolean
}

/**
 * Numbers for who comes to a room for the first time. One that was given to somebody is never another's, not even when
 * the host forgets it: messages that wait somewhere are addressed by it.
 */
export class MemberNumbers {
  readonly #options: MemberNumbersOptions
  /** The next one that was set aside, and where they end. */
  #next = 0
  #end = 0

  constructor(options: MemberNumbersOptions) {
    this.#options = options
  }

  /** @param user the person's id, printable ASCII */
  give(user: string): number {
    if (this.#next >= this.#end) {
      const first = this.#options.reserve(RESERVED_AT_ONCE)
      // A full disk keeps nobody out.
      if (first === 0) return this.#madeOf(user)
      this.#next = first
      this.#end = first + RESERVED_AT_ONCE
    }
    return this.#next++
  }

  /** Nothing has to be kept for it to be the same for this person each time, and another's for nobody else. */
  #madeOf(user: string): number {
    const { hash, isTaken } = this.#options
    let digest = hash(Uint8Array.from(user, (letter) => letter.charCodeAt(0)))
    for (;;) {
      const number = digest.subarray(0, DIGEST_BYTES).reduce((sum, byte) => sum * 256 + byte, 0) + MADE_NUMBERS_FROM
      if (!isTaken(number)) return number
      digest = hash(digest)
    }
  }
}
