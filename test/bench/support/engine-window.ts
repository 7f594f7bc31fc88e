import { WebSocket } from 'ws'
import { CallClient } from '#shared/desktop/calls.ts'
import { LOOPBACK_PATH, LOOPBACK_SUBPROTOCOL } from '#shared/desktop/loopback.ts'
import type { JoinTarget } from '#shared/desktop/desktop-api.ts'
import { CALLS_CHANNEL, Mux } from '#shared/desktop/mux.ts'
import type { Link } from '#shared/link.ts'
import { RoomClient } from '#shared/sync/room-client.ts'
import { systemClock, systemRandom, utf8 } from '#main/engine/surroundings.ts'
import { SocketLink } from '#main/sockets/socket-link.ts'
import { temporaryFolder } from '../../e2e/support/program.ts'
import { startProgram } from './window.ts'

/** A window without pixels: what a page does with its engine, done from here. */
export interface EngineWindow {
  readonly call: CallClient['call']
  join(target: JoinTarget): Promise<RoomClient>
  close(): Promise<void>
}

/** Starts an engine in a process of its own and connects to it as a page does. */
export async function openEngineWindow(): Promise<EngineWindow> {
  const folder = temporaryFolder()
  const { program, url } = await startProgram(folder.path)
  const { origin, hash } = new URL(url)
  const link = await openLink(origin)
  await new Promise<void>((resolve) => {
    const stop = link.onMessage(() => {
      stop()
      resolve()
    })
    link.send(utf8.encode(JSON.stringify({ kind: 'token', token: hash.slice(1) })))
  })
  const mux = new Mux(link)
  const calls = new CallClient(mux.open(CALLS_CHANNEL), utf8)
  const clients: RoomClient[] = []
  return {
    call: (method, args) => calls.call(method, args),
    join: async (target) => {
      const joined = await calls.call('rooms.join', { target, again: false })
      const client = new RoomClient({
        dial: () => Promise.resolve(mux.open(joined.channel)),
        person: { ...joined.person, token: new Uint8Array(Buffer.from(joined.person.token, 'base64')) },
        clock: systemClock,
        wallClock: Date.now,
        random: systemRandom,
      })
      clients.push(client)
      client.start()
      await new Promise<void>((resolve) => {
        client.status.subscribe(({ kind }) => {
          if (kind === 'live') resolve()
        })
      })
      return client
    },
    close: async () => {
      for (const client of clients) client.dispose()
      link.close()
      await program.stop()
      folder.remove()
    },
  }
}

function openLink(origin: string): Promise<Link> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}${LOOPBACK_PATH}`, LOOPBACK_SUBPROTOCOL, {
      origin,
      perMessageDeflate: false,
    })
    const link = new SocketLink(socket)
    socket.on('open', () => resolve(link))
    socket.on('error', reject)
  })
}
