import type { FoundHost } from './discovery.ts'
import type { HostInfo } from './host-info.ts'

/** A host that does not answer for so long leaves the list: 10 s after a crash with some to spare. */
export const SILENT_AFTER_MS = 8000
const ASK_EVERY_MS = 2000
/** After a goodbye it is asked more often for a while: it may be about to close. */
const SUSPECT_FOR_MS = 5000
const ASK_SUSPECT_EVERY_MS = 500
/** Between two questions, whoever causes them. */
const MIN_PAUSE_MS = 250
/** A host that was heard from lately is tried again so soon after a failure. */
const FIRST_RETRY_MS = 1000
const MAX_RETRY_MS = 8000

/** What a host was last found to be. */
export type Finding =
  | { readonly kind: 'open'; readonly info: HostInfo }
  /** Someone answers, but cannot be joined, and this is why. */
  | { readonly kind: 'problem'; readonly sentence: string }
  | { readonly kind: 'silent' }

/** One announced host and when to ask it next. Times are those of the clock. */
export class Neighbour {
  found: FoundHost
  finding: Finding = { kind: 'silent' }
  asking = false
  /** When it is to be asked next. */
  dueAt: number
  /** Order in which hosts proved who they are; Infinity before. */
  provenAs = Infinity
  #answeredAt = -Infinity
  #askedAt = -Infinity
  #suspectUntil = -Infinity
  #failures = 0
  #askAgain = false

  constructor(found: FoundHost, now: number) {
    this.found = found
    this.dueAt = now
  }

  /** When it leaves the list unless it answers before; Infinity while it is not on it. */
  get silentAt(): number {
    return this.finding.kind === 'silent' ? Infinity : this.#answeredAt + SILENT_AFTER_MS
  }

  /** Whether someone said goodbye in its name a moment ago. */
  isSuspect(now: number): boolean {
    return now < this.#suspectUntil
  }

  /** Takes in a new announcement. What has changed is a reason to ask at once. */
  announced(found: FoundHost, now: number): void {
    const before = this.found
    this.found = found
    const same =
      before.start === found.start &&
      before.name === found.name &&
      before.protocol === found.protocol &&
      // Only another first address is news: the order of the others follows what was heard last.
      before.endpoints[0]?.port === found.endpoints[0]?.port &&
      before.endpoints.length === found.endpoints.length
    if (same) return
    this.#failures = 0
    this.#askSoon(now)
  }

  suspect(now: number): void {
    this.#suspectUntil = now + SUSPECT_FOR_MS
    this.#askSoon(now)
  }

  beginAsking(now: number): void {
    this.asking = true
    this.#askedAt = now
    this.#askAgain = false
  }

  answered(finding: Finding, now: number): void {
    this.asking = false
    this.finding = finding
    this.#answeredAt = now
    this.#failures = 0
    this.dueAt = now + (this.isSuspect(now) ? ASK_SUSPECT_EVERY_MS : ASK_EVERY_MS)
    if (this.#askAgain) this.#askSoon(now)
  }

  failed(now: number): void {
    this.asking = false
    this.#failures += 1
    const pause = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1))
    // On the list it must be given the chance to answer before its time is over.
    this.dueAt = now + (this.finding.kind === 'silent' ? pause : FIRST_RETRY_MS)
    if (this.#askAgain) this.#askSoon(now)
  }

  fallSilent(): void {
    this.finding = { kind: 'silent' }
    this.provenAs = Infinity
  }

  #askSoon(now: number): void {
    if (this.asking) this.#askAgain = true
    else this.dueAt = Math.min(this.dueAt, Math.max(now, this.#askedAt + MIN_PAUSE_MS))
  }
}
