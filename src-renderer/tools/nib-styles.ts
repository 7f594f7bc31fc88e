import type { Nib } from '#shared/model/properties.ts'
import type { InkStyle } from './tool.ts'

/** How ink of each nib looks until somebody chooses otherwise. The pen's is that of everything else that is drawn. */
const USUAL_STYLES: Readonly<Record<Exclude<Nib, 'pen'>, InkStyle>> = {
  marker: { color: 'ink', width: 12, opacity: 1 },
  // Words under it stay readable on light and on dark paper.
  highlighter: { color: 'yellow', width: 24, opacity: 0.4 },
  pencil: { color: 'ink', width: 3, opacity: 1 },
}

/** Widths to choose from for each nib, in board units at 100 % zoom. */
const WIDTHS: Readonly<Record<Nib, readonly number[]>> = {
  pen: [2, 4, 8, 16, 32],
  marker: [4, 8, 12, 20, 32],
  highlighter: [12, 18, 24, 36, 48],
  pencil: [2, 3, 5, 8, 12],
}

/** The opacity that ink of a nib has until somebody chooses otherwise. */
export function usualOpacity(nib: Nib): number {
  return nib === 'pen' ? 1 : USUAL_STYLES[nib].opacity
}

export function widthsOf(nib: Nib): readonly number[] {
  return WIDTHS[nib]
}

/** Keeps a style for each nib while another is in hand. */
export class NibStyles {
  readonly #styles: Map<Nib, InkStyle>
  #inHand: Nib = 'pen'

  constructor() {
    this.#styles = new Map(Object.entries(USUAL_STYLES) as [Nib, InkStyle][])
  }

  /** Gives nibs that are not in hand the styles they are to have. */
  restore(styles: ReadonlyMap<Nib, InkStyle>): void {
    for (const [nib, style] of styles) this.#styles.set(nib, style)
  }

  /** The style of each nib that has one. @param present that of the nib in hand */
  all(present: InkStyle): ReadonlyMap<Nib, InkStyle> {
    return new Map([...this.#styles, [this.#inHand, present]])
  }

  /**
   * Takes another nib in hand. Answers with how that one's ink looks.
   * @param present how ink of the nib in hand looks by now
   */
  change(to: Nib, present: InkStyle): InkStyle {
    this.#styles.set(this.#inHand, present)
    this.#inHand = to
    return this.#styles.get(to) ?? present
  }
}
