import type { MemberOptions } from './member-plan.ts'
import { connectTwoComputers, ip, within } from './two-computers.ts'
import { TcpProxy } from './tcp-proxy.ts'

/** How a host is reached: by its address and port, or by what stands before it. */
export type Reached = Pick<MemberOptions, 'address' | 'port' | 'through'>

/** The way between a host and a member elsewhere. */
export interface Cable {
  /** Words before a command that put it at the host's end, and at the other. */
  readonly near: readonly string[]
  readonly far: readonly string[]
  /** Where the host that listens on this port is reached from the other end; call it once. */
  reach(port: number): Promise<Reached>
  /** Nothing comes through any more: the cable is out, at this end. */
  pull(end: 'near' | 'far'): Promise<void>
  plug(): Promise<void>
  /** No more than this comes through towards the far end, in bits a second; null: as much as there is. */
  limit(bits: number | null): Promise<void>
  remove(): Promise<void>
}

/**
 * A virtual cable between two network namespaces.
 * @returns why this machine has none, where it allows none
 */
export async function virtualCable(): Promise<Cable | { readonly because: string }> {
  const computers = await connectTwoComputers()
  if ('because' in computers) return computers
  const [a, b] = computers.names
  const [endA, endB] = computers.ends
  const near = within(a)
  return {
    near,
    far: within(b),
    reach: (port) => Promise.resolve({ address: '10.77.0.1', port }),
    pull: async (end) =>
      await ip('-n', ...(end === 'near' ? [a, 'link', 'set', endA] : [b, 'link', 'set', endB]), 'down'),
    plug: async () => {
      await ip('-n', a, 'link', 'set', endA, 'up')
      await ip('-n', b, 'link', 'set', endB, 'up')
    },
    limit: async (bits) => {
      const shape = ['root', 'tbf', 'rate', `${bits}bit`, 'burst', '4kb', 'latency', '1s']
      await ip(
        'netns',
        'exec',
        a,
        'tc',
        'qdisc',
        ...(bits === null ? ['del', 'dev', endA, 'root'] : ['add', 'dev', endA, ...shape]),
      )
    },
    remove: async () => await computers.remove(),
  }
}

/**
 * The same in short, through a proxy of this computer.
 * @param pulled whether a pulled cable breaks connections, or only silences them
 */
export function proxiedCable(pulled: 'broken' | 'silent'): Cable {
  let proxy: TcpProxy | null = null
  return {
    near: [],
    far: [],
    reach: async (port) => {
      proxy = await TcpProxy.open(port)
      return { address: '127.0.0.1', port, through: proxy.port }
    },
    pull: () => {
      if (pulled === 'broken') proxy?.cut()
      else proxy?.fallSilent()
      return Promise.resolve()
    },
    plug: () => Promise.resolve(proxy?.mend()),
    limit: (bits) => {
      if (bits === null) proxy?.mend()
      else proxy?.slowTo(bits / 8)
      return Promise.resolve()
    },
    remove: async () => await proxy?.dispose(),
  }
}
