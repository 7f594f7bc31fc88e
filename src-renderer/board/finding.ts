import { Value, type Dispose, type ReadonlyValue } from '#shared/emitter.ts'
import { AppError } from '#shared/errors.ts'
import { contains, inflate, type Box } from '#shared/model/bounds.ts'
import type { ReadonlyStore } from '#shared/model/store.ts'
import type { Camera } from './camera.ts'
import { boundsOfMatch, findWords, type Match } from './find.ts'

export interface Found {
  /** What is looked for. */
  readonly words: string
  readonly count: number
  /** Which one is shown, from 0; -1 for none. */
  readonly at: number
  /** Where it is on the board. */
  readonly box: Box | null
}

/** CSS pixels that what was found keeps from the edges of the view. */
const MARGIN = 96
/** Letters that were found are shown at least so high, in CSS pixels. */
const LEGIBLE = 12

const NOTHING: Found = { words: '', count: 0, at: -1, box: null }

/** Looks for words on the board, and goes from one place to the next. */
export class Finding {
  readonly #store: ReadonlyStore
  readonly #camera: Camera
  readonly #measure: OffscreenCanvasRenderingContext2D
  readonly #isOpen = new Value(false)
  readonly #found = new Value<Found>(NOTHING)
  #matches: readonly Match[] = []
  #stop: Dispose | null = null

  readonly isOpen: ReadonlyValue<boolean> = this.#isOpen
  readonly found: ReadonlyValue<Found> = this.#found

  constructor(store: ReadonlyStore, camera: Camera) {
    this.#store = store
    this.#camera = camera
    const ctx = new OffscreenCanvas(1, 1).getContext('2d')
    if (ctx === null) throw new AppError('call/failed', 'This browser cannot draw. Open DrawNet in another one.')
    this.#measure = ctx
  }

  open(): void {
    this.#stop ??= this.#store.onChange(() => this.#renew())
    this.#isOpen.set(true)
    this.look(this.#found.get().words)
  }

  close(): void {
    this.#stop?.()
    this.#stop = null
    this.#isOpen.set(false)
    this.#matches = []
    this.#found.set({ ...NOTHING, words: this.#found.get().words })
  }

  /** Looks for words, and goes to the first place after the one that is shown. */
  look(words: string): void {
    const before = this.#present()
    this.#matches = findWords(this.#store.values(), words)
    const same = this.#indexOf(before)
    this.#show(words, same >= 0 ? same : this.#matches.length > 0 ? 0 : -1, true)
  }

  /** Goes to the next place (1) or the one before (-1), round and round. */
  step(direction: 1 | -1): void {
    const { words, at } = this.#found.get()
    const count = this.#matches.length
    if (count > 0) this.#show(words, (at + direction + count) % count, true)
  }

  dispose(): void {
    this.#stop?.()
    this.#stop = null
  }

  /** Somebody changed the board: what is shown stays, and the view does not move. */
  #renew(): void {
    const before = this.#present()
    const { words, at } = this.#found.get()
    this.#matches = findWords(this.#store.values(), words)
    const same = this.#indexOf(before)
    this.#show(words, same >= 0 ? same : Math.min(at, this.#matches.length - 1), false)
  }

  #present(): Match | undefined {
    return this.#matches[this.#found.get().at]
  }

  #indexOf(match: Match | undefined): number {
    if (match === undefined) return -1
    return this.#matches.findIndex(({ record, from }) => record.id === match.record.id && from === match.from)
  }

  #show(words: string, at: number, goes: boolean): void {
    const match = this.#matches[at]
    const box = match === undefined ? null : boundsOfMatch(this.#measure, match)
    this.#found.set({ words, count: this.#matches.length, at: match === undefined ? -1 : at, box })
    if (goes && box !== null) this.#goTo(box)
  }

  #goTo(box: Box): void {
    const { zoom } = this.#camera.state.get()
    const isLegible = (box.maxY - box.minY) * zoom >= LEGIBLE
    if (isLegible && contains(inflate(this.#camera.box(), -MARGIN / zoom), box)) return
    const middle = { x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2 }
    const wanted = isLegible ? zoom : (2 * LEGIBLE) / Math.max(box.maxY - box.minY, 1e-6)
    this.#camera.place(middle, { x: this.#camera.width / 2, y: this.#camera.height / 2 }, wanted)
  }
}
