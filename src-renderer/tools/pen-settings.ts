import type { Nib } from '#shared/model/properties.ts'
import type { Steadiness } from './stabiliser.ts'

/** How the hand is helped with a nib. */
export interface NibSettings {
  /** Whether ink follows the pressure and the tilt of pens that have them. */
  readonly pressure: boolean
  readonly steadiness: Steadiness
  /** Whether a stroke becomes the figure it was meant to be when the pen is held still at its end. */
  readonly straightens: boolean
}

/** How the pen draws, apart from how its ink looks. */
export interface PenSettings extends NibSettings {
  readonly nib: Nib
}

export const FIRST_NIB: NibSettings = { pressure: true, steadiness: 'off', straightens: true }
export const FIRST_PEN: PenSettings = { nib: 'pen', ...FIRST_NIB }
