import { BlockList, isIPv4 } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'

/** What `os.networkInterfaces()` returns. */
export type InterfaceList = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>

/** A network this computer is on, as far as discovery needs to know it. */
export interface NetworkInterface {
  readonly name: string
  /** Its first IPv4 address: what multicast goes out by. */
  readonly address: string
  readonly loopback: boolean
  /** Whether an address is of a neighbour on this network. */
  isNeighbour(address: string): boolean
  /** All IPv4 addresses of this computer, on any network. */
  readonly ownAddresses: ReadonlySet<string>
  /** Changes when the interface needs to be set up anew. */
  readonly key: string
}

/** A computer with dozens of virtual networks announces on no more than these. */
const MAX_INTERFACES = 16

/** Networks that by agreement are not reached over the internet (RFC 1918, 3927, 6598). */
const PRIVATE: readonly (readonly [string, number])[] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
]

/**
 * The networks to announce and listen on: every one with IPv4, those without a router (169.254…) included,
 * because two computers joined by a cable have no other. The one inside this computer (loopback) is taken
 * when it is the only one, or when `loopback` says so. Multicast DNS runs over IPv4 here, as the library
 * below does; a network with IPv6 alone is joined by address.
 */
export function usableInterfaces(list: InterfaceList, loopback: boolean): readonly NetworkInterface[] {
  const found = Object.entries(list).flatMap(([name, infos]) => {
    const ipv4 = (infos ?? []).filter((info) => info.family === 'IPv4')
    return ipv4.length === 0 ? [] : [{ name, ipv4 }]
  })
  const ownAddresses = new Set(found.flatMap(({ ipv4 }) => ipv4.map((info) => info.address)))
  const external = found.filter(({ ipv4 }) => !ipv4[0]!.internal)
  const chosen = loopback || external.length === 0 ? found : external
  return chosen.slice(0, MAX_INTERFACES).map(({ name, ipv4 }) => describe(name, ipv4, ownAddresses))
}

function describe(
  name: string,
  ipv4: readonly NetworkInterfaceInfo[],
  ownAddresses: ReadonlySet<string>,
): NetworkInterface {
  const subnets = new BlockList()
  // A line with two ends (a tunnel) has no range of neighbours: whoever is heard on it is one.
  let anyone = false
  for (const info of ipv4) {
    const prefix = Number(info.cidr?.split('/')[1] ?? 32)
    if (prefix >= 31) anyone = true
    subnets.addSubnet(info.address, prefix, 'ipv4')
  }
  return {
    name,
    address: ipv4[0]!.address,
    loopback: ipv4[0]!.internal,
    isNeighbour: (address) => isIPv4(address) && (anyone || subnets.check(address, 'ipv4')),
    ownAddresses,
    key: `${name} ${ipv4.map((info) => info.cidr ?? info.address).join(' ')}`,
  }
}

/** Whether an IPv4 address may be dialled on a stranger's word: a neighbour's, or one of a private network. */
export function isOnSite(address: string, heardOn: NetworkInterface): boolean {
  if (!isIPv4(address)) return false
  const loopback = address.startsWith('127.')
  if (loopback) return heardOn.loopback
  return heardOn.isNeighbour(address) || isPrivate(address)
}

function isPrivate(address: string): boolean {
  const list = new BlockList()
  for (const [network, prefix] of PRIVATE) list.addSubnet(network, prefix, 'ipv4')
  return list.check(address, 'ipv4')
}
