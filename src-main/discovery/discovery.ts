import type { DiscoveryState } from '#shared/desktop/desktop-api.ts'
import type { Endpoint } from '#shared/desktop/join-link.ts'
import type { Dispose, ReadonlyValue } from '#shared/emitter.ts'

/** What a host tells the network about itself. Its rooms are asked for over a checked connection. */
export interface Announcement {
  readonly hostId: string
  /** SHA-256 of its certificate, base64url. */
  readonly fingerprint: string
  /** What people call it; cut to fit into a record. */
  readonly name: string
  readonly port: number
  /** Version of the wire protocol. */
  readonly protocol: number
}

/** A host that was announced. A hint and no more: only its certificate proves who it is. */
export interface FoundHost {
  readonly hostId: string
  readonly fingerprint: string
  readonly name: string
  /** The likeliest first. */
  readonly endpoints: readonly Endpoint[]
  readonly protocol: number
  /** When it was last heard of, by the clock that discovery was given. */
  readonly lastSeen: number
  /** Changes whenever the host starts to announce itself anew: it may be reachable again. */
  readonly start: string
}

/** How many announced hosts are kept. */
export const MAX_HOSTS = 256

/** Announces this host on the network and finds others. Nothing here throws because of the network. */
export interface Discovery {
  readonly state: ReadonlyValue<DiscoveryState>
  /**
   * Others only, at most `MAX_HOSTS`, first seen first. One host id may stand here more than once, with
   * different fingerprints: then at least one of them lies.
   */
  readonly hosts: ReadonlyValue<readonly FoundHost[]>
  /** Says what others shall find from now on; null says goodbye. */
  announce(what: Announcement | null): void
  /** Takes a host off the list, because it was found to be gone. It is listed again if it announces itself again. */
  forget(hostId: string, fingerprint?: string): void
  /** Someone said goodbye in this host's name. Anybody can: ask the host before believing it. */
  onGoodbye(listener: (hostId: string) => void): Dispose
  /** Says goodbye and closes everything. */
  dispose(): Promise<void>
}
