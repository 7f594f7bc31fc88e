import { toBoard, toLocal } from '#shared/model/bounds.ts'
import { courseOf, flattened } from '#shared/model/line-geometry.ts'
import { MAX_PATH_LENGTH, writePath } from '#shared/model/paths.ts'
import { packPoints, unpackPoints, type InkPoint } from '#shared/model/points.ts'
import type { BoardRecord, LineRecord, RecordId, StrokeRecord } from '#shared/model/records.ts'
import { radiusAt } from '#renderer/board/nib-form.ts'
import { splitInk } from './split-ink.ts'
import type { Place } from './tool.ts'

/** An eraser that went straight from one place to another, reaching so many board units. */
export interface Wipe {
  readonly from: Place
  readonly to: Place
  readonly radius: number
}

/** Parts of a record, each with an id of its own, that look as it does. */
export interface Pieces {
  readonly left: readonly BoardRecord[]
  /** None of them is on the board. */
  readonly lost: readonly BoardRecord[]
}

/**
 * What an eraser leaves and takes of a record. Null where nothing is cut: where it was not touched, and where it cannot be cut. Cut are ink, and lines and arrows however they
 * bend; not cut are lines that are filled, whose filling would have no edge, lines of so many places that a piece of them
 * would be too long for a path, and everything else, such as shapes, notes, texts and pictures.
 */
export function cutOpen(record: BoardRecord, wipe: Wipe, newId: () => RecordId): Pieces | null {
  if (record.type === 'stroke') return cutStroke(record, wipe, newId)
  return record.type === 'line' ? cutLine(record, wipe, newId) : null
}

function cutStroke(stroke: StrokeRecord, wipe: Wipe, newId: () => RecordId): Pieces | null {
  const { width, pressure, nib, unit } = stroke
  const points = unpackPoints(stroke)
  const thickness = width * largestScale(stroke)
  const split = splitInk(onBoard(stroke, points), {
    ...wipe,
    // What speed does to the thickness of a line is little, and not known of a piece of it.
    nib: (at) => thickness * (pressure ? radiusAt(at, true, nib) : 0.5),
    slack: 2 ** -unit * largestScale(stroke),
  })
  const pieceAlong = (run: readonly InkPoint[]): StrokeRecord => strokeAlong(stroke, run, newId())
  return split && { left: split.left.map(pieceAlong), lost: split.lost.map(pieceAlong) }
}

/** @param run in board units */
function strokeAlong(stroke: StrokeRecord, run: readonly InkPoint[], id: RecordId): StrokeRecord {
  const own = run.map(({ x, y, pressure }) => ({ ...toLocal(stroke, x, y), pressure }))
  // Whoever cuts it stands for the piece: its author is stamped anew.
  return { ...stroke, id, author: 0, points: packPoints(own, stroke.unit, stroke.pressure) }
}

/** Of a path's steps. */
const LINE_SLACK = 0.01
const EVEN = 0.5

function cutLine(line: LineRecord, wipe: Wipe, newId: () => RecordId): Pieces | null {
  if (line.closed && line.fill !== 'none') return null
  const points = onBoard(line, flattened(courseOf(line)))
  const nib = (line.width / 2) * largestScale(line)
  const split = splitInk(points, { ...wipe, nib: () => nib, slack: LINE_SLACK * largestScale(line) })
  if (split === null) return null
  const ends: Ends = line.closed ? [undefined, undefined] : [points[0], points.at(-1)]
  const runs = line.closed ? joinedAround(split.left, points[0], points.at(-1)) : split.left
  const [left, lost] = [runs, split.lost].map((some) => some.map((run) => lineAlong(line, run, ends, newId())))
  return left!.some(({ path }) => path.length > MAX_PATH_LENGTH) ? null : { left: left!, lost: lost! }
}

/** The points at which a line has heads and is fastened. */
type Ends = readonly [start: InkPoint | undefined, end: InkPoint | undefined]

/** @param run in board units */
function lineAlong(line: LineRecord, run: readonly InkPoint[], [start, end]: Ends, id: RecordId): LineRecord {
  const [hasStart, hasEnd] = [run[0] === start, run.at(-1) === end]
  return {
    ...line,
    id,
    author: 0,
    closed: false,
    path: writePath(run.map(({ x, y }) => toLocal(line, x, y))),
    // Where it turned at right angles it does so still, in its places.
    bend: line.bend === 'curved' ? line.bend : 'straight',
    startHead: hasStart ? line.startHead : 'none',
    endHead: hasEnd ? line.endHead : 'none',
    startOn: hasStart ? line.startOn : '',
    endOn: hasEnd ? line.endOn : '',
  }
}

/** Of what goes around, the last run goes on as the first one, unless it was cut just there. */
function joinedAround(
  runs: readonly (readonly InkPoint[])[],
  first: InkPoint | undefined,
  last: InkPoint | undefined,
): readonly (readonly InkPoint[])[] {
  const [head, tail] = [runs[0], runs.at(-1)]
  if (head === undefined || tail === undefined || head === tail || head[0] !== first || tail.at(-1) !== last)
    return runs
  return [[...tail, ...head.slice(1)], ...runs.slice(1, -1)]
}

function onBoard(record: BoardRecord, points: readonly (Place & { readonly pressure?: number })[]): InkPoint[] {
  return points.map(({ x, y, pressure = EVEN }) => ({ ...toBoard(record, x, y), pressure }))
}

/** Where a record was stretched unevenly, the thicker way counts, so that nothing is seen where it was cut. */
function largestScale({ scaleX, scaleY }: BoardRecord): number {
  return Math.max(Math.abs(scaleX), Math.abs(scaleY))
}
