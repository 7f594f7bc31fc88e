import {
  getDocument,
  PDFWorker,
  VerbosityLevel,
  type PDFDocumentLoadingTask,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs'
import { AppError } from '#shared/errors.ts'
import type { Clock } from '#shared/platform.ts'
import { damaged } from '../opened.ts'
import { decodersAt, PdfAssets } from './pdf-assets.ts'

/** Board units per point: 96 and 72 to the inch. */
const UNITS_PER_POINT = 96 / 72
/** Pixels of a picture per board unit, as sharp as a screen of double density; less where a page is huge. */
const DENSITY = 2
const MOST_SIDE = 4096
/** Longest side of a page on the board, in units. */
const MOST_UNITS = 4000
/** Pages that one can well choose from. */
export const MOST_PAGES = 1000
/** A picture of a page with more bytes than this is packed with a little loss. */
const LOSSLESS_BYTES = 1_500_000
/** A page that takes longer is none that anybody has drawn, in milliseconds. */
const PATIENCE = 30_000
/** Pictures in a file with more pixels are left out. */
const MOST_PIXELS = 64_000_000

/** A page as a picture. */
export interface PagePicture {
  readonly blob: Blob
  /** Its size on the board, in units. */
  readonly width: number
  readonly height: number
}

/**
 * A PDF whose pages can be made pictures of. It is read in a worker; nothing in it is ever run, and it reaches nothing but
 * itself.
 */
export class PdfFile {
  readonly #document: PDFDocumentProxy
  readonly #clock: Clock
  readonly #close: () => void

  /** @throws AppError `import/encrypted`, `import/damaged`, `import/too-many` or `import/too-complex` */
  static async open(bytes: Uint8Array<ArrayBuffer>, clock: Clock): Promise<PdfFile> {
    // The library's own worker, which the build makes a script of.
    const port = new Worker(new URL('../../../node_modules/pdfjs-dist/legacy/build/pdf.worker.mjs', import.meta.url), {
      type: 'module',
    })
    const worker = PDFWorker.create({ port, verbosity: VerbosityLevel.ERRORS })
    let loading: PDFDocumentLoadingTask | null = null
    const close = (): void => {
      // What it was doing is of no use to anybody by now, nor why it could not end it.
      loading?.destroy().catch(() => undefined)
      worker.destroy()
      port.terminate()
    }
    try {
      loading = getDocument({
        data: bytes,
        worker,
        verbosity: VerbosityLevel.ERRORS,
        BinaryDataFactory: PdfAssets,
        useWorkerFetch: false,
        cMapUrl: 'cmaps/',
        standardFontDataUrl: 'fonts/',
        wasmUrl: decodersAt(document.baseURI),
        useWasm: false,
        useSystemFonts: false,
        enableXfa: false,
        disableWorkerRendering: true,
        maxImageSize: MOST_PIXELS,
      })
      const file = new PdfFile(await inTime(loading.promise, clock), clock, close)
      if (file.pageCount > MOST_PAGES) throw tooMany(file.pageCount)
      return file
    } catch (error) {
      close()
      throw asOurs(error)
    }
  }

  private constructor(document: PDFDocumentProxy, clock: Clock, close: () => void) {
    this.#document = document
    this.#clock = clock
    this.#close = close
  }

  get pageCount(): number {
    return this.#document.numPages
  }

  /**
   * A page as it is to stand on the board.
   * @param number from 1
   * @throws AppError `import/damaged`, `import/too-complex`
   */
  async picture(number: number): Promise<PagePicture> {
    return await this.#ours(async () => {
      const page = await inTime(this.#document.getPage(number), this.#clock)
      const { width, height } = sizeOf(page)
      const longest = Math.max(width, height)
      const k = Math.min(1, MOST_UNITS / longest)
      const density = Math.min(DENSITY, MOST_SIDE / (longest * k))
      const canvas = await this.#painted(page, UNITS_PER_POINT * k * density)
      return { blob: await packed(canvas), width: width * k, height: height * k }
    })
  }

  /** A page, small. @param side pixels of its longer side */
  async thumbnail(number: number, side: number): Promise<Blob> {
    return await this.#ours(async () => {
      const page = await inTime(this.#document.getPage(number), this.#clock)
      const { width, height } = sizeOf(page)
      const canvas = await this.#painted(page, (UNITS_PER_POINT * side) / Math.max(width, height))
      return await asBlob(canvas, 'image/png')
    })
  }

  dispose(): void {
    this.#close()
  }

  /** @param scale pixels per point */
  async #painted(page: PDFPageProxy, scale: number): Promise<HTMLCanvasElement> {
    const viewport = page.getViewport({ scale })
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(viewport.width))
    canvas.height = Math.max(1, Math.round(viewport.height))
    const task = page.render({ canvas, viewport, background: '#ffffff' })
    try {
      await inTime(task.promise, this.#clock)
    } catch (error) {
      task.cancel()
      throw error
    } finally {
      page.cleanup()
    }
    return canvas
  }

  async #ours<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw asOurs(error)
    }
  }
}

/** @throws AppError `import/damaged` for a page that has no size */
function sizeOf(page: PDFPageProxy): { readonly width: number; readonly height: number } {
  const { width, height } = page.getViewport({ scale: UNITS_PER_POINT })
  if (Number.isFinite(width) && Number.isFinite(height) && width > 0 && height > 0) return { width, height }
  throw damaged()
}

async function packed(canvas: HTMLCanvasElement): Promise<Blob> {
  const exact = await asBlob(canvas, 'image/png')
  return exact.size <= LOSSLESS_BYTES ? exact : await asBlob(canvas, 'image/webp', 0.9)
}

async function asBlob(canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality))
  // Its memory goes at once, and not whenever the browser finds the time.
  if (type !== 'image/png' || (blob?.size ?? 0) <= LOSSLESS_BYTES) canvas.width = canvas.height = 0
  if (blob === null)
    throw new AppError(
      'import/failed',
      'This page cannot be made a picture of. Close other windows to free memory, and try again.',
    )
  return blob
}

/** @throws AppError `import/too-complex` when it takes too long */
async function inTime<T>(work: Promise<T>, clock: Clock): Promise<T> {
  const timeout = Promise.withResolvers<never>()
  const stop = clock.after(PATIENCE, () =>
    timeout.reject(
      new AppError('import/too-complex', 'There is more on this page than can be made a picture of in half a minute.'),
    ),
  )
  try {
    return await Promise.race([work, timeout.promise])
  } finally {
    stop()
  }
}

function tooMany(count: number): AppError {
  return new AppError(
    'import/too-many',
    `This PDF has ${count} pages, which is more than can be chosen from. Open one with ${MOST_PAGES} pages at most.`,
    { count: String(count), most: String(MOST_PAGES) },
  )
}

function asOurs(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof Error && error.name === 'PasswordException') {
    const sentence = 'This PDF is locked with a password. Save it without one, then open it again.'
    return new AppError('import/encrypted', sentence, {}, error)
  }
  return damaged(error)
}
