import { hitRadius, strayed, type Place, type Taker, type Tool, type ToolContext, type ToolInput } from './tool.ts'

/** Starts a new text where one clicks, or opens the one that is there. */
export class TextTool implements Tool {
  readonly id = 'text'
  readonly cursor = 'text'
  readonly forPen = false
  readonly #context: ToolContext
  #from: Place | null = null

  constructor(context: ToolContext) {
    this.#context = context
  }

  down(input: ToolInput): Taker {
    this.#from = input.screen
    return 'tool'
  }

  move(input: ToolInput): void {
    if (this.#from !== null && strayed(this.#from, input.screen)) this.#from = null
  }

  up(input: ToolInput): void {
    if (this.#from === null) return
    this.#from = null
    const hit = this.#context.recordAt(input.at, hitRadius(input))
    if (hit?.type === 'text') this.#context.editText(hit.id)
    else this.#context.beginText(input.at)
  }

  cancel(): void {
    this.#from = null
  }
}
