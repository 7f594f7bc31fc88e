import { hitRadius, strayed, type Place, type Taker, type Tool, type ToolContext, type ToolInput } from './tool.ts'

/** Drawn boxes narrower than this, in CSS pixels, are no place to write in: the lines are as long as they get. */
const NARROWEST = 24

/**
 * Starts a new text where one clicks, or as wide as the box that one draws; or opens the words of what is there.
 */
export class TextTool implements Tool {
  readonly id = 'text'
  readonly cursor = 'text'
  readonly forPen = false
  readonly #context: ToolContext
  #from: { readonly at: Place; readonly screen: Place } | null = null
  #drawn = false

  constructor(context: ToolContext) {
    this.#context = context
  }

  down(input: ToolInput): Taker {
    this.#from = { at: input.at, screen: input.screen }
    this.#drawn = false
    return 'tool'
  }

  move(input: ToolInput): void {
    if (this.#from === null || (!this.#drawn && !strayed(this.#from.screen, input.screen))) return
    this.#drawn = true
    const { at } = this.#from
    this.#context.showBox({
      minX: Math.min(at.x, input.at.x),
      minY: Math.min(at.y, input.at.y),
      maxX: Math.max(at.x, input.at.x),
      maxY: Math.max(at.y, input.at.y),
    })
  }

  up(input: ToolInput): void {
    const from = this.#from
    if (from === null) return
    this.cancel()
    if (strayed(from.screen, input.screen)) {
      const corner = { x: Math.min(from.at.x, input.at.x), y: Math.min(from.at.y, input.at.y) }
      const width = Math.abs(input.at.x - from.at.x)
      this.#context.beginText(corner, width * this.#context.zoom() < NARROWEST ? 0 : width)
      return
    }
    const context = this.#context
    const hit = context.recordAt(input.at, hitRadius(input)) ?? context.shapeAround(input.at)
    if (hit === null || hit.type === 'frame' || !context.editText(hit.id)) context.beginText(input.at)
  }

  cancel(): void {
    if (this.#drawn) this.#context.showBox(null)
    this.#from = null
    this.#drawn = false
  }
}
