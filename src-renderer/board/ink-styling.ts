import { Value, type ReadonlyValue } from '#shared/emitter.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { Clock } from '#shared/platform.ts'
import type { InkStyle } from '#renderer/tools/tool.ts'
import { isSameStyle, styleOfInk, styleOfRecords, type ShownStyle } from './shown-style.ts'

const FIRST_STYLE: InkStyle = { color: 'ink', width: 4, opacity: 1 }
/** How long a slider must rest before what is selected takes on its value: one step of undo, not fifty. */
const RESTYLE_AFTER = 200

export interface InkStylingHost {
  selected(): readonly BoardRecord[]
  zoom(): number
  /** Of a change of style, the part that is about ink. */
  forInk(change: Partial<InkStyle>): Partial<InkStyle>
  /** The style of new ink as the present tool has it. */
  shownOf(style: InkStyle): InkStyle
  restyle(records: readonly BoardRecord[], change: Partial<InkStyle>, zoom: number): unknown
}

/** How new ink looks, and with it what is selected. */
export class InkStyling {
  readonly #clock: Clock
  readonly #host: InkStylingHost
  readonly #shown = new Value<ShownStyle>(styleOfInk(FIRST_STYLE))
  #restyling: { change: Partial<InkStyle>; stop: () => void } | null = null

  /** Of new ink. */
  readonly style = new Value<InkStyle>(FIRST_STYLE)
  /** The style of what is selected, or else of new ink. */
  readonly shown: ReadonlyValue<ShownStyle> = this.#shown

  constructor(clock: Clock, host: InkStylingHost) {
    this.#clock = clock
    this.#host = host
  }

  /** Changes how new ink looks, and what is selected with it. `show` is to be called after it. */
  set(change: Partial<InkStyle>): void {
    const ink = this.#host.forInk(change)
    this.style.update((style) => ({ ...style, ...ink }))
    if (this.#host.selected().length === 0) return
    this.#restyling?.stop()
    const all = { ...this.#restyling?.change, ...change }
    this.#restyling = { change: all, stop: this.#clock.after(RESTYLE_AFTER, () => this.settle()) }
    // A swatch is one click; only sliders send a run of values.
    if (change.opacity === undefined) this.settle()
  }

  /** What is selected takes on at once what it would take on in a moment. */
  settle(): void {
    const restyling = this.#restyling
    if (restyling === null) return
    restyling.stop()
    this.#restyling = null
    this.#host.restyle(this.#host.selected(), restyling.change, this.#host.zoom())
  }

  /** Follows the selection, the tool and the zoom. */
  show(): void {
    const records = this.#host.selected()
    const style =
      records.length === 0
        ? styleOfInk(this.#host.shownOf(this.style.get()))
        : // What a slider says counts before what is selected has taken it on.
          { ...styleOfRecords(records, this.#host.zoom()), ...this.#restyling?.change }
    if (!isSameStyle(style, this.#shown.get())) this.#shown.set(style)
  }

  dispose(): void {
    this.#restyling?.stop()
  }
}
