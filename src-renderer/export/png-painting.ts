import type { BlobHash } from '#shared/model/blobs.ts'
import type { Theme } from '#shared/model/palette.ts'
import { isDrawn, type BoardRecord, type ImageRecord } from '#shared/model/records.ts'
import { pixelsOf } from '#renderer/board/paint-image.ts'
import { fromBase64 } from '#renderer/net/base64.ts'
import type { ExportGround } from './export-ground.ts'
import type { Decoded } from '#renderer/pictures/picture-decoder.ts'
import type { PictureSource } from '#renderer/pictures/picture-files.ts'
import { filesFor } from './font-faces.ts'
import type { Frame } from './frame.ts'
import { Turns } from './turns.ts'

/** A typeface for the worker, which has none of the page's. */
interface SentFont {
  readonly family: string
  readonly unicodeRange: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** What the worker is told. */
export type PaintOrder =
  | {
      readonly kind: 'begin'
      readonly frame: Frame
      /** How many rows of the picture, from its top, this worker paints. */
      readonly rows: number
      readonly theme: Theme
      readonly ground: ExportGround | null
      readonly fonts: readonly SentFont[]
    }
  | { readonly kind: 'paint'; readonly records: readonly BoardRecord[] }
  /** Comes before the record that shows it. */
  | { readonly kind: 'picture'; readonly hash: BlobHash; readonly picture: Decoded }
  /** What another worker has painted, which begins so many rows below the top. */
  | { readonly kind: 'strip'; readonly top: number; readonly image: ImageBitmap }
  | { readonly kind: 'end'; readonly as: 'png' | 'strip' }

export type PaintResult = { readonly blob: Blob } | { readonly strip: ImageBitmap } | { readonly failure: string }

/** Records sent at once. */
const BATCH = 200
/** Fewer records than this are painted before a second worker has begun. */
const MANY_RECORDS = 500
/** Of larger pictures, strips beside them would take too much memory. */
const MAX_STRIPPED_PIXELS = 2 ** 26
const MAX_STRIPS = 4

/**
 * Paints records, bottom first, in workers: the picture in strips, as many as the machine paints at once.
 *
 * @throws Error when the browser gives up
 */
export async function paintInWorkers(
  frame: Frame,
  records: readonly BoardRecord[],
  theme: Theme,
  ground: ExportGround | null,
  source: PictureSource,
): Promise<Blob> {
  const strips = stripsOf(frame, records)
  const [first, ...others] = strips.map(() => new PaintWorker())
  if (first === undefined) throw new Error('There is nothing to paint on.')
  const workers = [first, ...others]
  try {
    const fonts = await fontsOf(records)
    for (const [i, worker] of workers.entries()) {
      const { top, rows } = strips[i]!
      // The first has the whole picture, for the others' strips to be laid into.
      const part = i === 0 ? frame : { ...frame, view: { ...frame.view, y: frame.view.y - top }, height: rows }
      worker.tell({ kind: 'begin', frame: part, rows, theme, ground, fonts })
    }
    const turns = new Turns()
    const sent = new SentPictures(source, frame.view.scale)
    for (let from = 0; from < records.length;) {
      const next = records[from]
      if (next?.type === 'image') {
        const picture = await sent.next(next)
        if (picture !== null) first.tell({ kind: 'picture', hash: next.blob, picture }, [picture.image])
      }
      // Up to the next picture, which may not be there before its turn: all of them at once are too much to hold.
      const image = records.findIndex(({ type }, i) => i > from && type === 'image')
      const to = Math.min(from + BATCH, image < 0 ? records.length : image)
      const some = records.slice(from, to)
      for (const worker of workers) worker.tell({ kind: 'paint', records: some })
      from = to
      await Promise.race([turns.rest(), ...workers.map(({ failure }) => failure)])
    }
    for (const worker of others) worker.tell({ kind: 'end', as: 'strip' })
    for (const [i, worker] of others.entries()) {
      const image = await worker.strip()
      first.tell({ kind: 'strip', top: strips[i + 1]!.top, image }, [image])
    }
    first.tell({ kind: 'end', as: 'png' })
    return await first.blob()
  } finally {
    for (const worker of workers) worker.terminate()
  }
}

interface Strip {
  /** Its first row. */
  readonly top: number
  readonly rows: number
}

function stripsOf({ width, height }: Frame, records: readonly BoardRecord[]): Strip[] {
  // Pictures are handed over to one worker, not copied for several.
  const isOne =
    records.length < MANY_RECORDS ||
    width * height > MAX_STRIPPED_PIXELS ||
    records.some(({ type }) => type === 'image')
  const count = isOne ? 1 : Math.min(MAX_STRIPS, navigator.hardwareConcurrency, height)
  const tops = Array.from({ length: count }, (_, i) => Math.round((height * i) / count))
  return tops.map((top, i) => ({ top, rows: (tops[i + 1] ?? height) - top }))
}

/** A worker that paints, from this side. */
class PaintWorker {
  readonly #worker = new Worker(new URL('./png-worker.ts', import.meta.url), { type: 'module' })
  readonly #result: Promise<PaintResult>
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

  async strip(): Promise<ImageBitmap> {
    const result = await this.#result
    if (!('strip' in result)) throw new Error('A strip was expected.')
    return result.strip
  }

  async blob(): Promise<Blob> {
    const result = await this.#result
    if (!('blob' in result)) throw new Error('A picture was expected.')
    return result.blob
  }

  terminate(): void {
    this.#worker.terminate()
  }
}

/** Bytes of pictures that the worker holds for certain. */
const HELD_BYTES = 96 * 1024 * 1024

/** Which pictures the worker has: each is sent once, and again when others may have taken its place. */
class SentPictures {
  readonly #source: PictureSource
  readonly #scale: number
  /** By hash and size, how many bytes had been sent when it was. */
  readonly #sent = new Map<string, number>()
  #bytes = 0

  constructor(source: PictureSource, scale: number) {
    this.#source = source
    this.#scale = scale
  }

  /** What is to be sent before the record is painted; null for nothing. */
  async next(record: ImageRecord): Promise<Decoded | null> {
    const { wide, high } = pixelsOf(record, this.#scale)
    const key = `${record.blob} ${wide} ${high}`
    const before = this.#sent.get(key)
    if (before !== undefined && this.#bytes - before < HELD_BYTES) return null
    const picture = await this.#source.decoded(record.blob, wide, high)
    if (picture === null) return null
    this.#sent.set(key, this.#bytes)
    this.#bytes += picture.image.width * picture.image.height * 4
    return picture
  }
}

async function fontsOf(records: readonly BoardRecord[]): Promise<SentFont[]> {
  const words = records.flatMap((record) => {
    if (!('text' in record) || record.type === 'image' || record.text === '' || !isDrawn(record)) return []
    return [{ font: record.type === 'frame' ? ('sans' as const) : record.font, text: record.text }]
  })
  const files = filesFor(words)
  return await Promise.all(
    files.map(async ({ family, unicodeRange, load }) => {
      const address = await load()
      const bytes = new Uint8Array(fromBase64(address.slice(address.indexOf(',') + 1)))
      return { family, unicodeRange, bytes }
    }),
  )
}
