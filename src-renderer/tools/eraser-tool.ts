import type { RecordId } from '#shared/model/records.ts'
import type { Place, Taker, Tool, ToolContext, ToolInput } from './tool.ts'

/** CSS pixels from the pointer that the eraser reaches. */
const ERASER_RADIUS = 8

/** Removes everything that its path touches, all at once when it is lifted. */
export class EraserTool implements Tool {
  readonly id = 'eraser'
  readonly cursor = 'cell'
  readonly forPen = true
  readonly #context: ToolContext
  #last: Place | null = null
  #touched = new Set<RecordId>()

  constructor(context: ToolContext) {
    this.#context = context
  }

  down(input: ToolInput): Taker {
    this.#last = input.at
    this.#touch(input.at)
    return 'tool'
  }

  move(input: ToolInput): void {
    for (const sample of input.samples) this.#touch(sample)
  }

  up(): void {
    const { room } = this.#context
    const touched = Array.from(this.#touched).filter((id) => room.store.get(id) !== undefined)
    try {
      if (touched.length > 0) {
        room.edit((transaction) => {
          for (const id of touched) transaction.remove(id)
        })
      }
    } finally {
      this.cancel()
    }
  }

  cancel(): void {
    this.#last = null
    this.#touched = new Set()
    this.#context.fade(this.#touched)
  }

  #touch(to: Place): void {
    if (this.#last === null) return
    const before = this.#touched.size
    for (const { id } of this.#context.recordsAlong(this.#last, to, ERASER_RADIUS)) this.#touched.add(id)
    this.#last = to
    if (this.#touched.size !== before) this.#context.fade(new Set(this.#touched))
  }
}
