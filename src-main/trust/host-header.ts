import { isIPv4, isIPv6 } from 'node:net'

/** What an HTTP request says about where it comes from and whom it means. */
export interface UpgradeRequest {
  readonly host: string | undefined
  readonly origin: string | undefined
  /** The port this server listens on. */
  readonly port: number
  /** Names of this computer that others may use, such as `atelier.local`; compared without case. */
  readonly localNames: readonly string[]
}

const HTTPS_PORT = 443

/**
 * Why a request must be refused before the upgrade, or null when it may pass. `Host` has to be an IP
 * literal, localhost or one of this computer's own names, so that a site that points its own name at this
 * computer (DNS rebinding) gets nowhere; `Origin` is absent (the app) or the page this server itself served.
 */
export function refusalOfUpgrade({ host, origin, port, localNames }: UpgradeRequest): string | null {
  const target = host === undefined ? null : parseAuthority(host)
  if (target === null) return 'The Host header is missing or malformed.'
  if (target.port !== port) return 'The Host header names another port.'
  if (!isOwnName(target.name, localNames)) return 'The Host header names another computer.'
  if (origin === undefined) return null
  const page = /^https:\/\/(.*)$/i.exec(origin)?.[1]
  const from = page === undefined ? null : parseAuthority(page)
  if (from === null) return 'The Origin header is not a page of this host.'
  if (from.name !== target.name || from.port !== target.port) return 'The Origin header names another site.'
  return null
}

interface Authority {
  /** In lower case; IPv6 with its brackets. */
  readonly name: string
  readonly port: number
}

function parseAuthority(text: string): Authority | null {
  const match = /^(\[[0-9a-f:.]+\]|[\p{L}\p{N}._-]+)(?::(\d{1,5}))?$/iu.exec(text)
  if (match?.[1] === undefined) return null
  return { name: match[1].toLowerCase(), port: match[2] === undefined ? HTTPS_PORT : Number(match[2]) }
}

function isOwnName(name: string, localNames: readonly string[]): boolean {
  if (name.startsWith('[')) return isIPv6(name.slice(1, -1))
  if (isIPv4(name) || name === 'localhost') return true
  return name.endsWith('.local') && localNames.some((own) => own.toLowerCase() === name)
}
