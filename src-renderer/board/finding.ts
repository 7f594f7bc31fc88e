import { Value, type Dispose, type ReadonlyValue } from '#shared/emitter.ts'
import { AppError } from '#shared/errors.ts'
import { contains, inflate, type Box } from '#shared/model/bounds.ts'
import type { RecordId } from '#shared/model/records.ts'
import type { Camera } from './camera.ts'
import { boundsOfMatch, findWords, type Match } from './find.ts'
import { onScreen } from './frame-on-screen.ts'
import type { Paging } from './paging.ts'
import type { Sheets } from './sheets.ts'

export interface Found {
  /** What is looked for. */
  readonly words: string
  readonly count: number
  /** Which one is shown, from 0; -1 for none. */
  readonly at: number
  /** Where it is on the page in view, at the zoom at which it was found; null where it is not there. */
  readonly box: Box | null
  /** The page it is on, where that is another than the one in view. */
  readonly elsewhere: RecordId | null
}

/** CSS pixels that what was found keeps from the edges of the view. */
const MARGIN = 96
/** Letters that were found are shown at least so high, in CSS pixels. */
const LEGIBLE = 12

const NOTHING: Found = { words: '', count: 0, at: -1, box: null, elsewhere: null }

/**
 * Looks for words on all pages of the board, and goes from one place to the next. Typing turns no page: what is on
 * another one alone is told of, and gone to by a step.
 */
export class Finding {
  readonly #sheets: Sheets
  readonly #pages: Paging
  readonly #camera: Camera
  readonly #measure: OffscreenCanvasRenderingContext2D
  readonly #isOpen = new Value(false)
  readonly #found = new Value<Found>(NOTHING)
  #matches: readonly Match[] = []
  #stop: readonly Dispose[] = []

  readonly isOpen: ReadonlyValue<boolean> = this.#isOpen
  readonly found: ReadonlyValue<Found> = this.#found

  constructor(sheets: Sheets, pages: Paging, camera: Camera) {
    this.#sheets = sheets
    this.#pages = pages
    this.#camera = camera
    const ctx = new OffscreenCanvas(1, 1).getContext('2d')
    if (ctx === null) throw new AppError('call/failed', 'This browser cannot draw. Open DrawNet in another one.')
    this.#measure = ctx
  }

  open(): void {
    if (this.#stop.length === 0) {
      const { all, store } = this.#sheets
      this.#stop = [all.store.onChange(() => this.#renew()), store.onTurned(() => this.#follow())]
    }
    this.#isOpen.set(true)
    this.look(this.#found.get().words)
  }

  close(): void {
    this.dispose()
    this.#isOpen.set(false)
    this.#matches = []
    this.#found.set({ ...NOTHING, words: this.#found.get().words })
  }

  /** Looks for words, and goes to the place that was shown, or to the first one on this page or on those after it. */
  look(words: string): void {
    const before = this.#present()
    this.#seek(words)
    const [same, here] = [this.#indexOf(before), this.#firstHere()]
    const stays = same >= 0 && (here < 0 || this.#isHere(this.#matches[same]))
    this.#show(words, stays ? same : here >= 0 ? here : this.#firstElsewhere(), true)
  }

  /** Where what was found is at the zoom of the moment: the name of a frame is as large on the screen at any. */
  boxInView({ at, box }: Found): Box | null {
    const match = this.#matches[at]
    return box === null || match?.record.type !== 'frame' ? box : this.#boxOf(match)
  }

  /**
   * Goes to the next place (1) or the one before (-1), from page to page, round and round; first to what is only told
   * of.
   */
  step(direction: 1 | -1): void {
    const { words, at, elsewhere } = this.#found.get()
    const count = this.#matches.length
    const next = elsewhere === null ? (at + direction + count) % count : at
    const match = this.#matches[next]
    if (match === undefined) return
    // Before the page turns, so that what is shown is there already.
    this.#show(words, next, false)
    this.#pages.go(match.page)
    this.#show(words, next, true)
  }

  dispose(): void {
    for (const stop of this.#stop) stop()
    this.#stop = []
  }

  /** Somebody changed the board: what is shown stays, and the view does not move. */
  #renew(): void {
    const before = this.#present()
    const { words, at } = this.#found.get()
    this.#seek(words)
    const same = this.#indexOf(before)
    this.#show(words, same >= 0 ? same : Math.min(at, this.#matches.length - 1), false)
  }

  /** Another page is in view: what it has is shown, and the view does not move. */
  #follow(): void {
    this.#renew()
    const { words, elsewhere } = this.#found.get()
    const here = this.#firstHere()
    if (elsewhere !== null && here >= 0) this.#show(words, here, false)
  }

  #seek(words: string): void {
    const { all, outline } = this.#sheets
    this.#matches = findWords(all.store.values(), words, outline)
  }

  #present(): Match | undefined {
    return this.#matches[this.#found.get().at]
  }

  #indexOf(match: Match | undefined): number {
    if (match === undefined) return -1
    return this.#matches.findIndex(({ record, from }) => record.id === match.record.id && from === match.from)
  }

  #isHere(match: Match | undefined): boolean {
    return match?.page === this.#sheets.store.page
  }

  #firstHere(): number {
    return this.#matches.findIndex((match) => this.#isHere(match))
  }

  /** The first one on a page after this, or else on those before; -1 where there is none. */
  #firstElsewhere(): number {
    const { outline, page } = this.#sheets.store
    const ids = outline.pages.map(({ id }) => id)
    const onward = new Set(ids.slice(ids.indexOf(page)))
    const at = this.#matches.findIndex((match) => onward.has(match.page))
    return at < 0 && this.#matches.length > 0 ? 0 : at
  }

  #show(words: string, at: number, goes: boolean): void {
    const match = this.#matches[at]
    const box = match === undefined || !this.#isHere(match) ? null : this.#boxOf(match)
    const elsewhere = match === undefined || box !== null ? null : match.page
    this.#found.set({ words, count: this.#matches.length, at: match === undefined ? -1 : at, box, elsewhere })
    if (goes && box !== null) this.#goTo(box)
  }

  #boxOf(match: Match): Box {
    const record = onScreen(match.record, 1 / this.#camera.state.get().zoom)
    return boundsOfMatch(this.#measure, { ...match, record })
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
