import type { Announcement, Discovery, FoundHost } from '#main/discovery/discovery.ts'
import type { DiscoveryState } from '#shared/desktop/desktop-api.ts'
import { Emitter, Value } from '#shared/emitter.ts'

/** What several fake discoveries share: who announces what to everybody else. */
export interface Air {
  /** Puts a claim into everybody's list, true or not. */
  claim(host: FoundHost): void
  /** Says goodbye in anybody's name. */
  goodbye(hostId: string): void
  /** Forgets a host that has not been heard of for long. */
  expire(hostId: string): void
  /** A number that was not there before: marks each time a host begins to announce itself. */
  nextStart(): string
  /** What everybody hears. */
  readonly hosts: Value<readonly FoundHost[]>
  readonly goodbyes: Emitter<string>
}

function same(a: FoundHost, b: FoundHost): boolean {
  return a.hostId === b.hostId && a.fingerprint === b.fingerprint
}

export function createAir(): Air {
  const hosts = new Value<readonly FoundHost[]>([])
  const goodbyes = new Emitter<string>()
  let starts = 0
  return {
    hosts,
    goodbyes,
    nextStart: () => `${++starts}`,
    claim(host) {
      const known = hosts.get().some((other) => same(other, host))
      hosts.update((list) => (known ? list.map((other) => (same(other, host) ? host : other)) : [...list, host]))
    },
    goodbye: (hostId) => goodbyes.emit(hostId),
    expire: (hostId) => hosts.update((list) => list.filter((host) => host.hostId !== hostId)),
  }
}

export interface FakeDiscovery extends Discovery {
  /** Says what is wrong, as if the network had failed. */
  fail(state: DiscoveryState): void
  /** Stops announcing without a word, as in a crash: others go on listing it. */
  crash(): void
  /** What this one took off its list. */
  readonly forgotten: readonly string[]
}

export interface FakeDiscoveryOptions {
  readonly air: Air
  readonly ownHostId: string
  /** What others are told to dial. */
  readonly address?: string
}

/** Discovery without a network: what one announces is in the lists of all others of the same air at once. */
export function createFakeDiscovery({ air, ownHostId, address = '127.0.0.1' }: FakeDiscoveryOptions): FakeDiscovery {
  const state = new Value<DiscoveryState>({ kind: 'working' })
  const hosts = new Value<readonly FoundHost[]>([])
  const goodbyes = new Emitter<string>()
  const forgotten: string[] = []
  const ignored = new Set<FoundHost>()
  let announced: string | null = null
  let disposed = false
  const hear = (): void => hosts.set(air.hosts.get().filter((host) => host.hostId !== ownHostId && !ignored.has(host)))
  const disposers = [
    air.hosts.subscribe(hear),
    air.goodbyes.on((hostId) => {
      if (hosts.get().some((host) => host.hostId === hostId)) goodbyes.emit(hostId)
    }),
  ]
  hear()

  function announce(what: Announcement | null): void {
    if (disposed) return
    if (what === null) {
      if (announced !== null) air.goodbye(announced)
      announced = null
      return
    }
    const { hostId, fingerprint, name, port, protocol } = what
    announced = hostId
    air.claim({
      hostId,
      fingerprint,
      name,
      protocol,
      endpoints: [{ address, port }],
      lastSeen: 0,
      start: air.nextStart(),
    })
  }

  return {
    state,
    hosts,
    forgotten,
    announce,
    forget(hostId, fingerprint) {
      forgotten.push(hostId)
      for (const host of hosts.get()) {
        if (host.hostId === hostId && (fingerprint === undefined || host.fingerprint === fingerprint)) ignored.add(host)
      }
      hear()
    },
    onGoodbye: (listener) => goodbyes.on(listener),
    fail: (failure) => state.set(failure),
    crash: () => (announced = null),
    dispose() {
      announce(null)
      disposed = true
      for (const dispose of disposers) dispose()
      return Promise.resolve()
    },
  }
}
