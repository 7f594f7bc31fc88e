import type { Theme } from '#shared/model/palette.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { fromBase64 } from '#renderer/net/base64.ts'
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
      readonly background: boolean
      readonly fonts: readonly SentFont[]
    }
  | { readonly kind: 'paint'; readonly records: readonly BoardRecord[] }
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
  background: boolean,
): Promise<Blob> {
  const worker = new Worker(new URL('./png-worker.ts', import.meta.url), { type: 'module' })
  try {
    const result = new Promise<PaintResult>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<PaintResult>) => resolve(data), { once: true })
      worker.addEventListener('error', (event) => reject(new Error(event.message)), { once: true })
    })
    const tell = (order: PaintOrder): void => worker.postMessage(order)
    const sending = async (): Promise<PaintResult> => {
      tell({ kind: 'begin', frame, theme, background, fonts: await fontsOf(records) })
      const turns = new Turns()
      for (let from = 0; from < records.length; from += BATCH) {
        tell({ kind: 'paint', records: records.slice(from, from + BATCH) })
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

async function fontsOf(records: readonly BoardRecord[]): Promise<SentFont[]> {
  const words = records.flatMap((record) => {
    if (!('text' in record) || record.text === '') return []
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
