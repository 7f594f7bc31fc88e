import type { RecordId } from '#shared/model/records.ts'
import { cutOpen, type Pieces } from './cut-open.ts'
import type { Place, Taker, Tool, ToolContext, ToolInput } from './tool.ts'

/** Shares of the eraser's radius that it moves before it cuts again: each cut puts what is left on the board anew. */
const CUT_EVERY = 0.5

/**
 * Takes whole things away, all at once when it is lifted; or cuts ink and lines where it goes, for everyone at once,
 * and in one step of undo. What is left of a line stays where it was, under and over the same things. What cannot be cut
 * (see `cutOpen`) stays whole.
 */
export class EraserTool implements Tool {
  readonly id = 'eraser'
  readonly forPen = true
  readonly #context: ToolContext
  #last: Place | null = null
  #touched = new Set<RecordId>()
  /** Of the cuts of one gesture; null before the first. */
  #gesture: symbol | null = null
  #cursor = { radius: 0, css: '' }

  constructor(context: ToolContext) {
    this.#context = context
  }

  /** A circle of the eraser's size. Asked for at every move, and made when the size is another. */
  get cursor(): string {
    const { radius } = this.#context.eraser()
    if (radius !== this.#cursor.radius) this.#cursor = { radius, css: circleCursor(radius) }
    return this.#cursor.css
  }

  down(input: ToolInput): Taker {
    this.#last = input.at
    this.#goTo(input.at)
    return 'tool'
  }

  move(input: ToolInput): void {
    for (const sample of input.samples) {
      if (this.#cuts && !this.#isFarEnough(sample)) continue
      this.#goTo(sample)
    }
  }

  up(input: ToolInput): void {
    if (this.#cuts) {
      this.#goTo(input.at)
      this.#end()
      return
    }
    const { room } = this.#context
    const touched = Array.from(this.#touched).filter((id) => room.store.get(id) !== undefined)
    try {
      if (touched.length > 0) {
        room.edit((transaction) => {
          for (const id of touched) transaction.remove(id)
        })
      }
    } finally {
      this.#end()
    }
  }

  cancel(): void {
    if (this.#gesture !== null) this.#context.room.takeBack(this.#gesture)
    this.#end()
  }

  get #cuts(): boolean {
    return this.#context.eraser().kind === 'part'
  }

  #end(): void {
    this.#last = null
    this.#gesture = null
    this.#touched = new Set()
    this.#context.fade(this.#touched)
  }

  #isFarEnough(to: Place): boolean {
    const far = (CUT_EVERY * this.#context.eraser().radius) / this.#context.zoom()
    return this.#last !== null && Math.hypot(to.x - this.#last.x, to.y - this.#last.y) >= far
  }

  #goTo(to: Place): void {
    if (this.#last === null) return
    if (this.#cuts) this.#cut(this.#last, to)
    else this.#touch(this.#last, to)
    this.#last = to
  }

  #touch(from: Place, to: Place): void {
    const before = this.#touched.size
    const { radius } = this.#context.eraser()
    for (const { id } of this.#context.recordsAlong(from, to, radius)) this.#touched.add(id)
    if (this.#touched.size !== before) this.#context.fade(new Set(this.#touched))
  }

  #cut(from: Place, to: Place): void {
    const { room } = this.#context
    const { radius } = this.#context.eraser()
    const wipe = { from, to, radius: radius / this.#context.zoom() }
    const cuts: (readonly [RecordId, Pieces])[] = []
    for (const record of this.#context.recordsAlong(from, to, radius)) {
      const pieces = cutOpen(record, wipe, () => room.newRecordId())
      if (pieces !== null) cuts.push([record.id, pieces])
    }
    if (cuts.length === 0) return
    this.#gesture ??= Symbol('erasing')
    room.edit((transaction) => {
      for (const [id, { left, lost }] of cuts) transaction.replace(id, left, lost)
    }, this.#gesture)
  }
}

function circleCursor(radius: number): string {
  const middle = radius + 2
  const circle = (color: string, width: number): string =>
    `<circle cx="${middle}" cy="${middle}" r="${radius}" fill="none" stroke="${color}" stroke-width="${width}"/>`
  // Light under dark: it is seen on any paper and any ink.
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${2 * middle}" height="${2 * middle}">${circle('#fff', 3)}${circle('#333', 1)}</svg>`
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}") ${middle} ${middle}, cell`
}
