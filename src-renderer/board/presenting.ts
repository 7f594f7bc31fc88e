import { Value, type Dispose, type ReadonlyValue } from '#shared/emitter.ts'
import { boundsOf, type Box } from '#shared/model/bounds.ts'
import { Outline } from '#shared/model/pages.ts'
import { comparePaintOrder, type BoardRecord, type FrameRecord, type RecordId } from '#shared/model/records.ts'
import type { Camera, CameraState } from './camera.ts'
import type { Paging } from './paging.ts'
import type { Sheets } from './sheets.ts'

/** What is being shown. */
export interface Shown {
  readonly frame: FrameRecord
  /** From 0. */
  readonly at: number
  readonly count: number
  /** Where the frame is in the view, in CSS pixels from its top left corner. */
  readonly box: Box
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/**
 * The frames of a board in the order in which they are presented: page by page, and on each by name, numbers in names
 * counting as numbers; those of the same name, or without one, in the order in which they were drawn. Those on hidden
 * layers are not presented.
 */
export function framesInOrder(records: Iterable<BoardRecord>, outline = PLAIN): readonly FrameRecord[] {
  const pages = new Map(outline.pages.map(({ id }, i) => [id, i]))
  const pageOf = (frame: FrameRecord): number => pages.get(outline.pageOf(frame)) ?? 0
  const frames: FrameRecord[] = []
  for (const record of records) {
    if (record.type !== 'frame' || record.w <= 0 || record.h <= 0 || outline.layerOf(record).hidden) continue
    frames.push(record)
  }
  return frames.sort((a, b) => pageOf(a) - pageOf(b) || byName.compare(a.text, b.text) || comparePaintOrder(a, b))
}

const PLAIN = new Outline()

/** Shows a board frame by frame, each as large as the window. */
export class Presenting {
  readonly #sheets: Sheets
  readonly #pages: Paging
  readonly #camera: Camera
  readonly #shown = new Value<Shown | null>(null)
  #before: { readonly page: RecordId; readonly camera: CameraState } | null = null
  #stop: Dispose[] = []

  /** Null while nothing is presented. */
  readonly shown: ReadonlyValue<Shown | null> = this.#shown

  constructor(sheets: Sheets, pages: Paging, camera: Camera) {
    this.#sheets = sheets
    this.#pages = pages
    this.#camera = camera
  }

  /** Begins with a frame, or with the first one of the page in view, or of all. Answers whether there is any. */
  start(id?: string): boolean {
    const frames = this.#frames()
    const { outline, page } = this.#sheets.store
    const at = Math.max(
      0,
      frames.findIndex((frame) => (id === undefined ? outline.pageOf(frame) === page : frame.id === id)),
    )
    if (frames[at] === undefined) return false
    this.#before ??= { page, camera: this.#camera.state.get() }
    if (this.#stop.length === 0) {
      this.#stop.push(
        this.#sheets.all.store.onChange((changes) => {
          if (changes.some(({ before, after }) => before?.type === 'frame' || after?.type === 'frame')) this.refit()
        }),
      )
    }
    this.#show(frames, at)
    return true
  }

  /** Goes so many frames on; stops at the last and at the first one. */
  step(by: number): void {
    const shown = this.#shown.get()
    if (shown === null) return
    const frames = this.#frames()
    const at = frames.findIndex(({ id }) => id === shown.frame.id)
    const from = at < 0 ? shown.at : at
    if (frames.length > 0) this.#show(frames, Math.min(frames.length - 1, Math.max(0, from + by)))
  }

  /** The window has another size, or frames were changed. */
  refit(): void {
    if (this.#shown.get() === null) return
    if (this.#frames().length === 0) this.end()
    else this.step(0)
  }

  /** The view is again where it was before. */
  end(): void {
    for (const stop of this.#stop) stop()
    this.#stop = []
    this.#shown.set(null)
    const before = this.#before
    this.#before = null
    if (before === null) return
    this.#pages.go(before.page)
    this.#camera.place(before.camera, { x: 0, y: 0 }, before.camera.zoom)
  }

  #frames(): readonly FrameRecord[] {
    return framesInOrder(this.#sheets.all.store.values(), this.#sheets.outline)
  }

  #show(frames: readonly FrameRecord[], at: number): void {
    const frame = frames[at]
    if (frame === undefined) return
    this.#pages.go(this.#sheets.outline.pageOf(frame))
    const box = boundsOf({ ...frame, text: '' })
    // Bounds leave room for a name, which is not shown.
    const inner = frame.rotation === 0 ? innerBox(frame) : box
    const { width, height } = this.#camera
    const zoom = Math.min(width / (inner.maxX - inner.minX), height / (inner.maxY - inner.minY))
    const middle = { x: (inner.minX + inner.maxX) / 2, y: (inner.minY + inner.maxY) / 2 }
    this.#camera.place(middle, { x: width / 2, y: height / 2 }, zoom)
    const { x, y, zoom: got } = this.#camera.state.get()
    this.#shown.set({
      frame,
      at,
      count: frames.length,
      box: {
        minX: (inner.minX - x) * got,
        minY: (inner.minY - y) * got,
        maxX: (inner.maxX - x) * got,
        maxY: (inner.maxY - y) * got,
      },
    })
  }
}

function innerBox({ x, y, w, h, scaleX, scaleY }: FrameRecord): Box {
  const [toX, toY] = [x + w * scaleX, y + h * scaleY]
  return { minX: Math.min(x, toX), minY: Math.min(y, toY), maxX: Math.max(x, toX), maxY: Math.max(y, toY) }
}
