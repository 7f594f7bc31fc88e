import { getStrokeOutlinePoints, getStrokePoints } from 'perfect-freehand'
import { MAX_PRESSURE_WIDENING } from '#shared/model/bounds.ts'
import type { InkPoint } from '#shared/model/points.ts'
import type { Nib } from '#shared/model/properties.ts'

/**
 * The library works with lengths that are fixed in its code (points nearer than 3 to the end are dropped),
 * so ink is scaled to a nib of this size first. The outline then depends on nothing but the shape.
 */
export const NIB = 16
const DROPPED_AT_END = 3

/** What a nib makes of pressure and of a hand's tremor. */
interface NibForm {
  /** How far a real pen's pressure widens or thins ink. */
  readonly thinning: number
  /** Without a pen, speed stands in for pressure; so little that a line keeps its width from end to end. */
  readonly speedThinning: number
  readonly streamline: number
  readonly speedStreamline: number
  /** Whether a line ends as the edge of the nib lies, and not round. */
  readonly flat: boolean
}

const EVEN = { thinning: 0, speedThinning: 0, streamline: 0.5, speedStreamline: 0.5 }
/** None widens ink by more than bounds allow for; the pen does so exactly at full pressure. */
const FORMS: Readonly<Record<Nib, NibForm>> = {
  pen: {
    thinning: MAX_PRESSURE_WIDENING - 1,
    speedThinning: 0.1,
    streamline: 0.35,
    speedStreamline: 0.5,
    flat: false,
  },
  marker: { ...EVEN, flat: false },
  highlighter: { ...EVEN, flat: true },
  pencil: { thinning: 0.2, speedThinning: 0.1, streamline: 0.25, speedStreamline: 0.4, flat: false },
}
/** How much of a flat nib's line, in nibs, says which way its end faces: a tremor must not tilt it. */
const FLAT_END = 0.6

/** Points from which the first pressure is taken, and how fast pressure follows speed. */
const FIRST_POINTS = 10
const PRESSURE_RATE = 0.275

/** The outline of ink: closed runs of points, each to be joined by curves, which together cover it; or a dot. */
export type Outline =
  | { readonly kind: 'shape'; readonly runs: readonly (readonly (readonly [number, number])[])[] }
  | { readonly kind: 'dot'; readonly x: number; readonly y: number; readonly radius: number }

/** The line in the middle of ink, in `scale` parts of the points' units; null where there is so little of it that it is a dot. */
export interface InkLine {
  readonly points: readonly LinePoint[]
  readonly scale: number
}

/**
 * The outline of a stroke, drawn with perfect-freehand. The last point counts as final even while the
 * pen moves, so that ink does not stir when the pen lifts.
 *
 * @param points at least one
 * @param width nib at middle pressure, in the points' units
 * @param pressure whether the points carry a real pen's pressure
 */
export function inkOutline(points: readonly InkPoint[], width: number, pressure: boolean, nib: Nib = 'pen'): Outline {
  return outlineOfLine(inkLine(points, width, pressure, nib), points, width, pressure, nib)
}

/** Smooths the points, and gives each the pressure it is drawn with. */
export function inkLine(points: readonly InkPoint[], width: number, pressure: boolean, nib: Nib): InkLine | null {
  const k = NIB / width
  const scaled: [number, number, number][] = []
  for (const point of points) scaled.push([point.x * k, point.y * k, point.pressure])
  const form = FORMS[nib]
  const streamline = pressure ? form.streamline : form.speedStreamline
  const line = getStrokePoints(scaled, { size: NIB, streamline, last: true })
  const end = line.at(-1)
  if (points.length < 2 || line.length < 2 || end === undefined || end.runningLength < DROPPED_AT_END) return null
  if (!pressure) simulatePressure(line)
  return { points: form.flat ? straightAtEnd(line) : line, scale: k }
}

/** The outline of a line that `inkLine` made of these points. */
export function outlineOfLine(
  line: InkLine | null,
  points: readonly InkPoint[],
  width: number,
  pressure: boolean,
  nib: Nib,
): Outline {
  const form = FORMS[nib]
  const thinning = pressure ? form.thinning : form.speedThinning
  if (line === null) return dotOf(points, width, pressure ? thinning : 0)
  const parts = cutAtCorners(line.points)
  const runs = parts.map((part, i) => {
    const run = getStrokeOutlinePoints(part, {
      size: NIB,
      thinning,
      smoothing: 0.5,
      simulatePressure: false,
      last: true,
      start: { cap: !form.flat || i > 0 },
      end: { cap: !form.flat || i < parts.length - 1 },
    })
    for (const point of run) {
      point[0] /= line.scale
      point[1] /= line.scale
    }
    return run
  })
  return { kind: 'shape', runs }
}

