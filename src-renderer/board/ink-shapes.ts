import { flatInkOf, flatInkOfPoints, type FlatInk } from '#shared/model/flat-ink.ts'
import type { InkPoint } from '#shared/model/points.ts'
import type { Nib } from '#shared/model/properties.ts'
import type { StrokeRecord } from '#shared/model/records.ts'
import type { Path, PathCommand } from './figures.ts'
import { inkLine } from './ink-line.ts'
import { outlineOfLine, strongestOf, traceOutline, type Outline, type PathSink } from './ink-outline.ts'
import { grainsOf, hardnessOf, ownGrain, type Grain, type Grains } from './pencil-grain.ts'

/**
 * A part of ink, in the record's own axes: an area to be filled where the winding number is not zero, with the
 * record's colour and with its opacity times `opacity`. It is one area: where it crosses itself it is no darker.
 */
export interface InkShape {
  /** 0 to 1. */
  readonly opacity: number
  readonly outline: Outline | Grains
}

/** What a pencil leaves on the paper everywhere it goes, and what its grains add to that. */
const LEAD = 0.46
const GRAIN = 0.58
/** A circle counts as so many numbers. */
const DOT_NUMBERS = 16
/** How much of its cell a grain covers on average. */
const COVERED = 0.72

/**
 * Everything that ink is painted as, bottom first: what to fill with any picture format's paths.
 * @param grain of a pencil's line; others have none
 */
export function inkShapesOf(stroke: StrokeRecord, grain: Grain = ownGrain(stroke)): readonly InkShape[] {
  return shapesOf(flatInkOf(stroke), stroke.width, stroke.pressure, stroke.nib, grain)
}

/** The same of points that are no record yet, relative to the ink's origin; at least one. */
export function inkShapes(
  points: readonly InkPoint[],
  width: number,
  pressure: boolean,
  nib: Nib,
  grain: Grain,
): readonly InkShape[] {
  return shapesOf(flatInkOfPoints(points), width, pressure, nib, grain)
}

function shapesOf(ink: FlatInk, width: number, pressure: boolean, nib: Nib, grain: Grain): readonly InkShape[] {
  const line = inkLine(ink, width, pressure, nib)
  const outline = outlineOfLine(line, ink, width, pressure, nib)
  if (nib !== 'pencil') return [{ opacity: 1, outline }]
  if (line === null) return [{ opacity: pencilOpacity(strongestOf(ink), pressure), outline }]
  return [
    { opacity: LEAD, outline },
    { opacity: GRAIN, outline: grainsOf(line, pressure, grain) },
  ]
}

/** How dark a pencil's line is at a pressure, seen from so far that its grains are not. */
export function pencilOpacity(pressure: number, isReal: boolean): number {
  return LEAD + (1 - LEAD) * GRAIN * COVERED * hardnessOf(pressure, isReal)
}

/** Writes a shape as closed paths. An `arc` is always a whole circle, a dot. */
export function traceInkShape({ outline }: InkShape, path: PathSink): void {
  if (outline.kind !== 'grains') return traceOutline(outline, path)
  const { corners } = outline
  for (let i = 0; i + 7 < corners.length; i += 8) {
    path.moveTo(corners[i]!, corners[i + 1]!)
    path.lineTo(corners[i + 2]!, corners[i + 3]!)
    path.lineTo(corners[i + 4]!, corners[i + 5]!)
    path.lineTo(corners[i + 6]!, corners[i + 7]!)
    path.closePath()
  }
}

/** How many numbers a shape is made of. */
export function weightOf({ outline }: InkShape): number {
  if (outline.kind === 'grains') return outline.corners.length
  return outline.kind === 'dot' ? DOT_NUMBERS : outline.runs.reduce((sum, run) => sum + run.length, 0)
}

function twoThirds(from: number, to: number): number {
  return from + ((to - from) * 2) / 3
}

/** The distance of a Bézier curve's handles that makes it a quarter of a circle. */
const QUARTER = 0.5523

/** A shape in the commands that figures have, for who writes both the same way. */
export function pathOfInkShape(shape: InkShape): Path {
  const path: PathCommand[] = []
  let [atX, atY] = [0, 0]
  const go = (x: number, y: number): void => {
    ;[atX, atY] = [x, y]
  }
  traceInkShape(shape, {
    moveTo: (x, y) => {
      path.push(['M', x, y])
      go(x, y)
    },
    lineTo: (x, y) => {
      path.push(['L', x, y])
      go(x, y)
    },
    quadraticCurveTo: (cx, cy, x, y) => {
      path.push(['C', twoThirds(atX, cx), twoThirds(atY, cy), twoThirds(x, cx), twoThirds(y, cy), x, y])
      go(x, y)
    },
    arc: (x, y, r) => {
      // What traces a dot moves to its circle's beginning first.
      const k = r * QUARTER
      path.push(
        ['C', x + r, y + k, x + k, y + r, x, y + r],
        ['C', x - k, y + r, x - r, y + k, x - r, y],
        ['C', x - r, y - k, x - k, y - r, x, y - r],
        ['C', x + k, y - r, x + r, y - k, x + r, y],
      )
    },
    closePath: () => path.push(['Z']),
  })
  return path
}
