import { boundsOfPoints, toBoard, toLocal, type Box, type Placement } from '#shared/model/bounds.ts'
import type { PathPoint } from '#shared/model/paths.ts'
import type { ForeignElement } from './excalidraw-element.ts'
import { shapeOf } from './excalidraw-looks.ts'
import { isLoop } from './excalidraw-loops.ts'
import { originOf, sizeOf } from './excalidraw-places.ts'
import { fixedInkOfCss, inkOfCss } from './foreign-color.ts'

/** What covers the paper, and whether its colour is alike on light and dark paper. */
interface Ground {
  readonly at: Placement
  /** In its own axes, as are its corners. */
  readonly box: Box
  readonly corners: readonly PathPoint[]
  readonly isFixed: boolean
}

/** Of so many grounds that were drawn last it is looked up which one an element is on. */
const MOST_GROUNDS = 500
/** So many corners are enough to know what is within. */
const MOST_CORNERS = 64
/** Places along a line at which it is looked what it is on. */
const LOOKED_AT = 5
const ROUND = 16
const SEEN_THROUGH = 50

/**
 * Those elements that have a colour of their own in them, or are drawn on such a one: their black stays black, for on
 * this colour it is seen with every theme. Elsewhere it follows the theme, as the paper does.
 *
 * @param elements in the order they are painted
 */
export function onColors(elements: readonly ForeignElement[]): ReadonlySet<ForeignElement> {
  const found = new Set<ForeignElement>()
  const grounds: Ground[] = []
  for (const element of elements) {
    if (element.flag('isDeleted') || !element.isNear()) continue
    const { x, y } = originOf(element)
    const at = { x, y, rotation: element.number('angle', 0), scaleX: 1, scaleY: 1 }
    const outline = outlineOf(element)
    const inside = outline === null ? null : inkOfOwn(element)
    const isFixed = inside === 'color' || isOnColor(places(element, at), grounds)
    if (isFixed) found.add(element)
    if (inside === null || outline === null || element.number('opacity', 100) < SEEN_THROUGH) continue
    grounds.push({ at, corners: outline, box: boundsOfPoints(outline), isFixed })
    if (grounds.length > MOST_GROUNDS) grounds.shift()
  }
  return found
}

/** What covers all that is beneath it; null for nothing. White and black have counterparts that follow the theme. */
function inkOfOwn(element: ForeignElement): 'color' | 'neutral' | null {
  const ink = fixedInkOfCss(element.text('backgroundColor'))
  if (ink === '#ffffff') return 'neutral'
  if (ink === null || element.text('fillStyle') !== 'solid') return null
  return inkOfCss(ink) === 'ink' ? 'neutral' : 'color'
}

/** The corners of what can be filled, in its own axes; null for what cannot. */
function outlineOf(element: ForeignElement): readonly PathPoint[] | null {
  const { w, h } = sizeOf(element)
  switch (shapeOf(element)) {
    case 'rectangle':
      return [point(0, 0), point(w, 0), point(w, h), point(0, h)]
    case 'diamond':
      return [point(w / 2, 0), point(w, h / 2), point(w / 2, h), point(0, h / 2)]
    case 'ellipse':
      return Array.from({ length: ROUND }, (_, i) => {
        const angle = (2 * Math.PI * i) / ROUND
        return point((w / 2) * (1 + Math.cos(angle)), (h / 2) * (1 + Math.sin(angle)))
      })
    case null: {
      const along = element.points()
      return isLoop(along) ? some(along, MOST_CORNERS) : null
    }
  }
}

/** Where an element is looked up. */
function places(element: ForeignElement, at: Placement): PathPoint[] {
  const { w, h } = sizeOf(element)
  const along = element.points()
  const own = along.length === 0 ? [point(w / 2, h / 2)] : some(along, LOOKED_AT)
  return own.map(({ x, y }) => toBoard(at, x, y))
}

function isOnColor(looked: readonly PathPoint[], grounds: readonly Ground[]): boolean {
  const on = looked.filter((place) => grounds.findLast((ground) => isWithin(ground, place))?.isFixed === true)
  return on.length * 2 > looked.length
}

function isWithin({ at, box, corners }: Ground, place: PathPoint): boolean {
  const { x, y } = toLocal(at, place.x, place.y)
  if (x < box.minX || x > box.maxX || y < box.minY || y > box.maxY) return false
  let isInside = false
  for (const [i, one] of corners.entries()) {
    const other = corners.at(i - 1)!
    if (one.y > y === other.y > y) continue
    if (x < one.x + ((y - one.y) / (other.y - one.y)) * (other.x - one.x)) isInside = !isInside
  }
  return isInside
}

/** At most so many of them, evenly. */
function some(all: readonly PathPoint[], most: number): readonly PathPoint[] {
  const count = Math.min(most, all.length)
  return Array.from({ length: count }, (_, i) => all[Math.floor(((i + 0.5) / count) * all.length)]!)
}

function point(x: number, y: number): PathPoint {
  return { x, y }
}
