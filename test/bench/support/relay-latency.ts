import { WebSocket } from 'ws'
import { temporaryFolder } from '../../e2e/support/program.ts'
import { HostProcess } from './host-process.ts'
import { pause } from './report.ts'

const MOVES = 600
const MOVE_EVERY_MS = 1000 / 60

/** Milliseconds that 600 frames, 60 a second, take from one socket to another over a plain relay. */
export async function relayLatency(): Promise<number[]> {
  const folder = temporaryFolder()
  const host = await HostProcess.start({ kind: 'bare', tls: false, folder: folder.path })
  try {
    const [from, to] = [await openSocket(host.report.port), await openSocket(host.report.port)]
    const sentAt: number[] = []
    const latencies: number[] = []
    to.on('message', () => latencies.push(performance.now() - sentAt[latencies.length]!))
    const start = performance.now()
    for (let i = 0; i < MOVES; i++) {
      const due = start + i * MOVE_EVERY_MS
      if (due > performance.now()) await pause(due - performance.now())
      sentAt.push(performance.now())
      from.send(Buffer.alloc(8, i))
    }
    while (latencies.length < MOVES) await pause(10)
    from.close()
    to.close()
    return latencies.slice(60)
  } finally {
    await host.stop()
    folder.remove()
  }
}

function openSocket(port: number): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false })
    socket.on('open', () => resolve(socket))
    socket.on('error', reject)
  })
}
