import type { RecordId } from '#shared/model/records.ts'
import { hitRadius, strayed, type Place, type Taker, type Tool, type ToolContext, type ToolInput } from './tool.ts'

type State =
  | { readonly kind: 'idle' }
  /** Pressed on the selection or its handles; `click` happens if the pointer does not stray. */
  | { readonly kind: 'pressing'; readonly from: Place; readonly click: (() => void) | null }
  /** Pressed on empty board: a box grows; what was selected before stays so with Shift. */
  | {
      readonly kind: 'boxing'
      readonly from: Place
      readonly screen: Place
      readonly kept: readonly RecordId[]
      readonly drawn: boolean
    }

/** Selects by click and by box; moving, scaling and turning are the handles' part. */
export class SelectTool implements Tool {
  readonly id = 'select'
  readonly cursor = 'default'
  readonly forPen = false
  readonly #context: ToolContext
  #state: State = { kind: 'idle' }

  constructor(context: ToolContext) {
    this.#context = context
  }

  down(input: ToolInput): Taker {
    const context = this.#context
    const frame = context.frameAt(input)
    const selected = context.selection()
    if (frame === 'handle') return this.#press(input, null)
    const hit = context.recordAt(input.at, hitRadius(input))
    if (hit !== null) {
      const isSelected = selected.includes(hit.id)
      if (input.shift) {
        context.select(isSelected ? selected.filter((id) => id !== hit.id) : [...selected, hit.id])
        this.#state = { kind: 'idle' }
        return 'tool'
      }
      if (!isSelected) context.select([hit.id])
      return this.#press(input, isSelected && selected.length > 1 ? () => context.select([hit.id]) : null)
    }
    if (frame === 'inside' && !input.shift) return this.#press(input, () => context.select([]))
    const kept = input.shift ? selected : []
    if (kept.length === 0 && selected.length > 0) context.select([])
    this.#state = { kind: 'boxing', from: input.at, screen: input.screen, kept, drawn: false }
    return 'tool'
  }

  move(input: ToolInput): void {
    const state = this.#state
    if (state.kind === 'pressing') {
      if (state.click !== null && strayed(state.from, input.screen)) this.#state = { ...state, click: null }
      return
    }
    if (state.kind !== 'boxing' || (!state.drawn && !strayed(state.screen, input.screen))) return
    this.#state = { ...state, drawn: true }
    const box = {
      minX: Math.min(state.from.x, input.at.x),
      minY: Math.min(state.from.y, input.at.y),
      maxX: Math.max(state.from.x, input.at.x),
      maxY: Math.max(state.from.y, input.at.y),
    }
    this.#context.showBox(box)
    const found = this.#context.recordsInBox(box).map(({ id }) => id)
    this.#context.select(Array.from(new Set([...state.kept, ...found])))
  }

  up(): void {
    const state = this.#state
    this.#state = { kind: 'idle' }
    if (state.kind === 'pressing') state.click?.()
    else if (state.kind === 'boxing') this.#context.showBox(null)
  }

  cancel(): void {
    if (this.#state.kind === 'boxing') {
      this.#context.showBox(null)
      this.#context.select(this.#state.kept)
    }
    this.#state = { kind: 'idle' }
  }

  doubleClick(input: ToolInput): void {
    const hit = this.#context.recordAt(input.at, hitRadius(input))
    if (hit?.type === 'text') this.#context.editText(hit.id)
  }

  #press(input: ToolInput, click: (() => void) | null): Taker {
    this.#state = { kind: 'pressing', from: input.screen, click }
    return 'handles'
  }
}
