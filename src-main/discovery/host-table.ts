import type { Endpoint } from '#shared/desktop/join-link.ts'
import type { Claim } from './claim.ts'
import { MAX_HOSTS, type FoundHost } from './discovery.ts'

/** Unheard of for so long, a host is no longer announced: four rounds of asking missed. */
export const FORGET_AFTER_MS = 60_000
/** So many hosts one address may claim, so that a single liar cannot take all places. */
const MAX_PER_SOURCE = 64
const MAX_ENDPOINTS = 8

interface KnownEndpoint {
  readonly endpoint: Endpoint
  /** Smaller for what has been known longer. */
  readonly rank: number
  readonly lastSeen: number
}

interface Entry {
  readonly claim: Claim
  readonly lastSeen: number
  /** By their text, in the order to be tried. */
  readonly endpoints: ReadonlyMap<string, KnownEndpoint>
}

/**
 * The hosts heard of. Claims are forgeable, so a later one adds to what was known and replaces none of its
 * addresses: whoever points a known host elsewhere only adds an address that fails the check of the pin.
 */
export class HostTable {
  readonly #entries = new Map<string, Entry>()

  get size(): number {
    return this.#entries.size
  }

  /** Takes a claim in; false when there is no place for it. */
  add(claim: Claim, now: number): boolean {
    const key = keyOf(claim.hostId, claim.fingerprint)
    const known = this.#entries.get(key)
    if (known === undefined && !this.#hasRoomFor(claim.source, now)) return false
    const endpoints = mergeEndpoints(claim, known?.endpoints ?? new Map(), now)
    this.#entries.set(key, { claim, lastSeen: now, endpoints })
    return true
  }

  /** Removes a host, under one fingerprint or under all; false when there was none. */
  remove(hostId: string, fingerprint?: string): boolean {
    const before = this.#entries.size
    for (const [key, { claim }] of this.#entries) {
      const meant = claim.hostId === hostId && (fingerprint === undefined || claim.fingerprint === fingerprint)
      if (meant) this.#entries.delete(key)
    }
    return this.#entries.size < before
  }

  /** Removes those unheard of for `FORGET_AFTER_MS`; false when there were none. */
  expire(now: number): boolean {
    const before = this.#entries.size
    for (const [key, entry] of this.#entries) {
      if (now - entry.lastSeen >= FORGET_AFTER_MS) this.#entries.delete(key)
    }
    return this.#entries.size < before
  }

  has(hostId: string): boolean {
    for (const { claim } of this.#entries.values()) if (claim.hostId === hostId) return true
    return false
  }

  list(): readonly FoundHost[] {
    return Array.from(this.#entries.values(), ({ claim, lastSeen, endpoints }) => ({
      hostId: claim.hostId,
      fingerprint: claim.fingerprint,
      name: claim.name,
      endpoints: Array.from(endpoints.values(), ({ endpoint }) => endpoint),
      protocol: claim.protocol,
      lastSeen,
      start: claim.start,
    }))
  }

  #hasRoomFor(source: string, now: number): boolean {
    if (this.#entries.size >= MAX_HOSTS) this.expire(now)
    if (this.#entries.size >= MAX_HOSTS) return false
    let fromSource = 0
    for (const { claim } of this.#entries.values()) if (claim.source === source) fromSource += 1
    return fromSource < MAX_PER_SOURCE
  }
}

/** What was just claimed comes first, then what has been known longest: new lies push out no old truth. */
function mergeEndpoints(
  claim: Claim,
  known: ReadonlyMap<string, KnownEndpoint>,
  now: number,
): ReadonlyMap<string, KnownEndpoint> {
  const endpoints = new Map<string, KnownEndpoint>()
  let nextRank = Math.max(-1, ...Array.from(known.values(), ({ rank }) => rank)) + 1
  for (const endpoint of claim.endpoints) {
    const text = textOfEndpoint(endpoint)
    endpoints.set(text, { endpoint, rank: known.get(text)?.rank ?? nextRank++, lastSeen: now })
  }
  const older = [...known]
    .filter(([text, { lastSeen }]) => !endpoints.has(text) && now - lastSeen < FORGET_AFTER_MS)
    .toSorted(([, a], [, b]) => a.rank - b.rank)
  for (const [text, endpoint] of older.slice(0, MAX_ENDPOINTS - endpoints.size)) endpoints.set(text, endpoint)
  return endpoints
}

function keyOf(hostId: string, fingerprint: string): string {
  return `${hostId} ${fingerprint}`
}

function textOfEndpoint({ address, port }: Endpoint): string {
  return `${address} ${port}`
}
