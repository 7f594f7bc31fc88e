import type { InkPoint } from '#shared/model/points.ts'
import type { Nib } from '#shared/model/properties.ts'
import type { StrokeRecord } from '#shared/model/records.ts'
import { inkShapes, inkShapesOf, traceInkShape, weightOf, type InkShape } from './ink-shapes.ts'
import type { Grain } from './pencil-grain.ts'

/** A part of ink that is ready to be filled. */
export interface InkPath {
  readonly path: Path2D
  /** Factor on the ink's own opacity. */
  readonly opacity: number
}

interface Cached {
  readonly width: number
  readonly nib: Nib
  readonly grain: Grain
  readonly paths: readonly InkPath[]
  readonly weight: number
}

/**
 * How much is kept per generation, in numbers of which outlines are made; two generations live at a time. A path takes
 * about ten bytes for each, so that they take 8 MB together: the ink of a screen or two full of writing.
 */
const KEPT_NUMBERS = 400_000

/**
 * Outlines of ink at rest, by its packed points. They weigh many times what the points do, so that only those
 * used lately are kept: when the young generation is full, the old one is let go.
 */
export class OutlineCache {
  #young = new WeakMap<Uint8Array, Cached>()
  #old = new WeakMap<Uint8Array, Cached>()
  #youngWeight = 0

  /** @param grain of pencils; others have none */
  of(stroke: StrokeRecord, grain: Grain): readonly InkPath[] {
    const { points } = stroke
    const young = this.#young.get(points)
    if (young !== undefined && isOf(young, stroke, grain)) return young.paths
    const old = this.#old.get(points)
    const cached = old !== undefined && isOf(old, stroke, grain) ? old : made(stroke, grain)
    if (this.#youngWeight >= KEPT_NUMBERS) {
      this.#old = this.#young
      this.#young = new WeakMap()
      this.#youngWeight = 0
    }
    this.#young.set(points, cached)
    this.#youngWeight += cached.weight
    return cached.paths
  }
}

function isOf(cached: Cached, { width, nib }: StrokeRecord, grain: Grain): boolean {
  return cached.width === width && cached.nib === nib && (nib !== 'pencil' || cached.grain === grain)
}

function made(stroke: StrokeRecord, grain: Grain): Cached {
  const { width, nib } = stroke
  const shapes = inkShapesOf(stroke, grain)
  const weight = shapes.reduce((sum, shape) => sum + weightOf(shape), 0)
  return { width, nib, grain, paths: shapes.map(pathOf), weight }
}

/** What ink with the points given is painted as, relative to its origin, bottom first. */
export function pathsOf(
  points: readonly InkPoint[],
  width: number,
  pressure: boolean,
  nib: Nib,
  grain: Grain,
): readonly InkPath[] {
  return inkShapes(points, width, pressure, nib, grain).map(pathOf)
}

function pathOf(shape: InkShape): InkPath {
  const path = new Path2D()
  traceInkShape(shape, path)
  return { path, opacity: shape.opacity }
}
