import type { InkPoint } from '#shared/model/points.ts'
import type { Nib } from '#shared/model/properties.ts'

/** A sample of the pen with the way it was held. */
export interface PenSample extends InkPoint {
  /** How far the pen leans: 0 upright, 1 flat on the paper. Left out where the device does not tell. */
  readonly lean?: number
}

/** A hand that writes holds its pen at 45 to 60 degrees: to lean no further than that means nothing. */
const WRITING = 0.5
/** Hands get no flatter than this. */
const FLAT = 0.85

/** What leaning makes of a nib's width and opacity, as factors. */
export interface Leaned {
  readonly widening: number
  readonly opacity: number
}

export const UPRIGHT: Leaned = { widening: 1, opacity: 1 }

/** What the side of a nib draws like, where the pen lies flat. */
interface Side extends Leaned {
  /** The pressure that its ink has. */
  readonly pressure: (pressure: number) => number
}

const asPressed = (pressure: number): number => pressure
const SIDES: Readonly<Record<Nib, Side>> = {
  // A nib that bends: the pen gets broader, as it does by pressure.
  pen: { ...UPRIGHT, pressure: (pressure) => pressure + 0.6 * (1 - pressure) },
  marker: { widening: 2, opacity: 1, pressure: asPressed },
  // Its edge lies flat anyway.
  highlighter: { ...UPRIGHT, pressure: asPressed },
  // The side of the lead, for shading: broad, pale, and with fewer grains.
  pencil: { widening: 6, opacity: 0.6, pressure: (pressure) => 0.5 * pressure },
}

/**
 * How far a pen leans, by what pointer events tell of it.
 * @param tiltX, tiltY degrees from upright, -90 to 90, about the board's two axes
 * @returns 0 for upright to 1 for flat. After "Converting between tiltX / tiltY and altitudeAngle / azimuthAngle"
 *   of the W3C's Pointer Events.
 */
export function leanOf(tiltX: number, tiltY: number): number {
  const run = Math.hypot(Math.tan((tiltX * Math.PI) / 180), Math.tan((tiltY * Math.PI) / 180))
  return Math.min(1, Math.atan(run) / (Math.PI / 2))
}

/**
 * The nib's width and opacity for a pen that comes down leaning so. They are the whole stroke's; what changes on
 * the way is in the pressure of its points.
 */
export function leanedStyle(nib: Nib, { lean = 0 }: PenSample): Leaned {
  const { widening, opacity } = SIDES[nib]
  const side = sideOf(lean)
  return { widening: 1 + (widening - 1) * side, opacity: 1 + (opacity - 1) * side }
}

/** The point of ink that a sample makes: what leaning does while the pen is down is told as pressure. */
export function leanedPoint(nib: Nib, { x, y, pressure, lean = 0 }: PenSample): InkPoint {
  return { x, y, pressure: pressure + (SIDES[nib].pressure(pressure) - pressure) * sideOf(lean) }
}

/** 0 where the tip draws, 1 where the whole side of it does. */
function sideOf(lean: number): number {
  return Math.min(1, Math.max(0, (lean - WRITING) / (FLAT - WRITING)))
}
