import { Value, type Dispose, type ReadonlyValue } from '#shared/emitter.ts'
import { boundsOf, type Box } from '#shared/model/bounds.ts'
import { comparePaintOrder, type BoardRecord, type FrameRecord } from '#shared/model/records.ts'
import type { ReadonlyStore } from '#shared/model/store.ts'
import type { Camera, CameraState } from './camera.ts'

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
 * The frames of a board in the order in which they are presented: by name, numbers in names counting as numbers;
 * those of the same name, or without one, in the order in which they were drawn.
 */
export function framesInOrder(records: Iterable<BoardRecord>): readonly FrameRecord[] {
  const frames: FrameRecord[] = []
  for (const record of records) if (record.type === 'frame' && record.w > 0 && record.h > 0) frames.push(record)
  return frames.sort((a, b) => byName.compare(a.text, b.text) || comparePaintOrder(a, b))
}

/** Shows a board frame by frame, each as large as the window. */
export class Presenting {
  readonly #store: ReadonlyStore
  readonly #camera: Camera
  readonly #shown = new Value<Shown | null>(null)
  #before: CameraState | null = null
  #stop: Dispose[] = []

  /** Null while nothing is presented. */
  readonly shown: ReadonlyValue<Shown | null> = this.#shown

  constructor(store: ReadonlyStore, camera: Camera) {
    this.#store = store
    this.#camera = camera
  }

  /** Begins with a frame, or with the first one. Answers whether there is any. */
  start(id?: string): boolean {
    const frames = framesInOrder(this.#store.values())
    const at = Math.max(
      0,
      frames.findIndex((frame) => frame.id === id),
    )
    if (frames[at] === undefined) return false
    this.#before ??= this.#camera.state.get()
    if (this.#stop.length === 0) {
      this.#stop.push(
        this.#store.onChange((changes) => {
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
    const frames = framesInOrder(this.#store.values())
    const at = frames.findIndex(({ id }) => id === shown.frame.id)
    const from = at < 0 ? shown.at : at
    if (frames.length > 0) this.#show(frames, Math.min(frames.length - 1, Math.max(0, from + by)))
  }

  /** The window has another size, or frames were changed. */
  refit(): void {
    if (this.#shown.get() === null) return
    if (framesInOrder(this.#store.values()).length === 0) this.end()
    else this.step(0)
  }

  /** The view is again where it was before. */
  end(): void {
    for (const stop of this.#stop) stop()
    this.#stop = []
    this.#shown.set(null)
    const before = this.#before
    this.#before = null
    if (before !== null) this.#camera.place(before, { x: 0, y: 0 }, before.zoom)
  }

  #show(frames: readonly FrameRecord[], at: number): void {
    const frame = frames[at]
    if (frame === undefined) return
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
