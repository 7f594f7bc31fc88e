import { randomBytes } from 'node:crypto'
import { encodeClientMessage } from '#shared/wire/client-messages.ts'
import { WIRE_VERSION } from '#shared/wire/protocol.ts'
import { TcpProxy } from '../../support/tcp-proxy.ts'
import { LoadProcess } from './load-process.ts'
import type { Drawn } from './load-plan.ts'
import type { HostTrials } from './host-trials.ts'
import { RawSocket } from './raw-socket.ts'

const SLOW_BYTES_PER_SECOND = 64_000 / 8
const ALIVE_EVERY_MS = 1_000
const OTHERS = 9
const PENS = 4

export interface SlowTrial {
  readonly drawn: Drawn
  /** Bytes of the host's that reached the slow one. */
  readonly received: number
}

/**
 * Nine members, some of them drawing; with or without a tenth on a line of 64 kbit/s that has just come and is still
 * being sent the board.
 */
export async function drawBesideSlow(
  trials: HostTrials,
  { slow, strokes, seconds }: { readonly slow: boolean; readonly strokes: number; readonly seconds: number },
): Promise<SlowTrial> {
  const load = new LoadProcess()
  try {
    return await trials.with('drawnet', strokes, async (host) => {
      await load.enter(host, OTHERS, PENS)
      const line = slow ? await SlowMember.join(host.report, trials.tls) : null
      try {
        const drawn = await load.draw(60, 1, seconds)
        return { drawn, received: line?.received ?? 0 }
      } finally {
        await line?.dispose()
        await load.leave()
      }
    })
  } finally {
    await load.stop()
  }
}

/** Someone behind a slow line, who takes what comes and shows that they are there. */
class SlowMember {
  readonly #proxy: TcpProxy
  readonly #socket: RawSocket
  readonly #alive: NodeJS.Timeout

  private constructor(proxy: TcpProxy, socket: RawSocket) {
    this.#proxy = proxy
    this.#socket = socket
    this.#alive = setInterval(() => socket.beAlive(), ALIVE_EVERY_MS)
  }

  static async join(
    { port, roomId }: { readonly port: number; readonly roomId: string },
    tls: boolean,
  ): Promise<SlowMember> {
    const proxy = await TcpProxy.open(port)
    const place = { port: proxy.port, authorityPort: port, path: `/v1/rooms/${roomId}`, tls }
    const socket = await RawSocket.connect(place)
    proxy.slowTo(SLOW_BYTES_PER_SECOND)
    const clientId = randomBytes(12).toString('base64url')
    const person = { clientId, user: `u${clientId}`, token: randomBytes(32), name: 'Slow', color: 1 }
    socket.send([encodeClientMessage({ kind: 'hello', version: WIRE_VERSION, ...person, resume: null })])
    return new SlowMember(proxy, socket)
  }

  get received(): number {
    return this.#socket.received
  }

  async dispose(): Promise<void> {
    clearInterval(this.#alive)
    this.#socket.destroy()
    await this.#proxy.dispose()
  }
}
