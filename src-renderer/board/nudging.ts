import type { BoardRecord } from '#shared/model/records.ts'
import type { Editing } from './editing.ts'

/** What nudging needs of the editor. */
export interface NudgingHost {
  readonly editing: Editing
  readonly selected: () => readonly BoardRecord[]
  /** CSS pixels per board unit. */
  readonly zoom: () => number
}

/** Moves what is selected by little steps. Those of a key that is held are one step of undo. */
export class Nudging {
  readonly #host: NudgingHost
  #gesture: symbol | undefined

  constructor(host: NudgingHost) {
    this.#host = host
  }

  /** By so many CSS pixels. */
  by(dx: number, dy: number): void {
    const { editing, selected, zoom } = this.#host
    this.#gesture ??= Symbol('nudge')
    editing.patch(
      selected().map(({ id, x, y }) => [id, { x: x + dx / zoom(), y: y + dy / zoom() }]),
      this.#gesture,
    )
  }

  /** The key is up. */
  end(): void {
    this.#gesture = undefined
  }
}
