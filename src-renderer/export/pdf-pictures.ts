import type { PDFDocument, PDFPage, PDFRef } from 'pdf-lib'
import { mediaTypeOf, type BlobHash } from '#shared/model/blobs.ts'
import type { ImageRecord } from '#shared/model/records.ts'
import { readHeader } from '#renderer/pictures/picture-header.ts'
import type { PictureSource } from '#renderer/pictures/picture-files.ts'
import { deflate } from './deflate.ts'

/** Pixels a side of what is not a photograph, and is kept pixel by pixel. */
const MOST_SIDE = 4096

/** Pictures in a PDF: each file once, photographs as they are. */
export class PdfPictures {
  readonly #document: PDFDocument
  readonly #source: PictureSource
  readonly #known = new Map<BlobHash, PDFRef | null>()

  constructor(document: PDFDocument, source: PictureSource) {
    this.#document = document
    this.#source = source
  }

  /** The commands that paint a picture in the record's own axes; '' for one that cannot be had. */
  async commandsFor(page: PDFPage, { blob, w, h }: ImageRecord): Promise<string> {
    const known = this.#known.get(blob)
    const ref = known === undefined ? await this.#embedded(blob) : known
    this.#known.set(blob, ref)
    if (ref === null || w === 0 || h === 0) return ''
    const name = page.node.newXObject('Picture', ref).decodeText()
    // A picture fills the square from 0 to 1, and stands on its lower edge (ISO 32000-1, 8.9.5).
    return `q ${plain(w)} 0 0 ${plain(-h)} 0 ${plain(h)} cm /${name} Do Q`
  }

  async #embedded(hash: BlobHash): Promise<PDFRef | null> {
    const bytes = await this.#source.file(hash)
    if (bytes === null) return null
    if (mediaTypeOf(bytes) === 'image/jpeg' && readHeader(bytes)?.isTurned === false) {
      return (await this.#document.embedJpg(bytes)).ref
    }
    const decoded = await this.#source.decoded(hash, MOST_SIDE, MOST_SIDE)
    if (decoded === null) return null
    const { image } = decoded
    const { width, height } = image
    const ctx = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
    if (ctx === null) return null
    ctx.drawImage(image, 0, 0)
    image.close()
    return await this.#pixels(ctx.getImageData(0, 0, width, height))
  }

  async #pixels({ data, width, height }: ImageData): Promise<PDFRef> {
    const colors = new Uint8Array(width * height * 3)
    const strengths = new Uint8Array(width * height)
    let isSolid = true
    for (let i = 0; i < strengths.length; i++) {
      colors.set(data.subarray(4 * i, 4 * i + 3), 3 * i)
      const strength = data[4 * i + 3]!
      strengths[i] = strength
      if (strength < 255) isSolid = false
    }
    const mask = isSolid ? {} : { SMask: await this.#stream(strengths, width, height, 'DeviceGray') }
    return await this.#stream(colors, width, height, 'DeviceRGB', mask)
  }

  async #stream(
    bytes: Uint8Array<ArrayBuffer>,
    width: number,
    height: number,
    colorSpace: string,
    more: { readonly SMask?: PDFRef } = {},
  ): Promise<PDFRef> {
    const { context } = this.#document
    return context.register(
      context.stream(await deflate(bytes), {
        Type: 'XObject',
        Subtype: 'Image',
        Width: width,
        Height: height,
        ColorSpace: colorSpace,
        BitsPerComponent: 8,
        Filter: 'FlateDecode',
        ...more,
      }),
    )
  }
}

/** Numbers in PDF have no exponents. */
function plain(value: number): string {
  return value.toFixed(6)
}
