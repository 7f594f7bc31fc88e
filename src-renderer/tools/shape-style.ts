import type { Ink } from '#shared/model/palette.ts'
import type { Bend, Dash, Fill, Head } from '#shared/model/properties.ts'

/** What the tools for lines draw. */
export type LineKind = 'line' | 'arrow' | 'freeform'

/** How new shapes, lines and notes look, beside what they share with ink. */
export interface FigureStyle {
  readonly fill: Fill
  readonly fillColor: Ink
  readonly dash: Dash
  /** Whether corners are round. */
  readonly round: boolean
  /** Of polygons, and points of stars. */
  readonly sides: number
  readonly bend: Bend
  /** Of arrows; plain lines are drawn without. */
  readonly startHead: Head
  readonly endHead: Head
  /** Of the paper of notes. */
  readonly noteColor: Ink
}

export const FIRST_FIGURE: FigureStyle = {
  fill: 'none',
  fillColor: 'blue',
  dash: 'solid',
  round: false,
  sides: 5,
  bend: 'straight',
  startHead: 'none',
  endHead: 'arrow',
  noteColor: 'yellow',
}

/** Radius of round corners, in CSS pixels at the zoom at which they are made round. */
export const ROUND = 16
