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
      readonly theme: Theme
      readonly ground: ExportGround | null
      readonly fonts: readonly SentFont[]
    }
  | { readonly kind: 'paint'; readonly records: readonly BoardRecord[] }
  /** Comes before the record that shows it. */
  | { readonly kind: 'picture'; readonly hash: BlobHash; readonly picture: Decoded }
  | { readonly kind: 'end' }

export type PaintResult = { readonly blob: Blob } | { readonly failure: string }

/** Records sent at once. */
const BATCH = 200

/**
 * Paints records, bottom first, in a worker.
 *
 * @throws Error when the browser gives up
 */
export async function paintInWorker(
  frame: Frame,
  records: readonly BoardRecord[],
  theme: Theme,
  ground: ExportGround | null,
  source: PictureSource,
): Promise<Blob> {
  const worker = new Worker(new URL('./png-worker.ts', import.meta.url), { type: 'module' })
  try {
    const result = new Promise<PaintResult>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<PaintResult>) => resolve(data), { once: true })
      worker.addEventListener('error', (event) => reject(new Error(event.message)), { once: true })
    })
    const tell = (order: PaintOrder): void => worker.postMessage(order)
    const sending = async (): Promise<PaintResult> => {
      tell({ kind: 'begin', frame, theme, ground, fonts: await fontsOf(records) })
      const turns = new Turns()
      const sent = new SentPictures(source, frame.view.scale)
      for (let from = 0; from < records.length;) {
        const first = records[from]
        if (first?.type === 'image') {
          const picture = await sent.next(first)
          if (picture !== null) worker.postMessage({ kind: 'picture', hash: first.blob, picture }, [picture.image])
        }
        // Up to the next picture, which may not be there before its turn: all of them at once are too much to hold.
        const next = records.findIndex(({ type }, i) => i > from && type === 'image')
        const to = Math.min(from + BATCH, next < 0 ? records.length : next)
        tell({ kind: 'paint', records: records.slice(from, to) })
        from = to
        await turns.rest()
      }
      tell({ kind: 'end' })
      return await result
    }
    const outcome = await Promise.race([sending(), result])
    if ('blob' in outcome) return outcome.blob
    throw new Error(outcome.failure)
  } finally {
    worker.terminate()
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
