import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { MdnsDiscovery } from '#main/discovery/mdns.ts'
import { Engine } from './engine.ts'
import { ownAddresses, systemClock, systemRandom } from './surroundings.ts'

/** The built renderer lies beside the built engine, and is served to guests and to the loopback shell. */
export function builtPages(): string | null {
  // The same from src-main/engine and from dist/engine or dist/cli.
  const folder = fileURLToPath(new URL('../../dist/renderer', import.meta.url))
  return existsSync(folder) ? folder : null
}

/** Opens an engine on the real clock, network and disk. */
export async function openEngine(options: {
  readonly folder: string
  readonly version: string
  readonly port: number | null
  readonly log: Logger
}): Promise<Engine> {
  const { folder, version, port, log } = options
  return await Engine.open({
    folder,
    version,
    port,
    pagesFolder: builtPages(),
    clock: systemClock,
    random: systemRandom,
    now: Date.now,
    addresses: ownAddresses,
    discovery: ({ hostId }) => new MdnsDiscovery({ ownHostId: hostId, clock: systemClock, random: systemRandom }),
    onProblem: (error) => log.error({ err: error }, 'problem'),
  })
}
