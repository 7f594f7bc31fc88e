import { DEFAULT_UNIT } from '#shared/model/points.ts'
import { openEngineWindow, type EngineWindow } from './engine-window.ts'
import { pause } from './report.ts'

const STYLE = { nib: 'pen', color: 'ink', width: 4, opacity: 1, unit: DEFAULT_UNIT, pressure: false } as const
const MOVES = 600
const MOVE_EVERY_MS = 1000 / 60

/** Milliseconds that 600 points, 60 a second, take from one engine's window to another's, without pixels. */
export async function engineLatency(): Promise<number[]> {
  const open: EngineWindow[] = []
  try {
    const a = await openEngineWindow()
    open.push(a)
    const b = await openEngineWindow()
    open.push(b)
    const { roomId } = await a.call('rooms.create', { name: 'Bench' })
    const drawing = await a.join({ kind: 'known', roomId })
    const { link } = await a.call('rooms.share', { roomId })
    const watching = await b.join({ kind: 'text', text: link })
    const stroke = drawing.beginStroke(STYLE, { x: 0, y: 0 })
    const sentAt: number[] = []
    const latencies: number[] = []
    watching.live.onChange((id) => {
      const count = watching.live.strokes.get(id)?.points.length ?? 0
      while (latencies.length < count) latencies.push(performance.now() - sentAt[latencies.length]!)
    })
    const start = performance.now()
    for (let i = 0; i < MOVES; i++) {
      const due = start + i * MOVE_EVERY_MS
      if (due > performance.now()) await pause(due - performance.now())
      sentAt.push(performance.now())
      stroke.append([{ x: i * 3, y: 0, pressure: 0.5 }])
    }
    while (latencies.length < MOVES) await pause(10)
    stroke.commit()
    // The first ones find code that has never run.
    return latencies.slice(60)
  } finally {
    for (const window of open) await window.close()
  }
}
