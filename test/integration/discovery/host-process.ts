/**
 * A host as a process of its own: `node host-process.ts FOLDER ROOM`. It serves one room, announces itself
 * over multicast DNS, and tells on its output, as a line of JSON each, what becomes of its discovery and
 * which rooms it finds. A line `bye` on its input closes it properly.
 */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { HOST_INFO_PATH, MAX_HOST_INFO_BYTES, parseHostInfo, type HostInfo } from '#main/discovery/host-info.ts'
import { MdnsDiscovery } from '#main/discovery/mdns.ts'
import { Neighbourhood } from '#main/discovery/neighbourhood.ts'
import { loadOrCreateIdentity } from '#main/trust/certificate.ts'
import { pinnedGet } from '#main/trust/pinned-request.ts'
import { realClock } from '../../main/discovery/clocks.ts'

const WIRE_VERSION = 1

function tell(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

const [folder, room] = process.argv.slice(2) as [string, string]
const { hostId, fingerprint, certificate, privateKey } = await loadOrCreateIdentity(folder, randomBytes)
const name = `computer of ${room}`
const info: HostInfo = {
  hostId,
  name,
  protocol: WIRE_VERSION,
  rooms: [{ roomId: `room-of-${hostId}`.slice(0, 32), name: room, people: 1, thumbnailVersion: 0 }],
}

const server = createServer({ key: privateKey, cert: certificate, minVersion: 'TLSv1.3' }, (request, response) => {
  if (request.url !== HOST_INFO_PATH) return void response.writeHead(404).end()
  response.setHeader('content-type', 'application/json')
  return void response.end(JSON.stringify(info))
})
await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
const { port } = server.address() as AddressInfo

const discovery = new MdnsDiscovery({ ownHostId: hostId, clock: realClock, random: randomBytes })
const neighbourhood = new Neighbourhood({
  discovery,
  clock: realClock,
  ownHostId: hostId,
  wireVersion: WIRE_VERSION,
  async ask(host) {
    const options = { timeoutMs: 3000, maxBytes: MAX_HOST_INFO_BYTES, as: 'json' } as const
    return parseHostInfo((await pinnedGet(host, HOST_INFO_PATH, options)).body)
  },
})
neighbourhood.rooms.subscribe((rooms) => tell({ rooms }))
discovery.state.subscribe((state) => tell({ state }))
tell({ state: discovery.state.get() })
discovery.announce({ hostId, fingerprint, name, port, protocol: WIRE_VERSION })
tell({ hostId, port })

for await (const line of createInterface({ input: process.stdin })) if (line === 'bye') break
server.close()
server.closeAllConnections()
neighbourhood.dispose()
await discovery.dispose()
process.exit(0)
