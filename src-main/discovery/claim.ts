import { isIPv4 } from 'node:net'
import type { Endpoint } from '#shared/desktop/join-link.ts'
import { isId } from '#shared/ids.ts'
import { cleanName } from '#shared/model/people.ts'
import type { Announcement } from './discovery.ts'
import { isOnSite, type NetworkInterface } from './interfaces.ts'

/** What one packet claims about a host, checked for form. Whether it is true is another matter. */
export interface Claim {
  readonly hostId: string
  readonly fingerprint: string
  readonly name: string
  readonly protocol: number
  readonly start: string
  readonly endpoints: readonly Endpoint[]
  /** The address the packet came from. */
  readonly source: string
}

/** The parts of a decoded service that are looked at. Everything in it comes from outside. */
export interface RawService {
  readonly txt?: unknown
  readonly port?: unknown
  readonly addresses?: readonly unknown[]
  readonly referer?: { readonly address: string }
}

/** The record of text may not exceed this, so that the packet fits where others must carry it on. */
export const MAX_TXT_BYTES = 400
const MAX_NAME_BYTES = 120
const MAX_ENDPOINTS = 4
const MAX_PROTOCOL = 65_535
const FINGERPRINT = /^[0-9A-Za-z_-]{43}$/

/** The text of an announcement: at most `MAX_TXT_BYTES`, whatever the name. */
export function textOf(what: Announcement, start: string): Record<string, string> {
  return {
    id: what.hostId,
    fp: what.fingerprint,
    n: cutToBytes(cleanName(what.name), MAX_NAME_BYTES),
    v: String(what.protocol),
    s: start,
  }
}

/** The longest beginning that fits, cut between what people see as letters. */
export function cutToBytes(text: string, maxBytes: number): string {
  let size = 0
  let end = 0
  for (const { segment, index } of new Intl.Segmenter().segment(text)) {
    size += Buffer.byteLength(segment)
    if (size > maxBytes) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

/** Reads a service that was heard of on `heardOn`, or null when it is not a well-formed claim of a DrawNet host. */
export function readClaim(service: RawService, heardOn: NetworkInterface): Claim | null {
  const { txt, port, referer } = service
  if (typeof txt !== 'object' || txt === null || referer === undefined) return null
  const { id, fp, n, v, s } = txt as Record<string, unknown>
  if (!isId(id) || typeof fp !== 'string' || !FINGERPRINT.test(fp)) return null
  if (!isWithin(port, 1, 65_535)) return null
  const protocol = typeof v === 'string' && /^\d{1,5}$/.test(v) ? Number(v) : 0
  if (!isWithin(protocol, 1, MAX_PROTOCOL)) return null
  const name = typeof n === 'string' ? cleanName(n) : ''
  const start = isId(s) ? s : ''
  const endpoints = addressesOf(service.addresses ?? [], referer.address, heardOn).map((address) => ({ address, port }))
  if (endpoints.length === 0) return null
  return { hostId: id, fingerprint: fp, name, protocol, start, endpoints, source: referer.address }
}

function isWithin(value: unknown, low: number, high: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high
}

/**
 * The address the packet came from, which has just proved to be near, then those it names. Only addresses
 * of local networks count, so that nobody can make this computer call strangers on the internet.
 */
function addressesOf(named: readonly unknown[], source: string, heardOn: NetworkInterface): string[] {
  const addresses = new Set([source])
  for (const address of named) {
    if (addresses.size >= MAX_ENDPOINTS) break
    if (typeof address !== 'string' || !isIPv4(address) || !isOnSite(address, heardOn)) continue
    // One's own address in another's mouth is that of a network both have, such as a virtual one.
    if (heardOn.ownAddresses.has(address) && !heardOn.ownAddresses.has(source)) continue
    addresses.add(address)
  }
  return [...addresses].filter((address) => isOnSite(address, heardOn))
}
