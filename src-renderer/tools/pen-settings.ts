import type { Nib } from '#shared/model/properties.ts'
import type { Steadiness } from './stabiliser.ts'

/** How the pen draws, apart from how its ink looks. */
export interface PenSettings {
  readonly nib: Nib
  /** Whether ink follows the pressure of pens that have it. */
  readonly pressure: boolean
  readonly steadiness: Steadiness
  /** Whether a stroke becomes the figure it was meant to be when the pen is held still at its end. */
  readonly straightens: boolean
}

export const FIRST_PEN: PenSettings = { nib: 'pen', pressure: true, steadiness: 'off', straightens: true }
