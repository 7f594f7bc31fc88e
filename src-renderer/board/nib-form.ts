import { MAX_PRESSURE_WIDENING } from '#shared/model/bounds.ts'
import type { Nib } from '#shared/model/properties.ts'

/** What a nib makes of pressure and of a hand's tremor. */
export interface NibForm {
  /** How far a real pen's pressure widens or thins ink. */
  readonly thinning: number
  /** Without a pen, speed stands in for pressure: a quick line is thinner than a slow one. */
  readonly speedThinning: number
  /** How slowly the line follows the points, 0 to 1. */
  readonly streamline: number
  readonly speedStreamline: number
  /** Whether a line ends as the edge of the nib lies, and not round. */
  readonly flat: boolean
}

const EVEN = { thinning: 0, speedThinning: 0, streamline: 0.5, speedStreamline: 0.5 }
/** None widens ink by more than bounds allow for; the pen does so exactly at full pressure. */
export const NIB_FORMS: Readonly<Record<Nib, NibForm>> = {
  pen: {
    thinning: MAX_PRESSURE_WIDENING - 1,
    speedThinning: 0.2,
    streamline: 0.35,
    speedStreamline: 0.5,
    flat: false,
  },
  marker: { ...EVEN, flat: false },
  highlighter: { ...EVEN, flat: true },
  pencil: { thinning: 0.2, speedThinning: 0.1, streamline: 0.25, speedStreamline: 0.4, flat: false },
}

/** Half the thickness of a line at a pressure, as a part of the nib. */
export function radiusAt(pressure: number, isReal: boolean, nib: Nib): number {
  return 0.5 - thinningOf(nib, isReal) * (0.5 - pressure)
}

/** @param isReal whether pressure is a pen's, and not made of speed */
export function thinningOf(nib: Nib, isReal: boolean): number {
  return isReal ? NIB_FORMS[nib].thinning : NIB_FORMS[nib].speedThinning
}

/** How wide ink of a mean pressure is on average; for ink too thin to show its outline. */
export function thinWidth(width: number, pressure: boolean, mean: number, nib: Nib = 'pen'): number {
  const { thinning, speedThinning } = NIB_FORMS[nib]
  // Without a pen, hands are rather quick than slow, which thins the line a little.
  return pressure ? width * (1 - 2 * thinning * (0.5 - mean)) : width * (1 - speedThinning / 2)
}
