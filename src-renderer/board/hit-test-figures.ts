import { FRAME_NAME_ROOM, toBoard, toLocal, type Box } from '#shared/model/bounds.ts'
import { courseOf, flattened, type Curve } from '#shared/model/line-geometry.ts'
import type { PathPoint } from '#shared/model/paths.ts'
import type { FrameRecord, NoteRecord, ShapeRecord } from '#shared/model/records.ts'
import type { Position } from './camera.ts'
import { outlineOfShape, type FiguredRecord, type Path } from './figures.ts'
import { squaredDistanceOfSegments } from './segments.ts'
import { mirroredForWords } from './upright-words.ts'

/** Outlines with straight pieces, in the axes of the records they are of, which never change. */
const outlines = new WeakMap<FiguredRecord, readonly PathPoint[]>()

/** The outline in the record's own axes; its end is its beginning where it is closed. */
export function outlineOf(record: FiguredRecord): readonly PathPoint[] {
  let outline = outlines.get(record)
  if (outline === undefined) {
    outline = traced(record)
    outlines.set(record, outline)
  }
  return outline
}

function traced(record: FiguredRecord): PathPoint[] {
  switch (record.type) {
    case 'line':
      return flattened(courseOf(record))
    case 'shape':
      return flattenedPath(outlineOfShape(record))
    case 'note':
    case 'frame': {
      const { w, h } = record
      return [
        { x: 0, y: 0 },
        { x: w, y: 0 },
        { x: w, y: h },
        { x: 0, y: h },
        { x: 0, y: 0 },
      ]
    }
  }
}

/** A closed outline of one piece. */
function flattenedPath(path: Path): PathPoint[] {
  const curves: Curve[] = []
  let start = { x: 0, y: 0 }
  let from = start
  const straightTo = (x: number, y: number): void => {
    curves.push({ x1: from.x, y1: from.y, x2: x, y2: y, x, y })
    from = { x, y }
  }
  for (const command of path) {
    if (command[0] === 'M') from = start = { x: command[1], y: command[2] }
    else if (command[0] === 'L') straightTo(command[1], command[2])
    else if (command[0] === 'Z') straightTo(start.x, start.y)
    else {
      const [, x1, y1, x2, y2, x, y] = command
      curves.push({ x1, y1, x2, y2, x, y })
      from = { x, y }
    }
  }
  return flattened({ ...start, curves })
}

/** Whether the record covers what it encloses. */
export function isFilled(record: FiguredRecord): boolean {
  if (record.type === 'note') return true
  if (record.type === 'frame') return false
  return record.fill !== 'none' && (record.type === 'shape' || record.closed)
}

/** Whether a place, in the record's own axes, is within its outline. */
function isEnclosed(record: FiguredRecord, at: Position): boolean {
  return encloses(outlineOf(record), at)
}

/** Whether a place is within an outline. */
export function encloses(outline: readonly PathPoint[], { x, y }: Position): boolean {
  let inside = false
  for (const [i, to] of outline.entries()) {
    const from = outline[i === 0 ? outline.length - 1 : i - 1]!
    if (from.y > y !== to.y > y && x < from.x + ((to.x - from.x) * (y - from.y)) / (to.y - from.y)) inside = !inside
  }
  return inside
}

/**
 * Whether a path from `a` to `b` with a nib of `radius` touches what a figure shows: its outline, what it fills, and its
 * words. All in board units.
 */
export function figureTouches(record: FiguredRecord, a: Position, b: Position, radius: number): boolean {
  const local = toLocal(record, a.x, a.y)
  if (isFilled(record) && isEnclosed(record, local)) return true
  if (record.type !== 'line' && isOnWords(record, local)) return true
  const scale = Math.sqrt(Math.abs(record.scaleX * record.scaleY))
  const nib = record.type === 'shape' || record.type === 'line' ? (record.width / 2) * scale : 0
  const reach = (nib + radius) ** 2
  let from: Position | null = null
  for (const point of outlineOf(record)) {
    const to = toBoard(record, point.x, point.y)
    const start: Position = from ?? to
    if (squaredDistanceOfSegments(a, b, start.x, start.y, to.x, to.y) <= reach) return true
    from = to
  }
  return false
}

/** Whether a place, in the record's own axes, is on its words, where they make a difference. */
function isOnWords(record: ShapeRecord | NoteRecord | FrameRecord, at: Position): boolean {
  if (record.type === 'note' || (record.type === 'shape' && record.text === '')) return false
  const words = record.type === 'frame' ? nameOf(record) : wordsInShape(record)
  return isWithin(words, mirroredForWords(record, at))
}

/** Widths of letters and heights of lines in font sizes, as they usually are: what is hit need not be measured. */
const LETTER = 0.55
const LINE = 1.25
const NAME_LETTER = 9

function nameOf({ text, w }: FrameRecord): Box {
  return { minX: 0, minY: -FRAME_NAME_ROOM, maxX: Math.min(w, text.length * NAME_LETTER), maxY: 0 }
}

function wordsInShape({ text, size, align, w, h }: ShapeRecord): Box {
  const room = Math.max(1e-6, w - Math.min(size, w / 2))
  const lengths = text.split('\n').map((line) => line.length * LETTER * size)
  const lines = lengths.reduce((sum, length) => sum + Math.max(1, Math.ceil(length / room)), 0)
  const wide = Math.min(room, Math.max(...lengths))
  const high = Math.min(h, lines * LINE * size)
  const left = (w - room) / 2 + (align === 'left' ? 0 : align === 'center' ? (room - wide) / 2 : room - wide)
  return { minX: left, minY: (h - high) / 2, maxX: left + wide, maxY: (h + high) / 2 }
}

function isWithin({ minX, minY, maxX, maxY }: Box, { x, y }: Position): boolean {
  return x >= minX && x <= maxX && y >= minY && y <= maxY
}
