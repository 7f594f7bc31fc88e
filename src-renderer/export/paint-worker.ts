import type { BlobHash } from '#shared/model/blobs.ts'
import type { Theme } from '#shared/model/palette.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { Decoded } from '#renderer/pictures/picture-decoder.ts'
import type { ExportGround } from './export-ground.ts'
import type { Frame } from './frame.ts'
import type { PackedRows } from './png-file.ts'

/** A typeface for the worker, which has none of the page's. */
export interface SentFont {
  readonly family: string
  readonly unicodeRange: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** What the worker is told. */
export type PaintOrder =
  | {
      readonly kind: 'begin'
      readonly frame: Frame
      readonly theme: Theme
      readonly ground: ExportGround | null
      readonly fonts: readonly SentFont[]
    }
  /** Records on one layer: the one at this place among the frame's, where it has any. */
  | { readonly kind: 'paint'; readonly records: readonly BoardRecord[]; readonly layer: number }
  /** Comes before the record that shows it. */
  | { readonly kind: 'picture'; readonly hash: BlobHash; readonly picture: Decoded }
  /** Nothing follows: a picture by itself, or rows of a larger one, are wanted. */
  | { readonly kind: 'end'; readonly as: 'png' | 'rows' }

export type PaintResult = { readonly blob: Blob } | { readonly rows: PackedRows } | { readonly failure: string }

/** A worker that paints, from the page's side. */
export class PaintWorker {
  readonly #worker = new Worker(new URL('./png-worker.ts', import.meta.url), { type: 'module' })
  readonly #result: Promise<Exclude<PaintResult, { failure: string }>>
  /** Rejects as soon as it cannot go on, and never resolves. */
  readonly failure: Promise<never>

  constructor() {
    this.#result = new Promise((resolve, reject) => {
      this.#worker.addEventListener('message', ({ data }: MessageEvent<PaintResult>) => {
        if ('failure' in data) reject(new Error(data.failure))
        else resolve(data)
      })
      this.#worker.addEventListener('error', (event) => reject(new Error(event.message)))
    })
    this.failure = new Promise((_, reject) => {
      this.#result.catch(reject)
    })
    // Whoever waits hears of it; nobody may be waiting yet.
    this.failure.catch(() => undefined)
  }

  tell(order: PaintOrder, transfer: Transferable[] = []): void {
    this.#worker.postMessage(order, transfer)
  }

  /** What it has painted, as rows of a larger picture. @throws Error when it cannot go on */
  async rows(): Promise<PackedRows> {
    this.tell({ kind: 'end', as: 'rows' })
    const result = await this.#result
    if (!('rows' in result)) throw new Error('Rows were expected.')
    return result.rows
  }

  /** What it has painted, as a PNG. @throws Error when it cannot go on */
  async blob(): Promise<Blob> {
    this.tell({ kind: 'end', as: 'png' })
    const result = await this.#result
    if (!('blob' in result)) throw new Error('A picture was expected.')
    return result.blob
  }

  terminate(): void {
    this.#worker.terminate()
  }
}
