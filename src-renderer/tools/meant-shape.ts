import type { Place } from './tool.ts'

/** What a stroke by hand was meant to be. */
export type MeantShape =
  | { readonly kind: 'line'; readonly from: Place; readonly to: Place }
  | {
      readonly kind: 'ellipse'
      readonly centre: Place
      readonly radiusX: number
      readonly radiusY: number
      /** Radians, of the first radius. */
      readonly angle: number
      /** Radians about the centre, before scaling to the radii, at which the hand began, and its sense of turning. */
      readonly start: number
      readonly turn: 1 | -1
    }
  | { readonly kind: 'rectangle' | 'triangle'; readonly corners: readonly Place[] }