/** Half the thickness of a line at a pressure, as a part of the nib. */
export function radiusAt(pressure: number, isReal: boolean, nib: Nib): number {
  const thinning = isReal ? FORMS[nib].thinning : FORMS[nib].speedThinning
  return 0.5 - thinning * (0.5 - pressure)
}

/** The line without what lies near its end, save the end. */
function straightAtEnd(line: readonly LinePoint[]): readonly LinePoint[] {
  const last = line.at(-1)
  if (last === undefined) return line
  const kept = line.filter(({ runningLength }) => runningLength <= last.runningLength - NIB * FLAT_END)
  const before = kept.at(-1) ?? line[0]!
  const [dx, dy] = [before.point[0] - last.point[0], before.point[1] - last.point[1]]
  const length = Math.hypot(dx, dy)
  if (length === 0) return line
  const vector: LinePoint['vector'] = [dx / length, dy / length]
  const end = { ...last, vector }
  return kept.length > 1 ? [...kept, end] : [{ ...before, vector }, end]
}

export type LinePoint = ReturnType<typeof getStrokePoints>[number]

/**
 * Gives each point a pressure by how far it is from the one before, as the library would, save that the line begins
 * as thick as it goes on: its ends would be thinner than its middle otherwise.
 */
function simulatePressure(line: readonly LinePoint[]): void {
  let pressure = 0.5
  for (const { distance } of line.slice(0, FIRST_POINTS)) pressure = nextPressure(pressure, distance)
  for (const point of line) {
    pressure = nextPressure(pressure, point.distance)
    point.pressure = pressure
  }
}

function nextPressure(before: number, distance: number): number {
  const speed = Math.min(1, distance / NIB)
  return before + (1 - speed - before) * speed * PRESSURE_RATE
}

/**
 * The line in parts without turns of more than a right angle. Each part has round ends, so that together they cover
 * the corner; in one outline the library pinches the line there.
 */
function cutAtCorners(line: readonly LinePoint[]): LinePoint[][] {
  const parts: LinePoint[][] = []
  let part: LinePoint[] = []
  for (const [i, point] of line.entries()) {
    part.push(point)
    const next = line[i + 1]
    if (i === 0 || next === undefined || dot(point.vector, next.vector) >= 0) continue
    parts.push(part)
    part = [{ ...point, vector: next.vector }]
  }
  parts.push(part)
  return parts
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a[0]! * b[0]! + a[1]! * b[1]!
}

/** How wide ink of a mean pressure is on average; for ink too thin to show its outline. */
export function thinWidth(width: number, pressure: boolean, mean: number, nib: Nib = 'pen'): number {
  const { thinning, speedThinning } = FORMS[nib]
  // Without a pen, hands are rather quick than slow, which thins the line a little.
  return pressure ? width * (1 - 2 * thinning * (0.5 - mean)) : width * (1 - speedThinning / 2)
}

function dotOf(points: readonly InkPoint[], width: number, thinning: number): Outline {
  let strongest = 0
  for (const point of points) strongest = Math.max(strongest, point.pressure)
  const last = points.at(-1) ?? { x: 0, y: 0 }
  const radius = width * (0.5 - thinning * (0.5 - strongest))
  // A dot that one can hardly see is no dot: a light tap still leaves a mark.
  return { kind: 'dot', x: last.x, y: last.y, radius: Math.max(radius, width * 0.25) }
}

/** Anything that takes path commands: a `Path2D` or a canvas context. */
export interface PathSink {
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void
  arc(x: number, y: number, radius: number, start: number, end: number): void
  closePath(): void
}

/** Writes the outline as closed paths, to be filled where the winding number is not zero. */
export function traceOutline(outline: Outline, path: PathSink): void {
  if (outline.kind === 'dot') {
    path.moveTo(outline.x + outline.radius, outline.y)
    path.arc(outline.x, outline.y, outline.radius, 0, 2 * Math.PI)
    path.closePath()
    return
  }
  for (const run of outline.runs) traceRun(run, path)
}

/** A curve through the middles of the run's edges. */
function traceRun(points: readonly (readonly [number, number])[], path: PathSink): void {
  const last = points.at(-1)
  const first = points[0]
  if (last === undefined || first === undefined) return
  path.moveTo((last[0] + first[0]) / 2, (last[1] + first[1]) / 2)
  for (let i = 0; i < points.length; i++) {
    const a = points[i]!
    const b = points[i + 1] ?? first
    path.quadraticCurveTo(a[0], a[1], (a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
  }
  path.closePath()
}
