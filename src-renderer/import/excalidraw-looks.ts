import {
  LIMITS,
  type Alignment,
  type Bend,
  type Dash,
  type Fill,
  type Head,
  type ShapeKind,
} from '#shared/model/properties.ts'
import type { Ink } from '#shared/model/palette.ts'
import type { ForeignElement } from './excalidraw-element.ts'
import { fixedInkOfCss, inkOfCss } from './foreign-color.ts'

/*
 * What the properties of Excalidraw's elements are called here.
 */

/** Its round corners: a quarter of the shorter side, and at most so many units in files of today. */
const CORNER_PART = 0.25
const CORNER_MOST = 32
/** Its curves at the corners of a diamond go farther into them than parts of circles do. */
const DIAMOND_PART = 0.43
const WHITE: Ink = '#ffffff'
/** What an outline that is not there has for a width. */
export const HAIR = 0.01

export const HEADS: ReadonlyMap<string, Head> = new Map([
  ['arrow', 'arrow'],
  ['bar', 'bar'],
  ['dot', 'dot'],
  ['circle', 'dot'],
  ['circle_outline', 'dot'],
  ['triangle', 'triangle'],
  ['triangle_outline', 'triangle'],
  ['diamond', 'diamond'],
  ['diamond_outline', 'diamond'],
])

export function shapeOf(element: ForeignElement): 'rectangle' | 'ellipse' | 'diamond' | null {
  const type = element.text('type')
  return type === 'rectangle' || type === 'ellipse' || type === 'diamond' ? type : null
}

/** Along the sides, on which a diamond's corners are round by the like parts of its width and height. */
export function radiusOf(element: ForeignElement, shape: ShapeKind, w: number, h: number): number {
  const roundness = element.part('roundness')
  const isRound = roundness !== null || element.text('strokeSharpness') === 'round'
  if (!isRound || shape === 'ellipse') return 0
  const most = roundness?.number('type', 0) === 3 ? roundness.number('value', CORNER_MOST, 0) : Number.POSITIVE_INFINITY
  const of = (side: number): number => Math.min(most, side * CORNER_PART)
  return shape === 'diamond' ? Math.hypot(of(w / 2), of(h / 2)) * DIAMOND_PART : of(Math.min(w, h))
}

/**
 * What it is filled with; null for nothing. Black with a black outline, or with none, follows the theme as that does.
 *
 * @param isOnColor whether its blacks do not follow the theme (see `onColors`)
 */
export function insideOf(element: ForeignElement, isOnColor: boolean): Ink | null {
  return (followsTheme(element, isOnColor) ? inkOfCss : fixedInkOfCss)(element.text('backgroundColor'))
}

/**
 * How it is filled, and whether that is as it was. White under what follows the theme is a tint of the paper here, so
 * that it is dark where the outline and what is written on it are light; lines in it would be seen on dark paper alone.
 */
export function fillOf(element: ForeignElement, isOnColor: boolean): { readonly fill: Fill; readonly isKept: boolean } {
  const style = element.text('fillStyle')
  const isPaper = followsTheme(element, isOnColor) && insideOf(element, isOnColor) === WHITE
  if (isPaper) return { fill: 'solid', isKept: style === 'solid' }
  if (style === 'solid') return { fill: 'full', isKept: true }
  return { fill: 'hatch', isKept: style === 'hachure' || style === '' }
}

/** Whether it is hatched both ways, and nothing shows that it is drawn twice to be so here. */
export function isCrossed(element: ForeignElement): boolean {
  const isSolid = dashOf(element) === 'solid' && element.number('opacity', 100) >= 100
  return isSolid && element.text('fillStyle') === 'cross-hatch'
}

function followsTheme(element: ForeignElement, isOnColor: boolean): boolean {
  const outline = inkOfCss(element.text('strokeColor'))
  return !isOnColor && (outline === null || outline === 'ink')
}

export function widthOf(element: ForeignElement): number {
  return element.number('strokeWidth', 1, HAIR, LIMITS.maxWidth)
}

export function bendOf(element: ForeignElement, places: number): Bend {
  if (element.flag('elbowed')) return 'elbow'
  const isRound = element.has('roundness') || element.text('strokeSharpness') === 'round'
  return isRound && places > 2 ? 'curved' : 'straight'
}

export function dashOf(element: ForeignElement): Dash {
  const style = element.text('strokeStyle')
  return style === 'dashed' || style === 'dotted' ? style : 'solid'
}

export function alignOf(element: ForeignElement): Alignment {
  const align = element.text('textAlign')
  return align === 'center' || align === 'right' ? align : 'left'
}
