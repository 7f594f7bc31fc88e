import { PointWriter, type InkPoint } from '../model/points.ts'
import { LIMITS } from '../model/properties.ts'
import { USUAL, type StrokeRecord } from '../model/records.ts'
import type { StrokeStyle } from './room-view.ts'

/** Room for one more point at its longest. */
const POINT_BYTES = 15

/** Packs a stroke while it is drawn. */
export class StrokeWriter {
  readonly id: string
  readonly style: StrokeStyle
  readonly x: number
  readonly y: number
  readonly #points: PointWriter

  constructor(id: string, style: StrokeStyle, origin: { readonly x: number; readonly y: number }) {
    this.id = id
    this.style = style
    // On the grid of the packed points, where the origin is told in few bytes.
    const step = 2 ** style.unit
    this.x = Math.round(origin.x * step) / step
    this.y = Math.round(origin.y * step) / step
    this.#points = new PointWriter(style.unit, style.pressure)
  }

  get count(): number {
    return this.#points.count
  }

  /** Whether it takes no more points: go on in another stroke. */
  get full(): boolean {
    return this.count >= LIMITS.maxStrokePoints || this.#points.length + POINT_BYTES > LIMITS.maxStrokeBytes
  }

  /** Adds a sample in board coordinates; returns it relative to the origin, as everyone will see it. */
  add({ x, y, pressure }: InkPoint): InkPoint {
    return this.#points.add({ x: x - this.x, y: y - this.y, pressure })
  }

  /** The packed points since the last call. */
  take(): Uint8Array {
    return this.#points.take()
  }

  finish(z: string, author: number): StrokeRecord {
    const { id, x, y, style } = this
    return { ...USUAL.stroke, type: 'stroke', id, z, author, x, y, ...style, points: this.#points.all() }
  }
}
