import { Value, type ReadonlyValue } from '#shared/emitter.ts'
import type { ToolId } from '#renderer/tools/tool.ts'

/** Those with which one goes back to the select tool once something is drawn or written, unless they are kept. */
const LAID_DOWN: ReadonlySet<ToolId> = new Set<ToolId>([
  'text',
  'note',
  'frame',
  'rectangle',
  'ellipse',
  'diamond',
  'triangle',
  'polygon',
  'star',
  'line',
  'arrow',
  'freeform',
])

/** Whether a tool stays in hand when something was drawn with it, for more of the same. */
export class ToolKeeping {
  readonly #isOn = new Value(false)

  readonly isOn: ReadonlyValue<boolean> = this.#isOn

  set(on: boolean): void {
    this.#isOn.set(on)
  }

  toggle(): void {
    this.#isOn.update((on) => !on)
  }

  /** Whether this one stays. */
  keeps(tool: ToolId): boolean {
    return this.#isOn.get() && LAID_DOWN.has(tool)
  }
}
