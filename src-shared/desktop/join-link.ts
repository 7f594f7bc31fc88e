import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'

/** The port a host takes when it is free. */
export const DEFAULT_PORT = 4747

export interface Endpoint {
  /** An IP literal or a host name; IPv6 without brackets. */
  readonly address: string
  readonly port: number
}

/** What a person typed, pasted or opened, understood. */
export interface JoinPlace {
  /** In the order they should be tried; at least one. */
  readonly endpoints: readonly Endpoint[]
  /** SHA-256 of the host's certificate, base64url; null when only an address is known. */
  readonly fingerprint: string | null
  readonly hostId: string | null
  readonly roomId: string | null
}

const FINGERPRINT = /^[0-9A-Za-z_-]{43}$/
const MAX_ENDPOINTS = 8
/** The longest name there can be (RFC 1035). */
const MAX_ADDRESS_LENGTH = 253
const MAX_QUOTED_LENGTH = 60

/** `drawnet://192.168.1.5:4747/ROOM?fp=…&host=…&also=10.0.0.2:4747` */
export function formatJoinLink(place: JoinPlace): string {
  const [first, ...others] = place.endpoints
  if (first === undefined) throw new AppError('join/bad-link', 'A link needs an address.')
  const query = new Map<string, string>()
  const parts: string[] = []
  if (place.fingerprint !== null) query.set('fp', place.fingerprint)
  if (place.hostId !== null) query.set('host', place.hostId)
  for (const [key, value] of query) parts.push(`${key}=${value}`)
  for (const other of others.slice(0, MAX_ENDPOINTS - 1)) parts.push(`also=${formatEndpoint(other)}`)
  return `drawnet://${formatEndpoint(first)}/${place.roomId ?? ''}${parts.length > 0 ? `?${parts.join('&')}` : ''}`
}

export function formatEndpoint({ address, port }: Endpoint): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** The same as a server shall see it: a zone (`fe80::1%eth0`) means something on this computer only. */
export function formatAuthority({ address, port }: Endpoint): string {
  return formatEndpoint({ address: address.replace(/%.*$/, ''), port })
}

/** Reads a `drawnet://` link, `address:port` or a bare address (then `DEFAULT_PORT`). */
export function parseJoinText(text: string): JoinPlace {
  const trimmed = text.trim()
  if (trimmed === '') throw new AppError('join/bad-address', 'Type an address or paste a link.')
  if (/^drawnet:/i.test(trimmed)) return parseLink(trimmed)
  if (/^[a-z]+:\/\//i.test(trimmed)) {
    throw new AppError('join/bad-link', 'This is not a DrawNet link. DrawNet links begin with drawnet://')
  }
  return { endpoints: [parseEndpoint(trimmed)], fingerprint: null, hostId: null, roomId: null }
}

function parseLink(text: string): JoinPlace {
  const match = /^drawnet:\/\/([^/?#\s]+)(?:\/([^?#\s]*))?(?:\?([^#\s]*))?$/i.exec(text)
  if (match === null) throw badLink()
  const [, authority = '', room = '', query = ''] = match
  const roomId = room.replace(/\/$/, '')
  let fingerprint: string | null = null
  let hostId: string | null = null
  const endpoints = [endpointOfLink(authority)]
  for (const part of query.split('&').filter((piece) => piece !== '')) {
    const [key, value = ''] = splitOnce(part, '=')
    if (key === 'fp') fingerprint = value
    else if (key === 'host') hostId = value
    else if (key === 'also' && endpoints.length < MAX_ENDPOINTS) endpoints.push(endpointOfLink(value))
  }
  if (roomId !== '' && !isId(roomId)) throw badLink()
  if (fingerprint !== null && !FINGERPRINT.test(fingerprint)) throw badLink()
  if (hostId !== null && !isId(hostId)) throw badLink()
  return { endpoints, fingerprint, hostId, roomId: roomId === '' ? null : roomId }
}

function badLink(): AppError {
  return new AppError('join/bad-link', 'This link is incomplete or damaged. Ask for it again.')
}

function endpointOfLink(text: string): Endpoint {
  try {
    return parseEndpoint(text)
  } catch {
    throw badLink()
  }
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)]
}

function parseEndpoint(text: string): Endpoint {
  const match =
    /^\[([0-9a-f:.%]+)\](?::(\d{1,5}))?$/i.exec(text) ??
    /^([0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*)$/i.exec(text) ??
    /^([\p{L}\p{N}](?:[\p{L}\p{N}._-]*))(?::(\d{1,5}))?$/u.exec(text)
  const address = match?.[1]
  const port = match?.[2] === undefined ? DEFAULT_PORT : Number(match[2])
  const dotted = address !== undefined && /^[\d.]+$/.test(address)
  const badNumbers =
    dotted && !(/^(\d{1,3}\.){3}\d{1,3}$/.test(address) && address.split('.').every((part) => Number(part) <= 255))
  const tooLong = address !== undefined && address.length > MAX_ADDRESS_LENGTH
  if (address === undefined || tooLong || badNumbers || port < 1 || port > 65_535) {
    throw new AppError(
      'join/bad-address',
      `“${text.slice(0, MAX_QUOTED_LENGTH)}” is not an address. Addresses look like 192.168.1.5:${DEFAULT_PORT}`,
    )
  }
  return { address, port }
}
