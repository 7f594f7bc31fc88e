import type { Theme } from '#shared/model/palette.ts'
import { isDrawn, type BoardRecord, type ImageRecord } from '#shared/model/records.ts'
import { pixelsOf } from '#renderer/board/paint-image.ts'
import { fromBase64 } from '#renderer/net/base64.ts'
import type { ExportGround } from './export-ground.ts'
import type { Decoded } from '#renderer/pictures/picture-decoder.ts'
import type { PictureSource } from '#renderer/pictures/picture-files.ts'
import { filesFor } from './font-faces.ts'
import type { Frame } from './frame.ts'
import { RunWalk } from './layer-runs.ts'
import { PaintWorker, type SentFont } from './paint-worker.ts'
import { pngOf, type PackedRows } from './png-file.ts'
import { stripsOf, type Strip } from './strips.ts'
import { Turns } from './turns.ts'

/** Records sent at once. */
const BATCH = 200

/** What is to be painted, whatever strips it is painted in. */
interface Painting {
  /** The whole picture. */
  readonly frame: Frame
  /** Bottom first. */
  readonly records: readonly BoardRecord[]
  readonly theme: Theme
  readonly ground: ExportGround | null
  readonly source: PictureSource
}

/**
 * Paints a PNG in workers, in strips: as many at once as the machine paints side by side.
 *
 * @throws Error when the browser gives up
 */
export async function paintInWorkers(painting: Painting): Promise<Blob> {
  const { frame, records, ground } = painting
  const { strips, atOnce } = stripsOf(frame, records)
  const fonts = await fontsOf(records)
  if (strips.length === 1) return (await paintStrips(strips, painting, fonts, async (one) => await one.blob()))[0]!
  const rows: PackedRows[] = []
  for (let i = 0; i < strips.length; i += atOnce) {
    const some = strips.slice(i, i + atOnce)
    rows.push(...(await paintStrips(some, painting, fonts, async (one) => await one.rows())))
  }
  return pngOf(frame.width, frame.height, ground === null, rows)
}

/** What comes of each strip, painted all at once. */
async function paintStrips<T>(
  strips: readonly Strip[],
  { frame, records, theme, ground, source }: Painting,
  fonts: readonly SentFont[],
  finished: (worker: PaintWorker) => Promise<T>,
): Promise<T[]> {
  const parts = strips.map((strip) => ({ strip, worker: new PaintWorker() }))
  try {
    for (const { strip, worker } of parts) worker.tell({ kind: 'begin', frame: strip.frame, theme, ground, fonts })
    const turns = new Turns()
    const sent = new SentPictures(source, frame.view.scale)
    for (const { some, layer } of batchesOf(records, frame)) {
      const [head] = some
      for (const { strip, worker } of parts) {
        const shown = some.filter((record) => strip.shows(record))
        if (head?.type === 'image' && shown[0] === head) {
          const picture = await sent.next(head)
          if (picture !== null) worker.tell({ kind: 'picture', hash: head.blob, picture }, [picture.image])
        }
        if (shown.length > 0) worker.tell({ kind: 'paint', records: shown, layer })
      }
      await Promise.race([turns.rest(), ...parts.map(({ worker }) => worker.failure)])
    }
    return await Promise.all(parts.map(async ({ worker }) => await finished(worker)))
  } finally {
    for (const { worker } of parts) worker.terminate()
  }
}

interface Batch {
  readonly some: readonly BoardRecord[]
  /** The place of their layer among the frame's; 0 where it has none. */
  readonly layer: number
}

/** The records, some at a time, of one layer each; a picture is always the first. */
function* batchesOf(records: readonly BoardRecord[], { layers }: Frame): Generator<Batch> {
  const walk = new RunWalk(layers ?? null)
  let layer = 0
  let some: BoardRecord[] = []
  for (const record of records) {
    // Up to the next picture, which may not be there before its turn: all of them at once are too much to hold.
    if (some.length > 0 && (some.length === BATCH || record.type === 'image')) {
      yield { some, layer }
      some = []
    }
    some.push(record)
    if (!walk.step()) continue
    yield { some, layer }
    some = []
    layer += 1
  }
  if (some.length > 0) yield { some, layer }
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
