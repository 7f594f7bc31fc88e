import type { InkPoint } from '#shared/model/points.ts'

export const STEADINESS = ['off', 'light', 'strong'] as const
/** How much a line is freed of the hand's tremor. */
export type Steadiness = (typeof STEADINESS)[number]

/** How far ink lags behind the pointer on a straight way, in CSS pixels. */
const LAG: Readonly<Record<Steadiness, number>> = { off: 0, light: 8, strong: 32 }
/** CSS pixels of the pointer's way that are one step, and those after which the line gets a point. */
const STEP = 1
const POINT_EVERY = 6
/** Points of the way on which ink catches up with the pointer. */
const CATCH_UP = 8

/**
 * Steadies a line: ink is drawn to the pointer as by a rubber band, along the pointer's way and not over time, so that
 * the same way gives the same line however quickly it was gone and however often it was sampled. (An exponential
 * smoothing in the length of the way.)
 */
export class Stabiliser {
  readonly #lag: number
  readonly #step: number
  readonly #pointEvery: number
  #pointer: InkPoint
  #ink: InkPoint
  /** Of the pointer's way since the last step, and since the last point. */
  #sinceStep = 0
  #sinceStart = 0

  /** @param zoom CSS pixels per unit of the points */
  constructor(steadiness: Steadiness, zoom: number, first: InkPoint) {
    this.#lag = LAG[steadiness] / zoom
    this.#step = STEP / zoom
    this.#pointEvery = POINT_EVERY / STEP
    this.#pointer = first
    this.#ink = first
  }

  /** The points that ink gets when the pointer went through these. */
  through(samples: readonly InkPoint[]): InkPoint[] {
    if (this.#lag === 0) {
      this.#pointer = this.#ink = samples.at(-1) ?? this.#pointer
      return [...samples]
    }
    const points: InkPoint[] = []
    for (const sample of samples) this.#go(sample, points)
    return points
  }

  /** The way from the ink to the pointer, which is gone when the pen lifts; nothing changes. */
  catchUp(): InkPoint[] {
    if (this.#lag === 0 || this.#ink === this.#pointer) return []
    return Array.from({ length: CATCH_UP }, (_, i) => between(this.#ink, this.#pointer, (i + 1) / CATCH_UP))
  }

  /** In steps of one length, which the samples do not cut: where they lie says nothing about the line. */
  #go(to: InkPoint, points: InkPoint[]): void {
    const from = this.#pointer
    const length = Math.hypot(to.x - from.x, to.y - from.y)
    const keep = 1 - Math.exp(-this.#step / this.#lag)
    let at = this.#step - this.#sinceStep
    for (; at <= length; at += this.#step) {
      this.#ink = between(this.#ink, between(from, to, at / length), keep)
      this.#sinceStart += 1
      if (this.#sinceStart % this.#pointEvery === 0) points.push(this.#ink)
    }
    this.#sinceStep = length - (at - this.#step)
    this.#pointer = to
  }
}

function between(from: InkPoint, to: InkPoint, part: number): InkPoint {
  return {
    x: from.x + (to.x - from.x) * part,
    y: from.y + (to.y - from.y) * part,
    pressure: from.pressure + (to.pressure - from.pressure) * part,
  }
}
