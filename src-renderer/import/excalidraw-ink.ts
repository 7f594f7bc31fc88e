import { MAX_PRESSURE_WIDENING } from '#shared/model/bounds.ts'
import { followingOf } from '#renderer/board/ink-line.ts'
import { NIB_FORMS } from '#renderer/board/nib-form.ts'
import type { InkPoint } from '#shared/model/points.ts'
import type { PathPoint } from '#shared/model/paths.ts'
import type { ForeignElement } from './excalidraw-element.ts'

/*
 * Excalidraw draws its freehand lines with perfect-freehand, as we do, but with settings of its own. What they make of a
 * line is kept as the pressure of each of its points, so that the line is as thick everywhere as it was there.
 */

/** Its nib at stroke width 1, and how it is set. */
const NIB = 4.25
const THINNING = 0.6
const FOLLOWING = 0.575
const OUR_FOLLOWING = followingOf(NIB_FORMS.pen.streamline)
/** How fast pressure follows speed in perfect-freehand, and points from which the first pressure is taken. */
const PRESSURE_RATE = 0.275
const FIRST_POINTS = 10
const FIRST_PRESSURE = 0.25

/** Our nib at stroke width 1: at full pressure as wide as its ink can be. */
export const FREEDRAW_NIB = (NIB * 2 * radiusAt(1)) / MAX_PRESSURE_WIDENING

/** What its ink is thick at least, at stroke width 1. */
export const LEAST_INK = NIB * 2 * radiusAt(0)

/** The points of a freehand line, from which our pen draws it where it was and, by their pressures, as thick. */
export function inkOf(element: ForeignElement): InkPoint[] {
  const places = element.points()
  const told = element.list('pressures')
  const isReal = element.has('simulatePressure') && !element.flag('simulatePressure') && told.length > 0
  const pressures = isReal ? told : simulated(places, element.number('strokeWidth', 1, 0.01) * NIB)
  const drawn = followed(places, element.number('strokeWidth', 1, 0.01) * NIB, element.has('lastCommittedPoint'))
  return drawn.map((place, i) => {
    const value = pressures[i]
    const pressure = typeof value === 'number' && value >= 0 && value <= 1 ? value : 0.5
    return { ...place, pressure: ourPressure(radiusAt(pressure)) }
  })
}

/**
 * The places from which our pen, which follows a hand more closely, draws the line that theirs drew.
 *
 * @param isLifted whether it ends where the hand did; it stays behind otherwise, as it does while a line is being drawn
 */
function followed(places: readonly PathPoint[], nib: number, isLifted: boolean): readonly PathPoint[] {
  // Both are drawn as one step.
  if (places.length < 3) return places
  let at = places[0]!
  let passed = 0
  return places.map((place, i) => {
    const isLast = i === places.length - 1
    if (i === 0 || (isLast && isLifted)) return place
    const next = between(at, place, FOLLOWING)
    // Our pen ends at the last place, wherever it has followed to.
    const drawn = isLast ? next : between(at, place, FOLLOWING / OUR_FOLLOWING)
    passed += Math.hypot(next.x - at.x, next.y - at.y)
    // What trembles about the beginning is not drawn.
    if (passed >= nib) at = next
    return drawn
  })
}

function between(one: PathPoint, other: PathPoint, part: number): PathPoint {
  return { x: one.x + (other.x - one.x) * part, y: one.y + (other.y - one.y) * part }
}

/** Half of what its ink is thick at a pressure, in nibs. */
function radiusAt(pressure: number): number {
  return Math.sin(((0.5 - THINNING * (0.5 - pressure)) * Math.PI) / 2)
}

/** The pressure at which our pen is so thick, in parts of a nib that is `FREEDRAW_NIB` wide where theirs has `NIB`. */
function ourPressure(radius: number): number {
  const part = (radius * NIB) / FREEDRAW_NIB
  return Math.min(1, Math.max(0, 0.5 + (part - 0.5) / (MAX_PRESSURE_WIDENING - 1)))
}

/** What perfect-freehand makes of speed: points far from each other were drawn fast, and lightly. */
function simulated(places: readonly PathPoint[], nib: number): number[] {
  const distances: number[] = []
  let at = places[0] ?? { x: 0, y: 0 }
  for (const place of places) {
    const next = between(at, place, FOLLOWING)
    distances.push(Math.hypot(next.x - at.x, next.y - at.y))
    at = next
  }
  const after = (before: number, distance: number): number => {
    const speed = Math.min(1, distance / nib)
    return Math.min(1, before + (1 - speed - before) * speed * PRESSURE_RATE)
  }
  let pressure = FIRST_PRESSURE
  for (const distance of distances.slice(0, FIRST_POINTS)) pressure = (pressure + after(pressure, distance)) / 2
  return distances.map((distance) => (pressure = after(pressure, distance)))
}

/** Places at least so far from each other, and the last one. */
export function spaced(places: readonly PathPoint[], apart: number): PathPoint[] {
  const kept: PathPoint[] = []
  for (const [i, place] of places.entries()) {
    const before = kept.at(-1)
    const isLast = i === places.length - 1
    if (before !== undefined && !isLast && Math.hypot(place.x - before.x, place.y - before.y) < apart) continue
    kept.push(place)
  }
  return kept
}
