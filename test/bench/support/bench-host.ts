import { writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { Session } from 'node:inspector/promises'
import type { AddressInfo } from 'node:net'
import { systemClock, systemRandom } from '#main/engine/surroundings.ts'
import { HostedRooms } from '#main/host/hosted-rooms.ts'
import { HostServer } from '#main/host/host-server.ts'
import { openLibrary } from '#main/storage/open-library.ts'
import { loadOrCreateIdentity } from '#main/trust/certificate.ts'
import type { HostOptions, HostReport, HostRequest, HostUsage } from './host-process.ts'
import { plainHostServer } from './plain-host-server.ts'
import { relayOver } from './relays.ts'

/** Entry of the process that is measured: DrawNet's host, or a plain relay. Told what to do by its parent. */
const options = JSON.parse(process.argv[2] ?? '{}') as HostOptions
const report = options.kind === 'drawnet' ? await serveRooms() : await serveRelay()
process.send?.(report)

let profiler: Session | null = null

process.on('message', (request: HostRequest) => {
  if (request === 'stop') {
    void stop()
    return
  }
  const { rss, heapUsed, external } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuMs: (user + system) / 1000, rss, heapUsed, external } satisfies HostUsage)
  if (options.profileTo !== undefined && profiler === null) void startProfiler()
})
// Nobody is left to measure.
process.on('disconnect', () => process.exit(0))

async function startProfiler(): Promise<void> {
  profiler = new Session()
  profiler.connect()
  await profiler.post('Profiler.enable')
  await profiler.post('Profiler.setSamplingInterval', { interval: 200 })
  await profiler.post('Profiler.start')
}

async function stop(): Promise<void> {
  if (profiler !== null && options.profileTo !== undefined) {
    const { profile } = await profiler.post('Profiler.stop')
    writeFileSync(options.profileTo, JSON.stringify(profile))
  }
  process.exit(0)
}

async function serveRooms(): Promise<HostReport> {
  const library = openLibrary({ ...options, now: Date.now, random: systemRandom, suggestedName: 'Bench' })
  const own = library.rooms.list()[0] ?? library.rooms.create('Bench')
  const onProblem = (error: unknown): void => console.error(error)
  const rooms = new HostedRooms({ library: library.rooms, clock: systemClock, wallClock: Date.now, onProblem })
  process.on('exit', () => {
    rooms.dispose()
    library.dispose()
  })
  const { seq } = library.rooms.storageOf(own.id).load()
  const room = { roomId: own.id, epoch: own.epoch, seq }
  if (!options.tls) return { ...room, port: await listening(plainHostServer(rooms).server) }
  const server = new HostServer({
    identity: await loadOrCreateIdentity(options.folder, systemRandom),
    rooms,
    info: () => {
      throw new Error('Nobody asks in a benchmark.')
    },
    thumbnail: () => null,
    appTokens: library.appTokens,
    pages: null,
    clock: systemClock,
    onProblem,
  })
  return { ...room, port: await server.listen([0]) }
}

async function serveRelay(): Promise<HostReport> {
  let server: Server = createHttpServer()
  if (options.tls) {
    const { certificate, privateKey } = await loadOrCreateIdentity(options.folder, systemRandom)
    server = createHttpsServer({ cert: certificate, key: privateKey, minVersion: 'TLSv1.3' })
  }
  relayOver(server, options.kind === 'batched' ? 'batched' : 'bare')
  return { roomId: '', epoch: '', seq: 0, port: await listening(server) }
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
