import { Value, type ReadonlyValue } from '#shared/emitter.ts'
import { NIBS, type Nib } from '#shared/model/properties.ts'
import { NibStyles } from '#renderer/tools/nib-styles.ts'
import { FIRST_NIB, FIRST_PEN, type NibSettings, type PenSettings } from '#renderer/tools/pen-settings.ts'
import type { InkStyle, ToolId } from '#renderer/tools/tool.ts'

/** What the pen needs of the editor. */
export interface PenHost {
  readonly tool: ReadonlyValue<ToolId>
  /** How new ink looks. */
  readonly style: Value<InkStyle>
  setTool(tool: ToolId): void
  showStyle(): void
}

/** Which nib is in hand, and all that is set for each. */
export interface PenState {
  readonly nib: Nib
  readonly nibs: ReadonlyMap<Nib, InkStyle & NibSettings>
}

/** The pen's nib and the ways it draws. Each nib has a style and helps of its own, which are in hand as long as it is. */
export class PenInHand {
  readonly #host: PenHost
  readonly #styles = new NibStyles()
  readonly #helps = new Map<Nib, NibSettings>()
  readonly #settings = new Value<PenSettings>(FIRST_PEN)

  readonly settings: ReadonlyValue<PenSettings> = this.#settings

  constructor(host: PenHost) {
    this.#host = host
  }

  set(change: Partial<PenSettings>): void {
    const { nib = this.#settings.get().nib, ...helps } = change
    const next = { ...FIRST_NIB, ...this.#helps.get(nib), ...helps }
    this.#helps.set(nib, next)
    this.#settings.set({ nib, ...next })
    this.follow()
    this.#host.showStyle()
  }

  /** What is to come back when the app is opened again. */
  state(): PenState {
    const nibs = new Map<Nib, InkStyle & NibSettings>()
    for (const [nib, style] of this.#styles.all(this.#host.style.get()))
      nibs.set(nib, { ...style, ...FIRST_NIB, ...this.#helps.get(nib) })
    return { nib: this.#settings.get().nib, nibs }
  }

  /** To be called before anything is drawn. */
  restore({ nib, nibs }: PenState): void {
    const styles = new Map<Nib, InkStyle>()
    for (const [each, { color, width, opacity, ...helps }] of nibs) {
      styles.set(each, { color, width, opacity })
      this.#helps.set(each, helps)
    }
    // Before the pen itself is in hand, its style is that of new ink.
    this.#host.style.update((style) => styles.get(this.nib) ?? style)
    this.#styles.restore(styles)
    this.set({ nib })
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
