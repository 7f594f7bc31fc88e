import type { PictureSize } from './picture-levels.ts'
import { lengthOf } from './svg-size.ts'

/** A filter works on what it filters and a tenth more on each side, where it does not say another region (SVG 1.1, 15.5). */
const USUAL = 1.2
/** Sides of the drawing from which a pixel may be brought to another. */
const MOST_REACH = 2
/** A blur reaches three times as far as its deviation. */
const BLUR_REACH = 3

/**
 * The area that a filter works on, in times of the usual: that of its region, or, since what lies outside of the drawing
 * has to be there as well where it is brought into it, that of all from where it brings pixels. Null for what is larger
 * than any drawing has use for.
 *
 * @param units how many of its units the drawing is wide and high
 */
export function areaOfFilter(filter: Element, { width, height }: PictureSize): number | null {
  const isOfDrawing = filter.getAttribute('filterUnits') === 'userSpaceOnUse'
  const wide = partOf(filter.getAttribute('width'), isOfDrawing ? width : 1) ?? USUAL
  const high = partOf(filter.getAttribute('height'), isOfDrawing ? height : 1) ?? USUAL
  const region = Math.max(1, wide / USUAL) * Math.max(1, high / USUAL)
  const isOfBounds = filter.getAttribute('primitiveUnits') === 'objectBoundingBox'
  const side = isOfBounds ? 1 : Math.min(width, height)
  const reach = Array.from(filter.children).reduce((sum, step) => sum + reachOf(step) / side, 0)
  return reach > MOST_REACH ? null : Math.max(region, (1 + 2 * reach) ** 2)
}

/** A length as a part of a side. */
function partOf(text: string | null, side: number): number | null {
  const percent = /^\s*([0-9.]+(?:e[+-]?\d+)?)\s*%\s*$/i.exec(text ?? '')
  if (percent !== null) return Number(percent[1]) / 100
  const length = lengthOf(text)
  return length === null ? null : length / side
}

/** How far a step of a filter brings pixels. What is only moved is not worked on where nobody sees it. */
function reachOf(step: Element): number {
  if (step.localName === 'feDisplacementMap') return largestIn(step, 'scale') / 2
  if (step.localName === 'feMorphology') return largestIn(step, 'radius')
  if (step.localName === 'feGaussianBlur' || step.localName === 'feDropShadow') {
    return BLUR_REACH * largestIn(step, 'stdDeviation')
  }
  return 0
}

/** The largest of the numbers that an attribute has. */
function largestIn(step: Element, attribute: string): number {
  const numbers = (step.getAttribute(attribute) ?? '').match(/[0-9.]+(?:e[+-]?\d+)?/gi) ?? []
  return Math.max(0, ...numbers.map(Number).filter(Number.isFinite))
}
