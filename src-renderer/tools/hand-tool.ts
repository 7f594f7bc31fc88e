import type { Place, Taker, Tool, ToolContext, ToolInput } from './tool.ts'

/** Moves the view with the pointer. */
export class HandTool implements Tool {
  readonly id = 'hand'
  readonly cursor = 'grab'
  readonly forPen = false
  readonly #context: ToolContext
  #last: Place | null = null

  constructor(context: ToolContext) {
    this.#context = context
  }

  down(input: ToolInput): Taker {
    this.#last = input.screen
    this.#context.setCursor('grabbing')
    return 'tool'
  }

  move(input: ToolInput): void {
    if (this.#last === null) return
    this.#context.panBy(input.screen.x - this.#last.x, input.screen.y - this.#last.y)
    this.#last = input.screen
  }

  up(): void {
    this.cancel()
  }

  cancel(): void {
    this.#last = null
    this.#context.setCursor(this.cursor)
  }
}
