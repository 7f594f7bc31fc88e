import type { Operation } from '../model/operations.ts'
import type { ReadonlyStore } from '../model/store.ts'
import type { Clock } from '../platform.ts'
import type { UndoStack } from './undo.ts'

/** Records that are changed at once, so that a window goes on answering while a step of fifty thousand is taken back. */
const AT_ONCE = 1_000

/** Takes steps back and does them again; large ones bit by bit, as one step all the same. */
export class StepMover {
  readonly #stack: UndoStack
  readonly #board: ReadonlyStore
  readonly #clock: Clock
  readonly #submit: (operations: readonly Operation[]) => void
  #way: 'undo' | 'redo' | null = null
  #stop: (() => void) | null = null

  constructor(
    stack: UndoStack,
    board: ReadonlyStore,
    clock: Clock,
    submit: (operations: readonly Operation[]) => void,
  ) {
    this.#stack = stack
    this.#board = board
    this.#clock = clock
    this.#submit = submit
  }

  undo(): void {
    this.finish()
    this.#move('undo', AT_ONCE)
  }

  redo(): void {
    this.finish()
    this.#move('redo', AT_ONCE)
  }

  /** Does at once what is left of a step: before anything else is done that counts on it. */
  finish(): void {
    this.#stop?.()
    this.#stop = null
    if (this.#way !== null) this.#move(this.#way, Number.POSITIVE_INFINITY)
  }

  #move(way: 'undo' | 'redo', most: number): void {
    const { operations, isMore } = this.#stack[way]((id) => this.#board.get(id), most)
    this.#way = isMore ? way : null
    if (isMore) this.#stop = this.#clock.after(0, () => this.#move(way, AT_ONCE))
    this.#submit(operations)
  }
}
