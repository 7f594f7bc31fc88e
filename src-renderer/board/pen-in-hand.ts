import { Value, type ReadonlyValue } from '#shared/emitter.ts'
import { NIBS, type Nib } from '#shared/model/properties.ts'
import { NibStyles } from '#renderer/tools/nib-styles.ts'
import { FIRST_PEN, type PenSettings } from '#renderer/tools/pen-settings.ts'
import type { InkStyle, ToolId } from '#renderer/tools/tool.ts'

/** What the pen needs of the editor. */
export interface PenHost {
  readonly tool: ReadonlyValue<ToolId>
  /** How new ink looks. */
  readonly style: Value<InkStyle>
  setTool(tool: ToolId): void
  showStyle(): void
}

/** The pen's nib and the ways it draws. Each nib has a style of its own, which is in hand as long as the nib is. */
export class PenInHand {
  readonly #host: PenHost
  readonly #styles = new NibStyles()
  readonly #settings = new Value<PenSettings>(FIRST_PEN)

  readonly settings: ReadonlyValue<PenSettings> = this.#settings

  constructor(host: PenHost) {
    this.#host = host
  }

  set(change: Partial<PenSettings>): void {
    this.#settings.update((settings) => ({ ...settings, ...change }))
    this.follow()
    this.#host.showStyle()
  }

  /** Takes the pen in hand or, where it is, its next nib. */
  next(): void {
    if (this.#host.tool.get() !== 'pen') return this.#host.setTool('pen')
    this.set({ nib: NIBS[(NIBS.indexOf(this.nib) + 1) % NIBS.length] ?? 'pen' })
  }

  /** The nib in hand: other tools draw in the style of the plain pen. */
  get nib(): Nib {
    return this.#host.tool.get() === 'pen' ? this.#settings.get().nib : 'pen'
  }

  /** Another tool was taken in hand. */
  follow(): void {
    this.#host.style.update((style) => this.#styles.change(this.nib, style))
  }
}
