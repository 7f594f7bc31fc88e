import { Emitter, type Dispose } from '../emitter.ts'
import { PointReader, type InkPoint } from '../model/points.ts'
import type { BoardRecord, RecordId } from '../model/records.ts'
import type { LiveEvent, RelayedLive } from '../wire/live-codec.ts'
import { InkInProgress } from './ink-in-progress.ts'
import type { LiveInk, LiveStroke } from './room-view.ts'

interface Shown {
  readonly stroke: LiveStroke & { readonly points: InkPoint[] }
  /** Null for one's own, whose points need no reading. */
  readonly reader: PointReader | null
}

/** Strokes on their way: shown while they grow, and turned into records when their pens lift. */
export class LiveInkStore implements LiveInk {
  readonly #byClient = new Map<number, InkInProgress>()
  /** Record ids by client and stroke. */
  readonly #ids = new Map<string, RecordId>()
  readonly #shown = new Map<RecordId, Shown>()
  readonly #strokes = new Map<RecordId, LiveStroke>()
  readonly #changed = new Emitter<RecordId>()

  get strokes(): ReadonlyMap<RecordId, LiveStroke> {
    return this.#strokes
  }

  /** How many strokes of others are on their way. */
  get othersDrawing(): number {
    return this.#ids.size
  }

  onChange(listener: (id: RecordId) => void): Dispose {
    return this.#changed.on(listener)
  }

  /** Another's event. @throws AppError when it breaks a rule */
  apply({ client, member, event }: RelayedLive): void {
    this.#inkOf(client).apply(event)
    const key = `${client}/${event.stroke}`
    if (event.kind === 'begin') {
      // A number that is used again ends what it stood for.
      this.#end(key)
      this.#ids.set(key, event.id)
      this.#show(event, member, new PointReader(event.style.unit, event.style.pressure))
      return
    }
    const id = this.#ids.get(key)
    const shown = id === undefined ? undefined : this.#shown.get(id)
    if (id === undefined || shown === undefined) return
    if (event.kind === 'append') {
      shown.reader?.read(event.piece, shown.stroke.points)
      this.#changed.emit(id)
    } else this.#end(key)
  }

  /** The record a lifted stroke becomes; null when some of its points were missed. It goes on being shown. */
  lift(client: number, stroke: number, count: number, z: string, author: number): BoardRecord | null {
    return this.#inkOf(client).lift(stroke, count, z, author)
  }

  /** The stroke is a record now. */
  ended(client: number, stroke: number): void {
    this.#byClient.get(client)?.end(stroke)
    this.#end(`${client}/${stroke}`)
  }

  /** One's own stroke, shown like the others'. Returns how to add points to it. */
  beginOwn(begin: Extract<LiveEvent, { kind: 'begin' }>, member: number): (points: readonly InkPoint[]) => void {
    const shown = this.#show(begin, member, null)
    return (points) => {
      shown.stroke.points.push(...points)
      this.#changed.emit(begin.id)
    }
  }

  /** Ends whatever is shown under this record id. */
  endById(id: RecordId): void {
    if (!this.#shown.delete(id)) return
    this.#strokes.delete(id)
    this.#changed.emit(id)
  }

  /** Ends another's stroke that has become this record. One's own goes on being drawn until its pen lifts. */
  becameRecord(id: RecordId): void {
    if (this.#shown.get(id)?.reader !== null) this.endById(id)
  }

  /** After a lost connection the host tells anew what others are drawing. */
  forgetOthers(): void {
    this.#byClient.clear()
    for (const id of Array.from(this.#ids.values())) this.endById(id)
    this.#ids.clear()
  }

  #show(begin: Extract<LiveEvent, { kind: 'begin' }>, author: number, reader: PointReader | null): Shown {
    const { id, x, y, style } = begin
    const stroke = { ...style, id, x, y, author, points: [] as InkPoint[] }
    const shown = { stroke, reader }
    this.#shown.set(id, shown)
    this.#strokes.set(id, stroke)
    this.#changed.emit(id)
    return shown
  }

  #end(key: string): void {
    const id = this.#ids.get(key)
    if (id === undefined) return
    this.#ids.delete(key)
    this.endById(id)
  }

  #inkOf(client: number): InkInProgress {
    let ink = this.#byClient.get(client)
    if (ink === undefined) {
      ink = new InkInProgress()
      this.#byClient.set(client, ink)
    }
    return ink
  }
}
