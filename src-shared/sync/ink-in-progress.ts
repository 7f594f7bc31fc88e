import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import { joinPieces, PointChecker } from '../model/points.ts'
import { LIMITS } from '../model/properties.ts'
import { faultOfRecord, USUAL, type StrokeRecord } from '../model/records.ts'
import type { LiveEvent } from '../wire/live-codec.ts'

/** Lifted strokes count until they are stored: a full disk must not turn away who goes on drawing. */
const MAX_STROKES_PER_CLIENT = 10_000
const MAX_BYTES_PER_CLIENT = 4 * 1024 * 1024
/** Any valid z: a stroke has none before the pen lifts. */
const SOME_Z = 'a0'

interface Stroke {
  readonly begin: Extract<LiveEvent, { kind: 'begin' }>
  readonly pieces: Uint8Array[]
  readonly checker: PointChecker
  bytes: number
}

/** The strokes that one client has begun and not ended, as a host or a member keeps them. */
export class InkInProgress {
  readonly #strokes = new Map<number, Stroke>()
  #bytes = 0

  /**
   * All of the events, or none.
   * @throws AppError `room/invalid` when one of them breaks a rule; nothing changes then
   */
  applyAll(events: readonly LiveEvent[]): void {
    const [only] = events
    // As it is nearly always: each event alone is applied whole or not at all.
    if (events.length === 1 && only !== undefined) return this.apply(only)
    const before = new Map<number, () => void>()
    const bytes = this.#bytes
    try {
      for (const event of events) {
        const { stroke } = event
        if (!before.has(stroke)) before.set(stroke, this.#restoring(stroke))
        this.apply(event)
      }
    } catch (error) {
      for (const restore of before.values()) restore()
      this.#bytes = bytes
      throw error
    }
  }

  /** What makes a stroke again as it is now. */
  #restoring(number: number): () => void {
    const stroke = this.#strokes.get(number)
    if (stroke === undefined) return () => this.#strokes.delete(number)
    const { pieces, bytes } = stroke
    const { length } = pieces
    const checker = stroke.checker.copy()
    return () => {
      pieces.length = length
      this.#strokes.set(number, { ...stroke, checker, bytes })
    }
  }

  /** @throws AppError `room/invalid` when the event breaks a rule; nothing changes then */
  apply(event: LiveEvent): void {
    if (event.kind === 'begin') return this.#begin(event)
    const stroke = this.#strokes.get(event.stroke)
    // Of a stroke that is over, or whose beginning was missed: harmless.
    if (stroke === undefined) return
    if (event.kind === 'cancel') {
      this.end(event.stroke)
      return
    }
    const { length } = event.piece
    if (this.#bytes + length > MAX_BYTES_PER_CLIENT) throw new AppError('room/invalid', 'Too much is drawn at once.')
    if (stroke.bytes + length > LIMITS.maxStrokeBytes) throw tooManyPoints()
    switch (stroke.checker.check(event.piece, LIMITS.maxStrokePoints)) {
      case 'damaged':
        throw new AppError('room/invalid', 'The points of a stroke are damaged.')
      case 'too many':
        throw tooManyPoints()
      case 'sound':
    }
    stroke.pieces.push(event.piece)
    stroke.bytes += length
    this.#bytes += length
  }

  #begin(event: Extract<LiveEvent, { kind: 'begin' }>): void {
    if (!isId(event.id)) throw new AppError('room/invalid', 'A stroke has no valid id.')
    if (this.#strokes.size >= MAX_STROKES_PER_CLIENT) throw new AppError('room/invalid', 'Too many strokes at once.')
    const { begin, checker } = { begin: event, checker: new PointChecker(event.style.pressure) }
    const fault = faultOfRecord(toRecord(begin, new Uint8Array(event.style.pressure ? 3 : 2), SOME_Z, 0))
    if (fault !== null) throw new AppError('room/invalid', `A stroke cannot begin: ${fault}.`)
    this.end(event.stroke)
    this.#strokes.set(event.stroke, { begin, pieces: [], checker, bytes: 0 })
  }

  /** The finished record, if every one of its `count` points is here; null otherwise. */
  lift(stroke: number, count: number, z: string, author: number): StrokeRecord | null {
    const found = this.#strokes.get(stroke)
    if (found === undefined || found.checker.count !== count || count === 0) return null
    return toRecord(found.begin, joinPieces(found.pieces), z, author)
  }

  end(stroke: number): void {
    this.#bytes -= this.#strokes.get(stroke)?.bytes ?? 0
    this.#strokes.delete(stroke)
  }

  /** Everything so far, as the events that would tell it to someone who comes now. */
  *retell(): Generator<LiveEvent> {
    for (const [stroke, found] of this.#strokes) {
      yield found.begin
      if (found.bytes > 0) yield { kind: 'append', stroke, piece: joinPieces(found.pieces) }
    }
  }

  /** Numbers and point counts of the strokes in progress. */
  *unfinished(): Generator<{ readonly stroke: number; readonly count: number }> {
    for (const [stroke, { checker }] of this.#strokes) yield { stroke, count: checker.count }
  }
}

function tooManyPoints(): AppError {
  return new AppError('room/invalid', 'A stroke has too many points.')
}

function toRecord(
  begin: Extract<LiveEvent, { kind: 'begin' }>,
  points: Uint8Array,
  z: string,
  author: number,
): StrokeRecord {
  const { nib, color, width, opacity, unit, pressure, page = '', layer = '' } = begin.style
  return {
    ...USUAL.stroke,
    type: 'stroke',
    nib,
    id: begin.id,
    z,
    author,
    x: begin.x,
    y: begin.y,
    color,
    opacity,
    width,
    unit,
    pressure,
    page,
    layer,
    points,
  }
}
