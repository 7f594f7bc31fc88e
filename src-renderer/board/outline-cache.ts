import { unpackPoints, type InkPoint } from '#shared/model/points.ts'
import type { StrokeRecord } from '#shared/model/records.ts'
import { inkOutline, traceOutline } from './ink-outline.ts'

interface CachedPath {
  readonly width: number
  readonly path: Path2D
}

/** Outlines kept per generation; two generations live at a time. */
const KEPT_OUTLINES = 8000

/**
 * Outlines of ink at rest, by its packed points. They weigh many times what the points do, so that only those
 * used lately are kept: when the young generation is full, the old one is let go.
 */
export class OutlineCache {
  #young = new WeakMap<Uint8Array, CachedPath>()
  #old = new WeakMap<Uint8Array, CachedPath>()
  #youngCount = 0

  of(stroke: StrokeRecord): Path2D {
    const { points, width } = stroke
    const young = this.#young.get(points)
    if (young?.width === width) return young.path
    const old = this.#old.get(points)
    const cached = old?.width === width ? old : { width, path: pathOf(unpackPoints(stroke), width, stroke.pressure) }
    if (this.#youngCount >= KEPT_OUTLINES) {
      this.#old = this.#young
      this.#young = new WeakMap()
      this.#youngCount = 0
    }
    this.#young.set(points, cached)
    this.#youngCount += 1
    return cached.path
  }
}

/** The outline of ink with the points given, relative to its origin. */
export function pathOf(points: readonly InkPoint[], width: number, pressure: boolean): Path2D {
  const path = new Path2D()
  traceOutline(inkOutline(points, width, pressure), path)
  return path
}
