import type { DiscoveryState } from '#shared/desktop/desktop-api.ts'
import type { SendOutcome } from './multicast-socket.ts'

/** What is known of one network interface. */
export interface InterfaceHealth {
  readonly loopback: boolean
  /** Undefined before the first attempt to send. */
  readonly outcome: SendOutcome | undefined
}

const JOIN_OTHERWISE = 'You can still join by address or link.'

/** Codes of the system for "there is no such network any more". */
const NO_NETWORK = new Set(['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'ENODEV', 'ENXIO'])
const FORBIDDEN = new Set(['EACCES', 'EPERM'])

/**
 * Sums the interfaces up for a person: one that works is enough. `loopbackCounts` tells whether finding
 * rooms on this very computer is all that was asked for.
 */
export function stateOf(
  interfaces: readonly InterfaceHealth[],
  loopbackCounts: boolean,
  platform: NodeJS.Platform,
): DiscoveryState {
  const counting = interfaces.filter(({ loopback }) => loopbackCounts || !loopback)
  if (counting.some(({ outcome }) => outcome === null)) return { kind: 'working' }
  if (counting.some(({ outcome }) => outcome === undefined)) return { kind: 'starting' }
  const codes = counting.flatMap(({ outcome }) => (typeof outcome === 'string' ? [outcome] : []))
  const refusal = codes.find((code) => FORBIDDEN.has(code) || (code === 'EHOSTUNREACH' && platform === 'darwin'))
  if (refusal !== undefined) return { kind: 'failed', reason: 'blocked', sentence: blockedSentence(platform) }
  const odd = codes.find((code) => !NO_NETWORK.has(code) && code !== 'EHOSTUNREACH')
  if (odd === undefined) {
    return {
      kind: 'failed',
      reason: 'no-network',
      sentence: 'This computer is on no network, so boards of others cannot be found. Connect it to a network.',
    }
  }
  return { kind: 'failed', reason: 'error', sentence: oddSentence(odd) }
}

function blockedSentence(platform: NodeJS.Platform): string {
  if (platform === 'darwin') {
    return (
      'macOS keeps DrawNet off the local network. Allow it in System Settings › Privacy & Security › ' +
      `Local Network. ${JOIN_OTHERWISE}`
    )
  }
  return `This computer does not let DrawNet look for rooms: check its firewall. ${JOIN_OTHERWISE}`
}

function oddSentence(code: string): string {
  if (code === 'EADDRINUSE') {
    return `Another program on this computer keeps the port for finding rooms (UDP 5353) to itself. ${JOIN_OTHERWISE}`
  }
  return `Rooms near you cannot be looked for: the network said ${code}. ${JOIN_OTHERWISE}`
}
