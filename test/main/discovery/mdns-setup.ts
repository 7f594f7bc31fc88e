import { randomBytes } from 'node:crypto'
import { type Announcement } from '#main/discovery/discovery.ts'
import { MdnsDiscovery, type MdnsOptions } from '#main/discovery/mdns.ts'
import { handClock, type HandClock } from './clocks.ts'
import { createLan, type Computer, type Lan } from './lan.ts'

export const FINGERPRINT = 'f'.repeat(43)
const opened: MdnsDiscovery[] = []

/** Closes what a test opened. */
export async function closeOpened(): Promise<void> {
  for (const discovery of opened.splice(0)) await discovery.dispose()
}

export interface Setting {
  readonly lan: Lan
  readonly clock: HandClock
  readonly at: (address: string, id: string) => Promise<{ discovery: MdnsDiscovery; computer: Computer }>
}

export function setUp(): Setting {
  const lan = createLan()
  const clock = handClock()
  return {
    lan,
    clock,
    async at(address, id) {
      const computer = lan.join(address)
      const discovery = newDiscovery(computer, clock, id)
      await clock.settle()
      return { discovery, computer }
    },
  }
}

export function newDiscovery(
  computer: Computer,
  clock: HandClock,
  ownHostId: string,
  more: Partial<MdnsOptions> = {},
): MdnsDiscovery {
  const { openSocket } = computer
  const interfaces = (): ReturnType<Computer['interfaces']> => computer.interfaces()
  const options = { ownHostId, clock, random: randomBytes, interfaces, openSocket, platform: 'linux' } as const
  const discovery = new MdnsDiscovery({ ...options, wallTime: () => clock.now(), ...more })
  opened.push(discovery)
  return discovery
}

export function announcement(hostId: string, changes: Partial<Announcement> = {}): Announcement {
  return { hostId, fingerprint: FINGERPRINT, name: `computer ${hostId}`, port: 4747, protocol: 1, ...changes }
}

export function txt(id: string, changes: Record<string, string> = {}): Record<string, string> {
  return { id, fp: FINGERPRINT, n: `computer ${id}`, v: '1', s: 'start1', ...changes }
}
