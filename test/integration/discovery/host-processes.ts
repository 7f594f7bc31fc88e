import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { DiscoveryState, NearbyRoom } from '#shared/desktop/desktop-api.ts'
import { Value } from '#shared/emitter.ts'
import { temporaryFolder } from '../../main/trust/tls-hosts.ts'

export interface HostProcess {
  /** Names of the rooms it finds. */
  readonly rooms: Value<readonly string[]>
  readonly state: Value<DiscoveryState>
  /** Everything it said went wrong. */
  readonly complaints: readonly string[]
  /** As pulling the plug. */
  kill(): void
  sayGoodbye(): void
}

export interface HostProcessOptions {
  readonly room: string
  /** Who it is; a new one each time unless told. */
  readonly folder?: string
  /** Words before the command, such as those that run it in a network namespace. */
  readonly within?: readonly string[]
}

const PROGRAM = fileURLToPath(new URL('host-process.ts', import.meta.url))

/** Starts a host in a process of its own, until the test is over. */
export async function startHost({ room, folder, within = [] }: HostProcessOptions): Promise<HostProcess> {
  const kept = folder ?? (await temporaryFolder())
  const [command, ...words] = [...within, process.execPath, PROGRAM, kept, room]
  const child = spawn(command ?? process.execPath, words, { stdio: ['pipe', 'pipe', 'pipe'] })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  const rooms = new Value<readonly string[]>([])
  const state = new Value<DiscoveryState>({ kind: 'starting' })
  const complaints: string[] = []
  const ready = Promise.withResolvers<void>()
  void exited.then(() => ready.reject(new Error(`the host of ${room} ended: ${complaints.join(' ')}`)))
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line))
  createInterface({ input: child.stdout }).on('line', (line) => {
    const told = JSON.parse(line) as { rooms?: readonly NearbyRoom[]; state?: DiscoveryState; port?: number }
    if (told.rooms !== undefined) rooms.set(told.rooms.map(({ name, problem }) => problem ?? name))
    if (told.state !== undefined) state.set(told.state)
    if (told.port !== undefined) ready.resolve()
  })
  child.stdin.on('error', () => undefined)
  await ready.promise
  return {
    rooms,
    state,
    complaints,
    kill: () => void child.kill('SIGKILL'),
    sayGoodbye: () => void child.stdin.write('bye\n'),
  }
}
