import { DEFAULT_UNIT } from '#shared/model/points.ts'
import type { StrokeHandle } from '#shared/sync/room-view.ts'
import type { MemoryRoom } from '../../support/room-view.ts'
import { seededNumbers } from '../../support/random.ts'
import { handwriting, POINTS_PER_STROKE } from '../support/strokes.ts'
import { framesDuring } from './frames.ts'

const STYLE = { nib: 'pen', color: 'blue', width: 4, opacity: 1, unit: DEFAULT_UNIT, pressure: true } as const
const FRAME_MS = 1000 / 60

interface Pen {
  handle: StrokeHandle
  points: { x: number; y: number; pressure: number }[]
}

/** So many people draw at once, each a point in every frame, stroke after stroke; how long the frames took. */
export async function drawTogether(
  room: MemoryRoom,
  people: number,
  milliseconds: number,
  side: number,
): Promise<number[]> {
  const random = seededNumbers(people)
  const begin = (): Pen => {
    const [x, y] = [(random() - 0.5) * side, (random() - 0.5) * side]
    const points = handwriting(random).map((point) => ({ ...point, x: point.x + x, y: point.y + y }))
    return { handle: room.beginStroke(STYLE, { x, y }), points }
  }
  const pens = Array.from({ length: people }, begin)
  const taken = await framesDuring(Math.round(milliseconds / FRAME_MS), (i) => {
    for (const [number, pen] of pens.entries()) {
      // They do not all lift their pens in the same frame.
      const at = (i + number * 4) % POINTS_PER_STROKE
      if (at === 0 && i > 0) {
        pen.handle.commit()
        Object.assign(pen, begin())
      }
      pen.handle.append(pen.points.slice(at, at + 1))
    }
  })
  for (const { handle } of pens) handle.commit()
  return taken
}
